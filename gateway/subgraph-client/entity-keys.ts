import { familyKey, type GrantGroup, personKey } from '@family-view/schema';
import { KEY_ALIAS } from './prune-fetch';
import type { AgencyFault } from './types';

/** One person, or one family, as an agency is asked for them: by its own key. */
export type Representation = Readonly<Record<string, unknown>>;
export type Entity = Readonly<Record<string, unknown>>;

export function groupsOf(
  agency: string,
  representations: readonly Representation[],
  streams: readonly string[],
): { people: readonly GrantGroup[]; families: readonly GrantGroup[] } {
  const group = (type: string): readonly GrantGroup[] => {
    const refs = representations.filter((one) => one.__typename === type).map((one) => keyOf(agency, one)!);
    return refs.length > 0 ? [{ refs, streams }] : [];
  };
  return { people: group('Person'), families: group('Family') };
}

/** Distinct representations with a key, and where each asked one stands among them (null: no key, so not asked). */
export function placeRepresentations(
  agency: string,
  asked: readonly Representation[],
): { distinct: readonly Representation[]; positions: readonly (number | null)[] } {
  const distinct: Representation[] = [];
  const seen = new Map<string, number>();
  const positions = asked.map((representation) => {
    const key = keyOf(agency, representation);
    if (key === undefined) return null;
    const name = `${String(representation.__typename)}|${key}`;
    let at = seen.get(name);
    if (at === undefined) {
      at = distinct.push(representation) - 1;
      seen.set(name, at);
    }
    return at;
  });
  return { distinct, positions };
}

/** Nobody is known to an agency by another key than its own, and of a family its key of a person says nothing. */
export function keyOf(agency: string, representation: Representation): string | undefined {
  const { __typename } = representation;
  const field = __typename === 'Person' ? personKey(agency) : __typename === 'Family' ? familyKey(agency) : '';
  const key = representation[field];
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** Every entity is checked against the key that was asked for: an answer in another order is another child's record. */
export function checkEntities(
  agency: string,
  asked: readonly Representation[],
  answered: unknown,
): readonly (Entity | null)[] | AgencyFault {
  if (!Array.isArray(answered) || answered.length !== asked.length) return 'ENTITY_MISMATCH';
  for (const [at, entity] of answered.entries()) {
    if (entity === null) continue;
    if (typeof entity !== 'object' || Array.isArray(entity)) return 'ENTITY_MISMATCH';
    const { __typename, [KEY_ALIAS]: key } = entity as Entity;
    if (key !== keyOf(agency, asked[at]!)) return 'ENTITY_MISMATCH';
    if (__typename !== asked[at]!.__typename) return 'ENTITY_MISMATCH';
  }
  return answered as (Entity | null)[];
}
