import type { DataQuality, HeldAddress, HeldPerson, LifeState } from '@family-view/kit';
import {
  type Checked,
  checkIsoDate,
  checkNhsNumber,
  checkPostcode,
  checkUpn,
  checkUprn,
} from '@family-view/kit/identifiers';
import { readMarkers } from '@family-view/kit/read-markers';
import { readSex } from '@family-view/kit/read-sex';
import type { Row } from '../database/tables';

/** Everything the case-management tables hold to say who one person is. */
export interface PersonRows {
  readonly person: Row<'ssd_person'>;
  /** The current address. */
  readonly address: Row<'ssd_address'> | undefined;
  /** All that there are, the current one among them. */
  readonly addresses: readonly Row<'ssd_address'>[];
  readonly linked: readonly Row<'ssd_linked_identifiers'>[];
  readonly mother: string | null;
  readonly markers: readonly Row<'person_markers'>[];
  readonly faults: readonly Row<'record_faults'>[];
}

/** Kinds of `link_identifier_type`, the SSD's where it has one. */
export const LINKED = { upn: 'Unique Pupil Number', nhsNumber: 'NHS Number', name: 'Former Name' } as const;

/** A checked date, or null where there is none or it is not a day of the calendar. */
export function asDay(text: string | null): string | null {
  if (text === null) return null;
  const checked = checkIsoDate(text);
  return checked.ok ? checked.value : null;
}

/** Elements that identify: their faults may stand beside an identity. A fault elsewhere tells of an assessment or a plan. */
const IDENTIFYING = new Set(
  'LAchildID UPN FormerUPN UPNunknown PersonBirthDate ExpectedPersonBirthDate PersonDeathDate Sex GenderCurrent ChildIdentifiers'.split(
    ' ',
  ),
);
/**
 * Elements whose faults are told with the status that is derived from them. Those of enquiries, pre-proceedings, factors
 * and characteristics are not: no stream shares those records, and a fault would tell that there is one.
 */
const OF_THE_STATUS = new Set([
  ...IDENTIFYING,
  ...'CINdetails CINreferralDate ReferralSource PrimaryNeedCode ReferralNFA CINclosureDate ReasonForClosure'.split(' '),
  ...'AssessmentActualStartDate AssessmentAuthorisationDate CINPlanStartDate CINPlanEndDate CPPstartDate CPPendDate'.split(
    ' ',
  ),
  ...'InitialCategoryOfAbuse LatestCategoryOfAbuse NumberOfPreviousCPP CPPreviewDate'.split(' '),
]);

const asDataQuality = (row: Row<'record_faults'>): DataQuality => ({
  field: row.faul_field ?? 'record',
  fault: row.faul_fault ?? 'faulty',
});

/** All faults of a person's record that may be told with the status: those of the identity, and those found in its episodes. */
export function readRecordFaults(person: HeldPerson, faults: readonly Row<'record_faults'>[]): readonly DataQuality[] {
  const ofEpisodes = faults.filter(
    (row) => OF_THE_STATUS.has(row.faul_field ?? '') && !IDENTIFYING.has(row.faul_field ?? ''),
  );
  return [...person.dataQuality, ...ofEpisodes.map(asDataQuality)];
}

/** One person as the kit asks for them: identifiers checked, every fault told beside the record under its SSD or CIN name. */
/** A home of before. Of one that is not lived in any more a fault is nobody's to fix. */
const asHome = (row: Row<'ssd_address'>): HeldAddress => ({
  postcode: goodOrNull(checkPostcode(row.addr_address_postcode ?? '')),
  uprn: goodOrNull(checkUprn(row.addr_uprn ?? '')),
});

const goodOrNull = (checked: Checked): string | null => (checked.ok ? checked.value : null);

export function readPerson(rows: PersonRows): HeldPerson {
  const { person, address } = rows;
  const faults: DataQuality[] = rows.faults.filter((row) => IDENTIFYING.has(row.faul_field ?? '')).map(asDataQuality);
  const told = new Set(faults.map(({ field }) => field));

  const checked = (field: string, text: string | null | undefined, check: (text: string) => Checked): string | null => {
    if (text === null || text === undefined || text.trim() === '') return null;
    const result = check(text);
    if (result.ok) return result.value;
    if (!told.has(field)) faults.push({ field, fault: result.fault });
    return null;
  };

  const linked = (type: string): readonly string[] =>
    rows.linked.flatMap((row) =>
      row.link_identifier_type === type && row.link_identifier_value ? [row.link_identifier_value] : [],
    );
  const sex = readSex(person.pers_sex);
  if (!sex.known) faults.push({ field: 'pers_sex', fault: 'expected M, F or U, or a word for one of them' });
  const nhsNumber = checked('pers_single_unique_id', person.pers_single_unique_id, checkNhsNumber);
  const deathDate = checked('PersonDeathDate', person.pers_death_date, checkIsoDate);
  const lifeState = readLifeState(person, deathDate);
  const { markers, unknown } = readMarkers(rows.markers.map((row) => row.mark_marker ?? ''));
  if (unknown) faults.push({ field: 'mark_marker', fault: 'not a marker this agency agreed; treated as RESTRICTED' });

  return {
    ref: person.pers_person_id,
    lifeState,
    givenName: person.pers_forename,
    familyName: person.pers_surname,
    formerNames: linked(LINKED.name),
    dateOfBirth: checked('PersonBirthDate', person.pers_dob, checkIsoDate),
    expectedDateOfBirth: checked('ExpectedPersonBirthDate', person.pers_expected_dob, checkIsoDate),
    sex: sex.sex,
    nhsNumber,
    nhsNumberVerified: nhsNumber !== null && person.pers_nhs_number_status === '01',
    supersededNhsNumbers: linked(LINKED.nhsNumber)
      .flatMap((text) => checked('link_identifier_value', text, checkNhsNumber) ?? [])
      .filter((number) => number !== nhsNumber),
    upn: checked('UPN', person.pers_upn, checkUpn),
    formerUpn: checked(
      'FormerUPN',
      linked(LINKED.upn).find((text) => text !== person.pers_upn),
      checkUpn,
    ),
    laChildId: person.pers_la_child_id,
    postcode: checked('addr_address_postcode', address?.addr_address_postcode, checkPostcode),
    uprn: checked('addr_uprn', address?.addr_uprn, checkUprn),
    formerAddresses: rows.addresses.filter((one) => one !== address).map(asHome),
    mother: rows.mother,
    markers: lifeState === 'DIED' && !markers.includes('DECEASED') ? [...markers, 'DECEASED'] : markers,
    asOf: person.pers_as_of ?? '1970-01-01T00:00:00.000Z',
    dataQuality: faults,
  };
}

function readLifeState(person: Row<'ssd_person'>, deathDate: string | null): LifeState {
  if (deathDate !== null || person.pers_life_state === 'DIED') return 'DIED';
  return person.pers_life_state === 'UNBORN' ? 'UNBORN' : 'BORN';
}
