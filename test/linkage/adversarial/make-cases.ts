import type { HeldPerson } from '@family-view/kit';
import { holdPerson } from '@family-view/kit/hold-person';
import { startRandom } from '../../random';
import { openDraws } from './draw';
import { KINDS, type Kind } from './kinds';
import { type GroupName, NAME_GROUPS } from './name-groups';

export interface AdversarialCase {
  readonly kind: string;
  readonly sort: Kind['sort'];
  readonly group: GroupName;
  readonly subject: object;
  /** The ref of the right record; null where the person is not held. */
  readonly truth: string | null;
}

export interface AdversarialSet {
  readonly held: readonly HeldPerson[];
  readonly cases: readonly AdversarialCase[];
}

/** One case of every kind for every group, and a crowd of people with the same names, in whom they stand. */
export function makeCases(seed: number, crowd = 2_000): AdversarialSet {
  const random = startRandom(seed);
  const drawFor = openDraws(random);
  const held: HeldPerson[] = [];
  const hold = (one: Partial<HeldPerson>): string => {
    const ref = `h${held.length}`;
    held.push(holdPerson({ asOf: '2026-03-01T09:00:00Z', ...one, ref }));
    return ref;
  };
  const groups = Object.keys(NAME_GROUPS) as GroupName[];
  const cases = KINDS.flatMap(({ title, sort, make }) =>
    groups.map((group): AdversarialCase => {
      const made = make(drawFor(NAME_GROUPS[group]));
      const refs = made.held.map(hold);
      return { kind: title, sort, group, subject: made.subject, truth: made.truth === null ? null : refs[made.truth]! };
    }),
  );
  for (let at = 0; at < crowd; at += 1) hold(drawFor(NAME_GROUPS[random.pick(groups)]).child());
  return { held, cases };
}
