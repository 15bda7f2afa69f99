import type { HeldGroup } from '@family-view/kit';
import type { CaseDatabase } from '../database/open-database';
import { asDay } from '../format/person';
import { groupRows } from '../format/rows';
import { readTable } from './read-table';

/** The family groups each person belongs to here, whole. Social care asserts relationships, so every group is a FAMILY. */
export async function readGroups(
  database: CaseDatabase,
  refs: readonly string[],
): Promise<readonly (readonly HeldGroup[])[]> {
  const own = await readTable(database, 'ssd_family', 'fami_person_id', refs);
  const whole = await readTable(
    database,
    'ssd_family',
    'fami_family_id',
    own.map((row) => row.fami_family_id),
  );
  const groups = new Map(
    [...groupRows(whole, (row) => row.fami_family_id)].map(([ref, rows]): [string, HeldGroup] => {
      const members = rows.flatMap((row) =>
        row.fami_person_id === null
          ? []
          : [
              {
                ref: row.fami_person_id,
                relationship: row.fami_relationship,
                to: row.fami_related_person_id,
                from: asDay(row.fami_start_date),
                until: asDay(row.fami_end_date),
                parentalResponsibility:
                  row.fami_parental_responsibility === null ? null : row.fami_parental_responsibility === 'Y',
              },
            ],
      );
      return [ref, { ref, kind: 'FAMILY', members }];
    }),
  );
  const ownOf = groupRows(own, (row) => row.fami_person_id);
  return refs.map((ref) => {
    const wanted = new Set((ownOf.get(ref) ?? []).map((row) => row.fami_family_id));
    return [...wanted].flatMap((group) => (group === null ? [] : (groups.get(group) ?? [])));
  });
}

/** Everybody of the family groups that each of these belongs to, and themselves. */
export async function readFamilyOf(
  database: CaseDatabase,
  refs: readonly string[],
): Promise<(ref: string) => readonly string[]> {
  const groups = await readGroups(database, refs);
  const families = new Map(
    refs.map((ref, at) => [
      ref,
      [...new Set([ref, ...(groups[at] ?? []).flatMap(({ members }) => members.map((member) => member.ref))])],
    ]),
  );
  return (ref) => families.get(ref) ?? [ref];
}

/** Everybody of one family group. */
export async function readMembers(database: CaseDatabase, group: string): Promise<readonly string[]> {
  const rows = await readTable(database, 'ssd_family', 'fami_family_id', [group]);
  return [...new Set(rows.flatMap(({ fami_person_id: ref }) => (ref === null ? [] : [ref])))];
}
