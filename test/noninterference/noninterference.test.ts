import type { GraphQLSchema } from 'graphql';
import { readPublishedSchema } from '../published-schema';
import { startRandom } from '../random';
import { drawPair } from './draw-pair';
import { inventWorld } from './invent-world';
import { type Judged, judgePair } from './judge-pair';
import { protocolsOf } from './protocols';
import { startWorldStack, type WorldStack } from './two-stacks';

const PROOF = process.env.PROOF !== undefined;
const SEED = Number(process.env.SEED ?? (PROOF ? Date.now() % 2 ** 31 : 20261122));
const PAIRS = Number(process.env.PAIRS ?? (PROOF ? 500 : 20));
/** Pairs that were told apart once, by what they are drawn from. */
const KEPT = [777_227_837];
const DRAWN_FROM = [...KEPT, ...Array.from({ length: PAIRS }, (_, at) => SEED + at * 7_919)];
/** Houses are opened anew after so many: nothing that they remember for minutes lapses between two questions. */
const PER_HOUSE = 100;

const protocols = protocolsOf({ exceptions: false });
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await readPublishedSchema();
});

async function inTwoStacks<T>(use: (stacks: { there: WorldStack; notThere: WorldStack }) => Promise<T>): Promise<T> {
  const [there, notThere] = await Promise.all([
    startWorldStack({ protocols, recorded: true }),
    startWorldStack({ protocols, recorded: true }),
  ]);
  try {
    return await use({ there, notThere });
  } finally {
    await Promise.all([there.close(), notThere.close()]);
  }
}

test(`a record that is there but not to be known of cannot be told from one that is not there: the same bytes, calls, rounds and work in ${PAIRS} pairs (seed ${SEED})`, async () => {
  const judged: (Judged & { how: string })[] = [];
  for (let from = 0; from < DRAWN_FROM.length; from += PER_HOUSE) {
    await inTwoStacks(async (stacks) => {
      for (const drawnFrom of DRAWN_FROM.slice(from, from + PER_HOUSE)) {
        const random = startRandom(drawnFrom);
        const pair = drawPair(random, inventWorld(random), protocols);
        const one = await judgePair({ stacks, schema, random }, pair);
        judged.push({ ...one, how: pair.how, faults: one.faults.map((fault) => `pair of ${drawnFrom}: ${fault}`) });
      }
    });
  }
  const counts = new Map<string, number>();
  for (const { kind, how, sawSomebody, wouldDiffer } of judged)
    for (const name of [kind, how, ...(sawSomebody ? ['saw somebody'] : []), ...(wouldDiffer ? ['would differ'] : [])])
      counts.set(name, (counts.get(name) ?? 0) + 1);
  if (PROOF) console.log(`seed ${SEED}: ${PAIRS} pairs`, Object.fromEntries(counts));
  expect(judged.flatMap(({ faults }) => faults)).toEqual([]);
  // It was asked where an open record would have told something.
  expect(counts.get('saw somebody') ?? 0).toBeGreaterThan(PAIRS / 5);
  expect(counts.get('would differ') ?? 0).toBeGreaterThan(PAIRS / 10);
}, 1_800_000);
