import type { Ledger } from '../draft';

export interface AssertedCarer {
  readonly ref: string;
  /** What the carer is to each child: Mother, Father, Grandparent. */
  readonly relationship: string;
  readonly parentalResponsibility?: boolean;
}

/** A family as one agency asserts it: each carer to each child, each child to the first carer. */
export function assertFamily<Content>(
  { memberships }: Ledger<Content>,
  group: string,
  carers: readonly AssertedCarer[],
  children: readonly string[],
  from?: string,
): void {
  const kind = 'FAMILY';
  for (const child of children) {
    for (const { ref, relationship, parentalResponsibility } of carers) {
      memberships.push({ group, kind, ref, relationship, to: child, from, parentalResponsibility });
    }
    memberships.push({ group, kind, ref: child, relationship: 'Child', to: carers[0]?.ref, from });
  }
  if (children.length === 0) for (const { ref } of carers) memberships.push({ group, kind, ref, from });
}
