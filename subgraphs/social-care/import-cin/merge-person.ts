import type { Row } from '../database/tables';
import type { CensusChild } from './census-child';
import type { CensusHeader } from './census-elements';
import type { RecordFault } from './faults';

export type PersonRow = Row<'ssd_person'>;

/** What becomes of a child of the return: a person row to write, or a reason why the child is left out. */
export type Merged =
  | { readonly stored: true; readonly row: PersonRow; readonly faults: readonly RecordFault[] }
  | { readonly stored: false; readonly fault: RecordFault };

export interface Merging {
  readonly header: CensusHeader;
  readonly run: string;
  /** Whether the person held is known from an earlier return of this same year alone, which this one replaces. */
  readonly replaces: boolean;
}

/**
 * Puts a child of the return and the person held under the same id together. Where the case-management system holds the
 * person, its own record stands and the return fills gaps; where only returns told of the child, the latest return wins.
 * Another day of birth under the same id may be another child: it never joins.
 */
export function mergePerson(
  child: CensusChild,
  held: PersonRow | undefined,
  personId: string,
  { header, run, replaces }: Merging,
): Merged {
  const asOf = header.referenceDate === null ? null : `${header.referenceDate}T00:00:00.000Z`;
  const returned: PersonRow = {
    pers_person_id: personId,
    pers_source: 'cin-census',
    pers_la_code: header.laCode,
    pers_la_child_id: child.laChildId,
    pers_upn: child.upn,
    pers_upn_unknown: child.upnUnknown,
    pers_forename: null,
    pers_surname: null,
    pers_sex: child.sex,
    pers_ethnicity: child.ethnicity,
    pers_dob: child.birthDate?.day ?? null,
    pers_expected_dob: child.expectedBirthDate?.day ?? null,
    pers_death_date: child.deathDate?.day ?? null,
    pers_life_state: null,
    pers_single_unique_id: null,
    pers_nhs_number_status: null,
    pers_first_language: null,
    pers_allocated_worker_id: null,
    pers_social_care_record: 'Y',
    // The census carries neither early help nor looked-after episodes: about them it is silent, not empty.
    pers_early_help_record: 'N',
    pers_looked_after_record: 'N',
    pers_as_of: asOf,
    pers_census_run: run,
  };
  if (!held) return { stored: true, row: withLifeState(returned), faults: [] };

  const otherBirth = held.pers_dob !== null && returned.pers_dob !== null && held.pers_dob !== returned.pers_dob;
  const otherPupil = held.pers_upn !== null && returned.pers_upn !== null && held.pers_upn !== returned.pers_upn;
  const birthFault: RecordFault = {
    rule: null,
    line: child.birthDate?.line ?? child.line,
    element: 'ChildIdentifiers/PersonBirthDate',
    expected: 'the day of birth already held under this LAchildID',
    came: child.birthDate?.text ?? 'nothing',
    kept: null,
  };
  const known = held.pers_source === 'case-management';
  const samePupil = held.pers_upn !== null && held.pers_upn === returned.pers_upn;
  if (otherBirth && (known || otherPupil || !(samePupil || replaces))) {
    return {
      stored: false,
      fault: { ...birthFault, expected: `${birthFault.expected}; it may be another child, who is left out` },
    };
  }
  const again = held.pers_census_run === run;
  if (!known && replaces && !again) return { stored: true, row: withLifeState(returned), faults: [] };
  const faults = otherBirth ? [birthFault] : [];
  const older = asOf === null || (held.pers_as_of !== null && asOf < held.pers_as_of);
  const [first, second] = known || again || older ? [held, returned] : [returned, held];
  // Two returns that disagree on the birth are not mixed: a date of death from one beside a birth from the other is nobody's.
  const row = otherBirth ? first : filled(first, second);
  const settled = known ? { ...row, pers_source: held.pers_source, pers_as_of: held.pers_as_of } : withLifeState(row);
  const kept = { pers_person_id: held.pers_person_id, pers_census_run: run, pers_social_care_record: 'Y' };
  const records = {
    pers_early_help_record: held.pers_early_help_record,
    pers_looked_after_record: held.pers_looked_after_record,
  };
  return { stored: true, row: { ...settled, ...kept, ...records }, faults };
}

/** The first row, its gaps filled from the second. */
function filled(first: PersonRow, second: PersonRow): PersonRow {
  const row: PersonRow = { ...second };
  for (const [column, value] of Object.entries(first)) if (value !== null) Reflect.set(row, column, value);
  return row;
}

function withLifeState(row: PersonRow): PersonRow {
  if (row.pers_death_date !== null) return { ...row, pers_life_state: 'DIED' };
  return { ...row, pers_life_state: row.pers_dob === null && row.pers_expected_dob !== null ? 'UNBORN' : 'BORN' };
}
