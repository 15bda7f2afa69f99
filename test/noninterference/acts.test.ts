import { randomUUID } from 'node:crypto';
import { readActs } from '../acts/read-acts';
import { startRandom } from '../random';
import { compare } from './compare-outcomes';
import { drawPair, type Pair } from './draw-pair';
import { inventWorld } from './invent-world';
import { protocolsOf } from './protocols';
import { drawSearch } from './random-question';
import { type Outcome, type SerializedRequest, startWorldStack, type WorldStack } from './two-stacks';
import { holdingAt } from './world';

/**
 * An act is answered alike, sent alike and found alike afterwards, whether a record is there but not to be known of, or is not
 * there: an agency that takes a referral of somebody whose record is closed must not tell by it that there is one.
 */
const SEED = Number(process.env.SEED ?? 20261129);
const PAIRS = Number(process.env.PAIRS ?? 16);
const ACTS = readActs();
const protocols = protocolsOf({ exceptions: false });
const FIND =
  'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id involvements { agency service } } possible { agency outcome } answers { agency status } } }';
const WHY = 'To see whether this says more than it should.';

let stacks: { readonly there: WorldStack; readonly notThere: WorldStack };
beforeAll(async () => {
  const [there, notThere] = await Promise.all([
    startWorldStack({ protocols, recorded: true }),
    startWorldStack({ protocols, recorded: true }),
  ]);
  stacks = { there, notThere };
}, 120_000);
afterAll(async () => {
  await Promise.all([stacks.there.close(), stacks.notThere.close()]);
});

/** An agency names what was done by a name that it makes up; its length is one, and it says nothing. */
const unnamed = (text: string): string =>
  text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '0'.repeat(36));
const plain = (outcome: Outcome): Outcome => ({
  ...outcome,
  text: unnamed(outcome.text),
  bytes: unnamed(outcome.bytes),
  calls: outcome.calls.map((call) => ({ ...call, answer: unnamed(call.answer), variables: unnamed(call.variables) })),
});

async function inBoth(pair: Pick<Pair, 'asking' | 'there' | 'notThere'>, question: SerializedRequest) {
  const [there, notThere] = await Promise.all([
    stacks.there.ask(pair.there, pair.asking, question),
    stacks.notThere.ask(pair.notThere, pair.asking, question),
  ]);
  // Rounds are what a busy machine blurs: they are held in the suite that asks without acting.
  return {
    text: there.text,
    faults: compare(plain(there), plain(notThere)).filter((one) => !one.startsWith('rounds')),
  };
}

test(`acts and what is found after them are the same in ${PAIRS} pairs of worlds (seed ${SEED})`, async () => {
  const faults: string[] = [];
  const outcomes = new Map<string, number>();
  for (let at = 0; at < PAIRS; at += 1) {
    const random = startRandom(SEED + at * 7_919);
    const pair = drawPair(random, inventWorld(random), protocols);
    const { held } = holdingAt(pair.open, pair.hidden);
    const by = drawSearch(random, held);
    if (!by) continue;
    const find: SerializedRequest = { query: FIND, variables: { by } };
    // An id of before the record was closed, or of now.
    const found = await inBoth(random.chance(0.5) ? pair : { ...pair, there: pair.open, notThere: pair.open }, find);
    const person = JSON.parse(found.text).data?.findPeople?.certain?.[0]?.id;
    const about = `pair ${at}, ${pair.asking.persona} for ${pair.asking.purpose}; ${pair.told}`;
    faults.push(...found.faults.map((one) => `${about}: found before: ${one}`));
    if (!person) continue;
    // Mostly at the agency whose record it is.
    const here = ACTS.filter(({ agency }) => agency === pair.hidden.agency);
    const act = random.pick(here.length > 0 && random.chance(0.8) ? here : ACTS);
    const query = `mutation ($person: PersonID!) { done: ${act.name}(agency: "${act.agency}", person: $person, key: "${randomUUID()}", ${act.given(() => WHY)}) { outcome reason message reference } }`;
    const acted = await inBoth(pair, { query, variables: { person } });
    const outcome = JSON.parse(acted.text).data?.done?.outcome ?? 'none';
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    const after = await inBoth(pair, find);
    faults.push(
      ...acted.faults.map((one) => `${about}: ${act.name} at ${act.agency}: ${one}`),
      ...after.faults.map((one) => `${about}: after ${act.name} at ${act.agency}: ${one}`),
    );
  }
  expect(faults).toEqual([]);
  expect(outcomes.get('DONE') ?? 0).toBeGreaterThan(0);
}, 1_800_000);

test('a referral of somebody whose record is closed is taken as of one who is not held, and found as such afterwards', async () => {
  let tried = 0;
  for (let at = 0; tried < 4 && at < 400; at += 1) {
    const random = startRandom(SEED + 1 + at * 104_729);
    const pair = drawPair(random, inventWorld(random), protocols);
    const referral = ACTS.find(({ agency, takesSubject }) => agency === pair.hidden.agency && takesSubject);
    if (!referral || pair.how !== 'closed by its agency' || pair.open.size === 0) continue;
    const by = { nhsNumber: holdingAt(pair.open, pair.hidden).held.nhsNumber };
    if (!by.nhsNumber) continue;
    const before = await inBoth(pair, { query: FIND, variables: { by } });
    const person = JSON.parse(before.text).data?.findPeople?.certain?.[0]?.id;
    if (!person) continue;
    const query = `mutation ($person: PersonID!) { done: submitReferral(agency: "${referral.agency}", person: $person, key: "${randomUUID()}", service: CHILDRENS_CENTRE, primaryNeed: N4, consent: GIVEN, familyTold: true, statement: "${WHY}") { outcome reason } }`;
    const acted = await inBoth(pair, { query, variables: { person } });
    if (JSON.parse(acted.text).data?.done?.outcome !== 'DONE') continue;
    tried += 1;
    const after = await inBoth(pair, { query: FIND, variables: { by } });
    expect([acted.faults, after.faults]).toEqual([[], []]);
  }
  expect(tried).toBe(4);
}, 600_000);
