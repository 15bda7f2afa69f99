/** D: what is not granted is not told. */
import { meets } from '../subgraph/field-rules';
import { groupOf } from './audit';
import { isClosedTo, type LeafPath } from './describe-agency';
import { expectThat } from './expect-that';
import { codesOf, entitiesOf, heldLeaves, isRefused, tellPath, tellPlace, tellReply, valuesAt } from './read-reply';
import { NOBODY } from './target';

const onlyOpen = (entity: unknown, leaves: readonly LeafPath[], held: ReadonlySet<string>, who: string): void => {
  const leaked = heldLeaves(
    entity,
    leaves.filter((leaf) => isClosedTo(leaf, held)),
  );
  expectThat(leaked.length === 0, `expected nothing at ${leaked.map(tellPath).join(', ')} ${who}, came a value`);
};

export const denialAudits = groupOf('D', 'Deny by default', [
  [
    'MUST',
    'answer whole under every stream, and refuse nothing that is granted',
    async (target) => {
      const [one, other] = target.two;
      const reply = await target.askPeople([one, other], [target.all([one, other])]);
      const entities = entitiesOf(reply, 2);
      expectThat(!codesOf(reply).includes('NOT_GRANTED'), 'expected no refusal under every stream, came NOT_GRANTED');
      expectThat(codesOf(reply).length === 0, `expected no error, came ${codesOf(reply).join(', ')}`);
      if (target.shape.person.leaves.length > 0)
        expectThat(
          entities.every((entity) => heldLeaves(entity, target.shape.person.leaves).length > 0),
          'expected a record of each of the two: name people with records under "open" in --pointers',
        );
    },
  ],
  [
    'MUST',
    'tell nothing of a stream that is not granted, of each stream in turn',
    async (target) => {
      const [one] = target.two;
      const { leaves } = target.shape.person;
      for (const stream of target.shape.streams) {
        const group = target.all([one], [stream]);
        const reply = await target.askPeople([one], [group]);
        const [entity] = isRefused(reply) ? [null] : entitiesOf(reply, 1);
        onlyOpen(entity, leaves, new Set(group.streams), `without ${stream}`);
      }
    },
  ],
  [
    'MUST',
    'open with one stream what that stream opens, and nothing else',
    async (target) => {
      const [one] = target.two;
      const { leaves } = target.shape.person;
      const whole = await target.askPeople([one], [target.all([one])]);
      const known = heldLeaves(entitiesOf(whole, 1)[0], leaves);
      for (const stream of target.shape.streams) {
        const held = new Set([stream]);
        const reply = await target.askPeople([one], [{ refs: [one], streams: [stream] }]);
        const [entity] = isRefused(reply) ? [null] : entitiesOf(reply, 1);
        onlyOpen(entity, leaves, held, `under ${stream} alone`);
        const missing = known.filter((leaf) => meets(held, leaf.policies) && valuesAt(entity, leaf.path).length === 0);
        expectThat(
          missing.length === 0,
          `expected ${missing.map(tellPath).join(', ')} under ${stream} alone, came nothing`,
        );
      }
    },
  ],
  [
    'MUST',
    'tell nothing of a person whom the grant does not name',
    async (target) => {
      const [one, other] = target.two;
      const reply = await target.askPeople([other], [target.all([one])]);
      const [entity] = isRefused(reply) ? [null] : entitiesOf(reply, 1);
      onlyOpen(entity, target.shape.person.leaves, new Set(), 'of somebody whom the grant does not name');
      const contract = await target.ask({
        endpoint: '/contract',
        query: PEOPLE_FIELDS,
        variables: { refs: [other] },
        people: [target.all([one])],
        streams: target.everything,
      });
      expectThat(
        isRefused(contract) || tellsNothing(contract.body?.data),
        'expected nothing at /contract of somebody whom the grant does not name, came something',
      );
    },
  ],
  [
    'MUST',
    'keep the streams of each person to that person, in one list',
    async (target) => {
      const [one, other] = target.two;
      // By which something of a person is shown: an act shows nothing.
      const showing = [...new Set(target.shape.person.leaves.flatMap(({ policies }) => policies.flat(2)))].sort();
      const [first, second = first] = showing.length > 0 ? showing : target.shape.streams;
      const reply = await target.askPeople(
        [one, other],
        [
          { refs: [one], streams: [first!] },
          { refs: [other], streams: [second!] },
        ],
      );
      const entities = entitiesOf(reply, 2);
      onlyOpen(entities[0], target.shape.person.leaves, new Set([first!]), `of the first, who has ${first}`);
      onlyOpen(entities[1], target.shape.person.leaves, new Set([second!]), `of the second, who has ${second}`);
    },
  ],
  [
    'MUST',
    "keep each person's streams theirs under aliases too, though one is asked for twice",
    async (target) => {
      const [one, other] = target.two;
      const { selection, leaves } = target.shape.person;
      const reply = await target.ask({
        query: `query ($a: [_Any!]!, $b: [_Any!]!) { a: _entities(representations: $a) { ... on Person { ${selection} } } b: _entities(representations: $b) { ... on Person { ${selection} } } }`,
        variables: { a: [target.represent(one)], b: [target.represent(other)] },
        people: [target.all([one]), { refs: [other], streams: [] }],
      });
      onlyOpen(reply.body?.data?.b?.[0], leaves, new Set(), 'of the second, who has none');
      expectThat(reply.body?.data?.a?.length === 1, `expected one entity under each alias, came ${tellReply(reply)}`);
    },
  ],
  [
    'MUST',
    "open a person's fields by streams of that person alone: neither by general streams nor by a family's",
    async (target) => {
      const [one] = target.two;
      const reply = await target.askPeople([one], [], { streams: target.everything, families: [target.all([one])] });
      const [entity] = isRefused(reply) ? [null] : entitiesOf(reply, 1);
      onlyOpen(entity, target.shape.person.leaves, new Set(), 'under general streams');
    },
  ],
  [
    'MUST',
    'answer for somebody who is not held as for somebody whom the grant does not name, under no stream',
    async (target) => {
      const [one] = target.two;
      const held = await target.askPeople([one], []);
      const nobody = await target.askPeople([NOBODY], []);
      expectThat(
        held.status === nobody.status,
        `expected one status for both, came ${held.status} and ${nobody.status}`,
      );
      expectThat(
        tellPlace(held, held.body?.data?._entities?.[0], 0) === tellPlace(nobody, nobody.body?.data?._entities?.[0], 0),
        'expected the same answer for both, came two: it tells who is held',
      );
    },
  ],
  [
    'SHOULD',
    'tell what is not granted by an error NOT_GRANTED at its path, not by silence',
    async (target) => {
      const [one] = target.two;
      if (target.shape.person.leaves.length === 0) return;
      const reply = await target.askPeople([one], [{ refs: [one], streams: [target.own('existence')] }]);
      expectThat(codesOf(reply).includes('NOT_GRANTED'), `expected NOT_GRANTED, came ${tellReply(reply)}`);
    },
  ],
  [
    'MUST',
    'answer its root fields under their streams alone',
    async (target) => {
      for (const { field, reach } of target.shape.places) {
        const closed = await target.ask({ query: `{ ${reach.selection} }` });
        expectThat(
          isRefused(closed) || heldLeaves(closed.body?.data, reach.leaves).length === 0,
          `expected nothing of ${field} without its stream, came a value`,
        );
        const open = await target.ask({ query: `{ ${reach.selection} }`, streams: target.everything });
        expectThat(codesOf(open).length === 0, `expected ${field} under its stream, came ${tellReply(open)}`);
      }
    },
  ],
]);

const PEOPLE_FIELDS = `query ($refs: [ID!]!) {
  identity(refs: $refs) { ref }
  involvements(refs: $refs) { ref }
  members(refs: $refs) { ref }
  facts(refs: $refs, kinds: [RELATIONSHIP, AGE, AREA, MARKER, NEED_LEVEL, CONSENT, DATE_OF_BIRTH]) { kind }
}`;

/** Nothing but nulls and empty lists. */
function tellsNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.every(tellsNothing);
  return typeof value === 'object' && Object.values(value).every(tellsNothing);
}
