import type { Listed, Row } from './use-caseload';

/** One family of the list, with all of its people who are on it. */
export interface FamilyRow {
  /** Of the family; of the person, where none is told of. */
  readonly id: string;
  readonly people: readonly Row[];
  readonly name: string;
  readonly need: NonNullable<Listed['family']>['needLevel'];
  readonly lead: NonNullable<Listed['family']>['leadProfessional'];
  /** The last day on which anybody saw somebody of them, and who; null where that is not told. */
  readonly lastContact: { readonly date: string; readonly who: string | null; readonly agency: string | null } | null;
  readonly overdue: number;
}

export const nameOf = ({ displayName }: Pick<Listed, 'displayName'>): string => displayName ?? 'Name not told';

/** The list's people by family, in the order in which they came. */
export function familiesOf(rows: readonly Row[]): readonly FamilyRow[] {
  const families = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row.family?.id ?? row.id;
    families.set(id, [...(families.get(id) ?? []), row]);
  }
  return [...families].map(([id, people]): FamilyRow => {
    const family = people.find((one) => one.family !== null)?.family ?? null;
    return {
      ...{ id, people, name: nameOf(people[0]!), need: family?.needLevel ?? null },
      ...{ lead: family?.leadProfessional ?? null, lastContact: lastContactOf(people) },
      overdue: new Set(people.flatMap(({ attention }) => attention.flatMap((one) => (one.overdue ? one.what : []))))
        .size,
    };
  });
}

function lastContactOf(people: readonly Row[]): FamilyRow['lastContact'] {
  const all = people.flatMap(({ involvements }) =>
    (involvements ?? []).flatMap(({ lastInteraction, contact, agency }) =>
      lastInteraction === null ? [] : [{ date: lastInteraction, who: contact?.name ?? null, agency }],
    ),
  );
  return all.sort((a, b) => b.date.localeCompare(a.date))[0] ?? null;
}

const byName = (a: FamilyRow, b: FamilyRow): number => a.name.localeCompare(b.name);
const attention = ({ people }: FamilyRow): number => people.reduce((sum, one) => sum + one.attention.length, 0);
const youngest = ({ people }: FamilyRow): string =>
  people
    .map((one) => one.dateOfBirth ?? '')
    .sort()
    .at(-1) ?? '';

/** Monday's work on top: what is overdue, then the highest need, then what else needs attention. */
export const SORTS = {
  urgent: (a: FamilyRow, b: FamilyRow) =>
    b.overdue - a.overdue || (b.need?.rank ?? 0) - (a.need?.rank ?? 0) || attention(b) - attention(a) || byName(a, b),
  need: (a: FamilyRow, b: FamilyRow) => (b.need?.rank ?? 0) - (a.need?.rank ?? 0) || byName(a, b),
  name: byName,
  youngest: (a: FamilyRow, b: FamilyRow) => youngest(b).localeCompare(youngest(a)) || byName(a, b),
} as const;

/** Somebody of the area whom no centre has registered, where the centre may say so. */
export const isInNoCentre = ({ answers }: Pick<Listed, 'answers'>): boolean =>
  (answers ?? []).some(({ agency, status }) => agency === 'childrens-centre' && status === 'NOTHING_HELD');
