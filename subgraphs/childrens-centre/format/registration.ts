import type { DataQuality, Marker, Sex } from '@family-view/kit';
import { checkExportDate, checkNhsNumber, checkPostcode, checkUprn } from '@family-view/kit/identifiers';
import { readMarkers } from '@family-view/kit/read-markers';
import { readSex } from '@family-view/kit/read-sex';
import { FieldCheck } from './check-fields';
import type { Row } from './tables';

/** The three answers to "may we share this?" on the form. Not asked is not a refusal, and neither is consent. */
export type Consent = 'GIVEN' | 'REFUSED' | 'NOT_ASKED';

/** One row of `registrations.csv`: one person on one registration form, and what they are to one child of it. */
export interface Registration {
  readonly registrationId: string;
  readonly centreUrn: string;
  readonly familyRef: string | null;
  readonly personRef: string;
  /** As written: Child, Mother, Father, Grandparent, Carer. */
  readonly relationshipToChild: string | null;
  /** Which child of the form, where it has more than one. */
  readonly childRef: string | null;
  readonly forename: string | null;
  readonly surname: string | null;
  readonly dateOfBirth: string | null;
  readonly expectedDateOfBirth: string | null;
  readonly sex: Sex;
  readonly firstLanguage: string | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
  readonly nhsNumber: string | null;
  readonly markers: readonly Marker[];
  readonly registeredDate: string | null;
  readonly leftDate: string | null;
  readonly consent: Consent;
  readonly consentDate: string | null;
  readonly dataQuality: readonly DataQuality[];
}

const CONSENTS = { Y: 'GIVEN', N: 'REFUSED', YES: 'GIVEN', NO: 'REFUSED' } as const;

/**
 * Address lines, ethnicity, SEN, disability and GP practice are in the export and are not read: no stream of the protocol
 * shares them, so nothing here holds them.
 */
export function readRegistration(row: Row<'registrations'>): Registration {
  const check = new FieldCheck();
  if (!row.whole) check.tell('registrations.csv', 'a row has the wrong number of fields and is not read');
  return {
    registrationId: row.RegistrationID,
    centreUrn: row.CentreURN,
    familyRef: row.FamilyRef || null,
    personRef: row.PersonRef,
    relationshipToChild: check.text('RelationshipToChild', row.RelationshipToChild),
    childRef: row.ChildRef || null,
    forename: check.text('Forename', row.Forename),
    surname: check.text('Surname', row.Surname),
    dateOfBirth: check.checked('DOB', row.DOB, checkExportDate),
    expectedDateOfBirth: check.checked('ExpectedDOB', row.ExpectedDOB, checkExportDate),
    sex: sexOf(row.Sex, check),
    firstLanguage: check.text('FirstLanguage', row.FirstLanguage),
    postcode: check.checked('PostCode', row.PostCode, checkPostcode),
    uprn: check.checked('UPRN', row.UPRN, checkUprn),
    nhsNumber: check.checked('NHSNumber', row.NHSNumber, checkNhsNumber),
    markers: markersOf(row, check),
    registeredDate: check.checked('RegisteredDate', row.RegisteredDate, checkExportDate),
    leftDate: check.checked('LeftDate', row.LeftDate, checkExportDate),
    // What cannot be read as a yes is not a yes.
    consent: check.code('ConsentToShare', row.ConsentToShare, CONSENTS, { empty: 'NOT_ASKED', otherwise: 'NOT_ASKED' }),
    consentDate: check.checked('ConsentDate', row.ConsentDate, checkExportDate),
    dataQuality: check.faults,
  };
}

function sexOf(text: string, check: FieldCheck): Sex {
  const { sex, known } = readSex(text);
  if (!known) check.tell('Sex', 'not one of M, F, U');
  return sex;
}

/** A marker we do not know, or a row whose marker cannot be told, says "take care" until somebody has looked. */
function markersOf(row: Row<'registrations'>, check: FieldCheck): readonly Marker[] {
  if (!row.whole) return ['RESTRICTED'];
  if (row.RecordMarker === '') return [];
  const { markers, unknown } = readMarkers([row.RecordMarker]);
  if (unknown) check.tell('RecordMarker', 'not a marker this agency agreed; treated as RESTRICTED');
  return markers;
}

export const isChildOfForm = (registration: Registration): boolean =>
  /^child$/i.test(registration.relationshipToChild ?? '');
export const isMother = (registration: Registration): boolean =>
  /^mother$/i.test(registration.relationshipToChild ?? '');
