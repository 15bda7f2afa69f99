/** Holes dug on purpose: each must be seen, or the search over two worlds proves nothing. */
import { readPublishedSchema } from '../published-schema';
import { type Random, startRandom } from '../random';
import { ASKINGS, type Asking } from './askings';
import { compare } from './compare-outcomes';
import type { Pair } from './draw-pair';
import { inventWorld } from './invent-world';
import { judgePair } from './judge-pair';
import { protocolsOf, unknowableTo } from './protocols';
import { startWorldStack, type WorldStack } from './two-stacks';
import { holdingAt, type RecordAt, recordsOf, type World, withMarkers, without } from './world';
import type { WorldConnector } from './world-agency';

const protocols = protocolsOf({ exceptions: false });
const SEED = 20261122;
const WORLD = inventWorld(startRandom(SEED));

type Find = WorldConnector['find'];
/** What an agency does in place of looking for somebody. */
let dig = (connector: WorldConnector): Find => connector.find;
let stacks: { readonly there: WorldStack; readonly notThere: WorldStack };
beforeAll(async () => {
  const spoil = (connector: WorldConnector): WorldConnector => ({
    ...connector,
    find: (block) => dig(connector)(block),
  });
  const [there, notThere] = await Promise.all([
    startWorldStack({ protocols, recorded: true, spoil }),
    startWorldStack({ protocols, recorded: true, spoil }),
  ]);
  stacks = { there, notThere };
}, 60_000);
afterEach(() => {
  dig = (connector) => connector.find;
});
afterAll(() => Promise.all([stacks.there.close(), stacks.notThere.close()]));

const asking = (persona: Asking['persona'], purpose: string): Asking =>
  ASKINGS.find((one) => one.persona === persona && one.purpose === purpose)!;
const SOCIAL_WORKER = asking('social-worker', 'SAFEGUARDING');
const FIND = `query ($by: PersonSearch!) { findPeople(by: $by) { certain { id displayName family { id members { person { id } } } } answers { agency status } } }`;

/** A child whom health knows, and another agency of theirs. */
const child: RecordAt & { readonly at: RecordAt['agency'] } = (() => {
  const all = recordsOf(WORLD).map((at) => ({ ...at, ...holdingAt(WORLD, at) }));
  const found = all.find(
    ({ agency, truth }) =>
      agency === 'health' &&
      truth.endsWith('child') &&
      all.some((one) => one.agency === 'education' && one.truth === truth && one.held.postcode !== null),
  );
  return { agency: 'health', ref: found!.ref, at: 'education' };
})();
const { truth, held } = holdingAt(WORLD, child);
const hidden = recordsOf(WORLD).find((at) => at.agency === child.at && holdingAt(WORLD, at).truth === truth)!;
// By name and birthday: a number selects nobody for whom numbers are closed.
const { givenName, familyName, dateOfBirth } = held;
const question = { query: FIND, variables: { by: { givenName, familyName, dateOfBirth } } };

const differences = async (there: World, notThere: World): Promise<readonly string[]> => {
  const [a, b] = await Promise.all([
    stacks.there.ask(there, SOCIAL_WORKER, question),
    stacks.notThere.ask(notThere, SOCIAL_WORKER, question),
  ]);
  return compare(a, b).map((fault) => fault.split(' differ')[0]!);
};

const CLOSED = withMarkers(WORLD, hidden, ['RESTRICTED']);
const GONE = without(WORLD, hidden);

test('between these two worlds nothing differs, while nobody digs', async () => {
  expect(await differences(CLOSED, GONE)).toEqual([]);
});

test('an id that was made while the record was open tells as little since: of the record, of who works with them, of who they are', async () => {
  const id = JSON.parse((await stacks.there.ask(WORLD, SOCIAL_WORKER, question)).text).data.findPeople.certain[0].id;
  const opened = {
    query: `query ($id: PersonID!) { person(id: $id) {
      id displayName identities { agency familyName } involvements { agency service contact { name } } answers { agency status }
      education { setting { urn } attendance { __typename } } family { members { person { id } } }
    } }`,
    variables: { id },
  };
  const ask = (world: World) => stacks.there.ask(world, SOCIAL_WORKER, opened);
  const [before, closed, gone] = [await ask(WORLD), await ask(CLOSED), await ask(GONE)];
  expect(JSON.parse(before.text).data.person.education.setting).not.toBeNull();
  expect(JSON.parse(closed.text).data.person.education).toBeNull();
  expect(compare(closed, gone)).toEqual([]);
});

test('an agency without a veto is seen in the answer and in the calls', async () => {
  const seen = await differences(withMarkers(WORLD, hidden, ['DECEASED']), GONE);
  expect(seen).toEqual(expect.arrayContaining(['answers', 'calls', "agencies' answers", "agencies' work"]));
});

test('an agency that looks again wherever somebody is marked is seen by its work alone', async () => {
  dig = (connector) => async (block) => {
    const found = await connector.find(block);
    for (const { ref, markers } of found) if (markers.length > 0) await connector.people([ref]);
    return found;
  };
  const seen = await differences(CLOSED, GONE);
  expect(seen).toEqual(["agencies' work"]);
});

test('an agency that fails over a closed record is seen in the answer', async () => {
  dig = (connector) => async (block) => {
    const found = await connector.find(block);
    if (found.some(({ markers }) => markers.includes('RESTRICTED'))) throw new Error('this record is restricted');
    return found;
  };
  const seen = await differences(CLOSED, GONE);
  expect(seen).toEqual(expect.arrayContaining(['answers', "agencies' answers"]));
});

test('a role that may know whom an agency knows is told of the record', async () => {
  const schema = await readPublishedSchema();
  const knowing = ASKINGS.filter((one) => one.role === 'SOCIAL_WORKER');
  expect(knowing.map((one) => unknowableTo(one, protocols))).toEqual(knowing.map(() => ['childrens-centre']));
  const pair = (random: Random): Pair => ({
    asking: random.pick(knowing),
    there: WORLD,
    notThere: GONE,
    open: WORLD,
    hidden,
    truth,
    area: null,
    how: 'existence not to be known',
    told: 'said not to be known of, and known of',
  });
  let told = 0;
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const random = startRandom(seed);
    const { faults } = await judgePair({ stacks, schema, random }, pair(random));
    if (faults.length > 0) told += 1;
  }
  expect(told).toBeGreaterThan(2);
}, 60_000);
