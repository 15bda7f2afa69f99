/** B: many people at once, each in their own place. */

import { groupOf } from './audit';
import { expectThat } from './expect-that';
import { entitiesOf, heldLeaves, isRefused, tellReply } from './read-reply';
import { NOBODY, type Target } from './target';

const ANOTHER = 'no-such-person-2';

/** What stands under the container fields, without the key. */
const contentOf = (entity: unknown, target: Target): string => {
  const { [target.shape.personKey]: _, ...content } = (entity ?? {}) as Record<string, unknown>;
  return JSON.stringify(Object.entries(content).filter(([name]) => name !== '__typename'));
};

export const batchAudits = groupOf('B', 'Batches and their order', [
  [
    'MUST',
    'answer one entity for each that is asked, in the order asked, each under its own key',
    async (target) => {
      const [one, other] = target.two;
      const refs = [other, NOBODY, one, ANOTHER, other, one];
      const reply = await target.askPeople(refs, [target.all(refs)], { key: true });
      const keys = entitiesOf(reply, refs.length).map(
        (entity) => (entity as Record<string, unknown> | null)?.[target.shape.personKey] ?? null,
      );
      const misplaced = keys.filter(
        (key, at) => key !== refs[at] && !(key === null && [NOBODY, ANOTHER].includes(refs[at]!)),
      );
      expectThat(
        misplaced.length === 0,
        `expected each under the key asked for, came ${misplaced.length} under another`,
      );
    },
  ],
  [
    'MUST',
    'answer the same of a person in a batch as alone, in every place of it',
    async (target) => {
      const [one, other] = target.two;
      const alone = async (ref: string): Promise<string> =>
        contentOf(entitiesOf(await target.askPeople([ref], [target.all([ref])], { key: true }), 1)[0], target);
      const [ofOne, ofOther] = [await alone(one), await alone(other)];
      const refs = [NOBODY, other, one, one, ANOTHER, other];
      const entities = entitiesOf(await target.askPeople(refs, [target.all(refs)], { key: true }), refs.length);
      for (const [at, ref] of refs.entries()) {
        if (ref !== one && ref !== other) continue;
        expectThat(
          contentOf(entities[at], target) === (ref === one ? ofOne : ofOther),
          `expected at place ${at + 1} of ${refs.length} what the person has alone, came another record`,
        );
      }
    },
  ],
  [
    'MUST',
    'answer null, or nothing but the key, for a key that it does not hold, without an error',
    async (target) => {
      const reply = await target.askPeople([NOBODY], [target.all([NOBODY])]);
      const [entity] = entitiesOf(reply, 1);
      expectThat(heldLeaves(entity, target.shape.person.leaves).length === 0, 'expected nothing, came a value');
      expectThat((reply.body?.errors?.length ?? 0) === 0, `expected no error, came ${tellReply(reply)}`);
    },
  ],
  [
    'MUST',
    'answer null for a null key, an empty one, one that is no text, and none, and everybody else whole',
    async (target) => {
      const [one] = target.two;
      const key = target.shape.personKey;
      const wrong = [{ [key]: null }, { [key]: '' }, {}, { [key]: { of: 'somebody' } }].map((given) => ({
        __typename: 'Person',
        ...given,
      }));
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { ${target.shape.person.selection} } } }`;
      const reply = await target.ask({
        query,
        variables: { of: [...wrong, target.represent(one)] },
        people: [target.all([one])],
      });
      const entities = entitiesOf(reply, wrong.length + 1);
      const { leaves } = target.shape.person;
      expectThat(
        entities.slice(0, -1).every((entity) => heldLeaves(entity, leaves).length === 0),
        'expected nothing of no key, came a value',
      );
      expectThat(
        leaves.length === 0 || heldLeaves(entities.at(-1), leaves).length > 0,
        'expected the record of the one with a key, came nothing',
      );
    },
  ],
  [
    'MUST',
    'answer nothing for a type that it does not key, and for a name that every object has',
    async (target) => {
      const [one] = target.two;
      for (const given of [
        { __typename: 'Practitioner', id: one },
        { __typename: '__proto__', [target.shape.personKey]: one },
        { __typename: 'constructor', [target.shape.personKey]: one },
      ]) {
        const reply = await target.ask({
          query: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { ${target.shape.person.selection} } } }`,
          variables: { of: [given] },
          people: [target.all([one])],
        });
        expectThat(
          isRefused(reply) || heldLeaves(reply.body?.data?._entities?.[0], target.shape.person.leaves).length === 0,
          'expected nothing, came a record',
        );
      }
    },
  ],
  [
    'MUST',
    'answer three hundred people in one request within its time limit',
    async (target) => {
      const [one, other] = target.two;
      const refs = Array.from({ length: 300 }, (_, at) =>
        at % 3 === 0 ? one : at % 3 === 1 ? other : `no-such-person-${at}`,
      );
      const reply = await target.askPeople(refs, [target.all(refs)], { key: true });
      entitiesOf(reply, refs.length);
      expectThat(
        reply.milliseconds < 10_000,
        `expected an answer within 10 s, came one after ${Math.round(reply.milliseconds / 1000)} s`,
      );
    },
  ],
]);
