import { standsTo } from '../family/involved';
import type { Family } from '../family/use-family';
import { agencyName, joined } from '../look/words';

/** Somebody of the family of whom it is not clear who they are, and why. */
export interface Unclear {
  readonly person: string;
  readonly why: string;
  /** Whom to ring; null where nobody is named. */
  readonly ring: string | null;
}

/** Possible records, two who may be one, names that stand twice, and who is not named at all. Namesakes are told of together. */
export function unclearOf({ parts, members }: Pick<Family, 'parts' | 'members'>): readonly Unclear[] {
  const told = new Set<string>();
  return members.flatMap((member): readonly Unclear[] => {
    const { id, displayName } = member;
    if (told.has(id)) return [];
    const alike = members.filter(
      (one) =>
        one.id === id ||
        (displayName !== null && one.displayName === displayName) ||
        member.mayBeSame.some(({ person }) => person === one.id),
    );
    for (const one of alike) told.add(one.id);
    const possible = parts.filter((part) =>
      alike.some((one) => {
        const stands = standsTo(part, one.id);
        return stands.state === 'told' && stands.status === 'POSSIBLE';
      }),
    );
    const others = [
      ...new Set(alike.flatMap((one) => (one.id === id ? [] : (one.displayName ?? 'somebody not named')))),
    ];
    const reasons = [
      alike.length === 1
        ? null
        : others.includes(displayName ?? '')
          ? `${alike.length} records of this name, perhaps one person`
          : `may be the same person as ${joined(others)}`,
      // Of two of one name the records are each other's.
      possible.length === 0 || alike.length > 1
        ? null
        : `${joined(possible.map(({ agency }) => agencyName(agency)))} may hold a record of them`,
    ].filter((reason) => reason !== null);
    if (reasons.length === 0) return [];
    return [{ person: id, why: reasons.join('; '), ring: possible[0]?.spec.partner.ring ?? null }];
  });
}
