import type { HeldPerson, Marker, Sex } from '@family-view/kit';
import { type FieldReader, readFields } from '@family-view/kit/field-reader';
import { checkPostcode, checkUpn, checkUprn } from '@family-view/kit/identifiers';
import { readMarkers } from '@family-view/kit/read-markers';
import { readSex } from '@family-view/kit/read-sex';

/** Code sets of the school census (CBDS). */
const ENROLMENT = ['C', 'M', 'S', 'G', 'F', 'O'];
const CURRICULUM_YEARS = [
  'E1',
  'E2',
  'N1',
  'N2',
  'R',
  ...Array.from({ length: 14 }, (_, year) => String(year + 1)),
  'X',
];
const SEN_PROVISION = ['N', 'K', 'E'];
const SEN_TYPES = ['SPLD', 'MLD', 'SLD', 'PMLD', 'SEMH', 'SLCN', 'HI', 'VI', 'MSI', 'PD', 'ASD', 'DS', 'OTH', 'NSA'];

/** A parent or carer as a pupil's record names them. */
export interface PupilContact {
  readonly ref: string;
  readonly relationship: string | null;
  readonly parentalResponsibility: boolean | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** Anybody the MIS has a record of: a pupil, a parent, a carer. */
export interface HeldInMis {
  readonly person: HeldPerson;
  /** The reach area of the address, as the council's own address list gives it. */
  readonly areaId: string | null;
}

/** A pupil's record in the school MIS. */
export interface PupilRecord extends HeldInMis {
  readonly familyId: string | null;
  readonly schoolUrn: string | null;
  readonly ncYearActual: string | null;
  readonly enrolStatus: string | null;
  readonly entryDate: string | null;
  readonly leavingDate: string | null;
  /** When the school last spoke with the family. */
  readonly lastContact: string | null;
  readonly senProvision: string | null;
  readonly senTypes: readonly string[] | null;
  readonly ehcPlanIssued: string | null;
  readonly fsmEligible: boolean | null;
  readonly fsmFrom: string | null;
  readonly pupilPremium: boolean | null;
  /** A code of the school census. Counted, and told to nobody. */
  readonly ethnicity: string | null;
  readonly contacts: readonly PupilContact[];
  /** Every fault of the record, those of `person` among them. */
  readonly dataQuality: readonly { readonly field: string; readonly fault: string }[];
}

/** A pupil of the MIS or of the national pupil index; null where it has no id, and so cannot be pointed to. */
export function readPupil(value: unknown, asOf: string): PupilRecord | null {
  const fields = readFields(value);
  const ref = fields?.text('id') ?? null;
  if (fields === null || ref === null) return null;
  const person = readPerson(fields, ref, asOf);
  return {
    person,
    familyId: fields.text('FamilyId'),
    areaId: fields.text('AreaId'),
    schoolUrn: fields.text('URN'),
    ncYearActual: fields.code('NCyearActual', CURRICULUM_YEARS),
    enrolStatus: fields.code('EnrolStatus', ENROLMENT),
    entryDate: fields.date('EntryDate'),
    leavingDate: fields.date('LeavingDate'),
    lastContact: fields.date('LastContactDate'),
    senProvision: fields.code('SENprovision', SEN_PROVISION),
    senTypes: readSenTypes(fields),
    ehcPlanIssued: fields.date('EHCPlanIssuedDate'),
    fsmEligible: fields.flag('FSMeligible'),
    fsmFrom: fields.date('FSMstartDate'),
    pupilPremium: fields.flag('PupilPremium'),
    ethnicity: fields.text('Ethnicity'),
    contacts: (fields.parts('Contacts') ?? []).flatMap(readPupilContact),
    dataQuality: fields.faults,
  };
}

/** A parent or carer, as `/contacts` lists them. */
export function readContact(value: unknown, asOf: string): HeldInMis | null {
  const fields = readFields(value);
  const ref = fields?.text('id') ?? null;
  if (fields === null || ref === null) return null;
  return { person: readPerson(fields, ref, asOf), areaId: fields.text('AreaId') };
}

function readPerson(fields: FieldReader, ref: string, asOf: string): HeldPerson {
  const markers = markersOf(fields);
  const surname = fields.text('Surname');
  const otherSurnames = [...(fields.texts('FormerSurname') ?? []), fields.text('PreferredSurname')];
  return {
    ref,
    lifeState: markers.includes('DECEASED') ? 'DIED' : 'BORN',
    givenName: fields.text('Forename'),
    familyName: surname,
    formerNames: otherSurnames.filter((name): name is string => name !== null && name !== surname),
    dateOfBirth: fields.date('DOB'),
    expectedDateOfBirth: null,
    sex: sexOf(fields),
    nhsNumber: null,
    nhsNumberVerified: false,
    supersededNhsNumbers: [],
    upn: fields.checked('UPN', checkUpn),
    formerUpn: fields.checked('FormerUPN', checkUpn),
    laChildId: null,
    postcode: fields.checked('Postcode', checkPostcode),
    uprn: fields.checked('UPRN', checkUprn),
    mother: null,
    markers,
    asOf,
    dataQuality: [...fields.faults],
  };
}

/** A marker this code does not know still means that somebody wanted the record closed. */
function markersOf(fields: FieldReader): readonly Marker[] {
  const faultsBefore = fields.faults.length;
  const sent = fields.texts('RecordMarkers') ?? [];
  if (fields.faults.length > faultsBefore) return ['RESTRICTED'];
  const read = readMarkers(sent);
  if (read.unknown) fields.fault('RecordMarkers', 'not a marker this agency agreed; treated as RESTRICTED');
  return read.markers;
}

function sexOf(fields: FieldReader): Sex {
  const { sex, known } = readSex(fields.text('Sex'));
  if (!known) fields.fault('Sex', 'expected M, F or U');
  return sex;
}

function readSenTypes(fields: FieldReader): readonly string[] | null {
  const types = fields.texts('SENtype');
  if (types?.some((type) => !SEN_TYPES.includes(type))) fields.fault('SENtype', 'not on the published list of codes');
  return types;
}

function readPupilContact(contact: FieldReader): readonly PupilContact[] {
  const ref = contact.text('id');
  if (ref === null) {
    contact.fault('id', 'a contact without an id cannot be shown as a member of the family');
    return [];
  }
  return [
    {
      ref,
      relationship: contact.text('Relationship'),
      parentalResponsibility: contact.flag('ParentalResponsibility'),
      from: contact.date('StartDate'),
      until: contact.date('EndDate'),
    },
  ];
}
