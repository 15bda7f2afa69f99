import type { Ledger } from '../draft';
import type { HeldMembership } from '../model';

export interface AssertedCarer {
  readonly ref: string;
  /** What the carer is to each child: Mother, Father, Grandparent. */
  readonly relationship: string;
  readonly parentalResponsibility?: boolean;
}

/** A family as one agency asserts it: each carer to each child, each child to the first carer. */
export function assertFamily<Content>(
  ledger: Ledger<Content>,
  group: string,
  carers: readonly AssertedCarer[],
  children: readonly string[],
  from?: string,
): void {
  const base = { group, kind: 'FAMILY' as const, ...(from && { from }) };
  const first = carers[0];
  for (const child of children) {
    for (const { ref, relationship, parentalResponsibility } of carers) {
      const row: HeldMembership = {
        ...base,
        ref,
        relationship,
        to: child,
        ...(parentalResponsibility !== undefined && { parentalResponsibility }),
      };
      ledger.memberships.push(row);
    }
    ledger.memberships.push({ ...base, ref: child, relationship: 'Child', ...(first && { to: first.ref }) });
  }
  if (children.length === 0) for (const { ref } of carers) ledger.memberships.push({ ...base, ref });
}
