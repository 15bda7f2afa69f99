import { PERSONAS } from '@family-view/gateway/identity/personas';
import type { Asking } from './askings';
import type { CanaryBorough } from './canary-borough';
import type { Expectation, KnownIds, PersonView } from './expected-answer';
import type { RandomOperation } from './random-operation';

export interface CollectedIds {
  /** Ids that were made for this asker's organisation, and whom they stand for. */
  idsFor(asking: Asking): KnownIds;
  /** Ids that somebody of another organisation handed on. */
  idsOfOthers(asking: Asking): readonly string[];
}

type Ask = (asking: Asking, operation: RandomOperation) => Promise<{ readonly body: Body }>;
interface Body {
  readonly data?: Readonly<Record<string, { readonly certain?: readonly Found[] | null } | null>> | null;
}
interface Found {
  readonly id: string;
  readonly family?: { readonly id: string } | null;
}

/** Whose family ids are collected: every agency that knows the family knows them, so that their id holds all of it. */
const STARTS = ['ann', 'eve', 'hal'];

/** Finds everybody once for each asker, so that ids can be tried in other hands. */
export async function collectIds(
  borough: CanaryBorough,
  ask: Ask,
  expectationFor: (asking: Asking) => Expectation,
  askings: readonly Asking[],
): Promise<CollectedIds> {
  const people = new Map<string, Map<string, PersonView>>();
  const families = new Map<string, Map<string, PersonView>>();
  const add = (to: typeof people, owner: string, id: string, view: PersonView): void => {
    to.set(owner, (to.get(owner) ?? new Map()).set(id, view));
  };
  const organisation = ({ persona }: Asking): string => PERSONAS[persona].organisation;
  // A family id holds what was told to the one who found it: another role would open it to another answer.
  const ownKey = ({ persona, purpose }: Asking): string => `${persona} ${purpose}`;
  const searches = borough.people.map(({ name, nhsNumber }) => {
    const family = STARTS.includes(name) ? 'family { id }' : '';
    return `${name}: findPeople(by: { nhsNumber: "${nhsNumber}" }) { certain { id ${family} } }`;
  });
  for (const asking of askings) {
    const expectation = expectationFor(asking);
    const operation = { query: `{ ${searches.join(' ')} }`, operationName: undefined, variables: {} };
    const { body } = await ask(asking, operation);
    for (const person of borough.people) {
      const found = body.data?.[person.name]?.certain?.[0];
      const view = expectation.searched(person);
      if (!found || !view) continue;
      add(people, organisation(asking), found.id, view);
      if (found.family) add(families, ownKey(asking), found.family.id, view);
    }
  }
  return {
    idsFor: (asking) => ({
      people: people.get(organisation(asking)) ?? new Map(),
      families: families.get(ownKey(asking)) ?? new Map(),
    }),
    idsOfOthers: (asking) =>
      [...people].flatMap(([owner, ids]) => (owner === organisation(asking) ? [] : [...ids.keys()].slice(0, 1))),
  };
}
