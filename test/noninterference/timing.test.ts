import { setTimeout as wait } from 'node:timers/promises';
import type { HeldPerson } from '@family-view/kit';
import { readPublishedSchema } from '../published-schema';
import { startRandom } from '../random';
import { drawPair, type Pair } from './draw-pair';
import { inventWorld } from './invent-world';
import { judgePair } from './judge-pair';
import { protocolsOf } from './protocols';
import { type SerializedRequest, startWorldStack, type WorldStack, type WorldStackOptions } from './two-stacks';
import type { WorldConnector } from './world-agency';

/** Time is measured where the whole count runs: beside other work on the machine it says too little. */
const measured = process.env.PROOF === undefined ? test.skip : test;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const PAIRS = Number(process.env.PAIRS ?? 500);
const EACH = 12;
const WARM = 3;
/** How much more than noise the difference between two worlds may be, in its median over all pairs. */
const TOLERANCE = 1.25;
/** About one run in a thousand of two equal worlds would lean further to one side. */
const LEANING = 3.3;
/** What a clock on a machine at rest cannot tell apart. */
const TICK_MS = 0.05;
const PLANTED_MS = 15;
/** Pairs, in each of which the planted time falls: enough to lean far where noise turns one in eight the other way. */
const TO_BE_SEEN = 48;

const protocols = protocolsOf({ exceptions: false });

interface Timed {
  readonly worlds: number;
  readonly noise: number;
  readonly middle: number;
  readonly wouldDiffer: boolean;
}

/** The same question in one stack, over one world, the other, and the first again, in an order drawn each time. */
async function time(
  stack: WorldStack,
  { asking, there, notThere }: Pair,
  question: SerializedRequest,
  random: ReturnType<typeof startRandom>,
): Promise<Omit<Timed, 'wouldDiffer'>> {
  const runs = { there: [] as number[], notThere: [] as number[], again: [] as number[] };
  for (let at = 0; at < EACH + WARM; at += 1) {
    for (const which of random.shuffle(['there', 'notThere', 'again'] as const)) {
      const isThere = which !== 'notThere';
      const { milliseconds } = await stack.ask(isThere ? there : notThere, asking, question);
      if (at >= WARM) runs[which].push(milliseconds);
    }
  }
  const middle = median(runs.there);
  return { worlds: median(runs.notThere) - middle, noise: median(runs.again) - middle, middle };
}

const median = (all: readonly number[]): number => {
  const sorted = [...all].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

interface Measured {
  readonly timed: readonly Timed[];
  readonly draws: number;
}

interface Planted {
  /** Makes an agency slow. */
  readonly spoil: NonNullable<WorldStackOptions['spoil']>;
  /** How often one has been, so far. */
  readonly waits: () => number;
}

/** Whether agencies are slow more often where the record is there. Not every question leads to a closed record. */
async function falls({ waits }: Planted, stack: WorldStack, pair: Pair, question: SerializedRequest): Promise<boolean> {
  const waitsIn = async (world: Pair['there']): Promise<number> => {
    const before = waits();
    await stack.ask(world, pair.asking, question);
    return waits() - before;
  };
  return (await waitsIn(pair.there)) > (await waitsIn(pair.notThere));
}

/** Times so many pairs; where something is planted, pairs alone in which it falls. */
async function measure(pairs: number, planted?: Planted): Promise<Measured> {
  const schema = await readPublishedSchema();
  const stack = await startWorldStack({ protocols, recorded: false, spoil: planted?.spoil });
  const timed: Timed[] = [];
  let draws = 0;
  try {
    for (; timed.length < pairs; draws += 1) {
      const random = startRandom(SEED + draws * 7_919);
      const pair = drawPair(random, inventWorld(random), protocols);
      // One stack stands for both: its keys, its caches and its place in memory are then no difference.
      const judging = { stacks: { there: stack, notThere: stack }, schema, random, inTurn: true };
      const { asked, wouldDiffer } = await judgePair(judging, pair);
      if (planted && !(await falls(planted, stack, pair, asked))) continue;
      timed.push({ ...(await time(stack, pair, asked, random)), wouldDiffer });
    }
  } finally {
    await stack.close();
  }
  return { timed, draws };
}

/** How many standard deviations the signs are from half and half. */
function leanOf(differences: readonly number[]): number {
  const up = differences.filter((one) => one > 0).length;
  return (up - differences.length / 2) / (Math.sqrt(differences.length) / 2);
}

function summarise(timed: readonly Timed[]) {
  const of = (which: 'worlds' | 'noise') => {
    const all = timed.map((one) => one[which]);
    return { apart: median(all.map(Math.abs)), median: median(all), lean: leanOf(all) };
  };
  return {
    pairs: timed.length,
    answer: median(timed.map(({ middle }) => middle)),
    worlds: of('worlds'),
    noise: of('noise'),
  };
}

function tell(what: string, { pairs, answer, worlds, noise }: ReturnType<typeof summarise>): string {
  const figures = (one: typeof worlds) =>
    `${one.apart.toFixed(3)} ms apart, ${one.median.toFixed(3)} ms later, leaning ${one.lean.toFixed(2)}`;
  return `${what}: ${pairs} pairs, medians of ${EACH}, an answer ${answer.toFixed(1)} ms; not there against there ${figures(worlds)}; the same again ${figures(noise)}`;
}

measured(
  `the time of an answer does not tell a hidden record from none: over ${PAIRS} pairs, medians of ${EACH}, no further apart than two equal runs (seed ${SEED})`,
  async () => {
    const { timed } = await measure(PAIRS);
    const all = summarise(timed);
    const compared = summarise(timed.filter(({ wouldDiffer }) => wouldDiffer));
    console.log(`seed ${SEED}\n${tell('all', all)}\n${tell('where an open record would be told of', compared)}`);
    expect(all.worlds.apart).toBeLessThanOrEqual(all.noise.apart * TOLERANCE + TICK_MS);
    expect(Math.abs(all.worlds.lean)).toBeLessThan(LEANING);
    expect(Math.abs(compared.worlds.lean)).toBeLessThan(LEANING);
  },
  3_600_000,
);

measured(
  `an agency that takes ${PLANTED_MS} ms longer over each closed record is seen by the time alone (seed ${SEED})`,
  async () => {
    let waits = 0;
    // However it comes to it: by a search, or by the reference that an id or a list holds.
    const held = async <T extends HeldPerson | null>(people: readonly T[]): Promise<readonly T[]> => {
      const closed = people.filter((one) => (one?.markers.length ?? 0) > 0);
      // For each: others may be closed in both worlds.
      waits += closed.length;
      if (closed.length > 0) await wait(PLANTED_MS * closed.length);
      return people;
    };
    const slow = (connector: WorldConnector): WorldConnector => ({
      ...connector,
      find: async (block) => held(await connector.find(block)),
      people: async (refs) => held(await connector.people(refs)),
    });
    const { timed, draws } = await measure(TO_BE_SEEN, { spoil: slow, waits: () => waits });
    const seen = summarise(timed);
    console.log(`seed ${SEED}, ${draws} drawn\n${tell(`with ${PLANTED_MS} ms planted`, seen)}`);
    expect(Math.abs(seen.worlds.lean)).toBeGreaterThan(LEANING);
  },
  3_600_000,
);
