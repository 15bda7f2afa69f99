/** Attacks on figures by whoever sees what an analyst sees. `npm run proof -- --only figures-attacks` runs a thousand. */
import { catalogueTexts, readCatalogue } from '@family-view/gateway/catalogue/read-catalogue';
import { type AttackKind, attack, type Defences } from './attack';
import { attackCohorts } from './cohort-attack';

const PROOF = process.env.PROOF === '1';
const SEED = Number(process.env.SEED ?? 20_261_101);
const ATTACKS = PROOF ? 1_000 : 9;
/** With a defence off some must succeed: the attacks have teeth. */
const WITHOUT = PROOF ? 1_000 : 12;
const KINDS: readonly AttackKind[] = ['DIFFERENCING', 'TRACKER', 'LINEAR_SYSTEM'];
const catalogue = readCatalogue(catalogueTexts()!);

/** mulberry32 */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function attackMany(many: number, defences: Defences, seed: number, kinds = KINDS, attackOne = attack) {
  const all = { attacks: many, asked: 0, refused: 0, told: 0, targets: 0, solved: [] as string[] };
  for (let at = 0; at < many; at += 1) {
    const one = await attackOne(catalogue, kinds[at % kinds.length]!, numbersFrom(seed + at), defences);
    all.asked += one.asked;
    all.refused += one.refused;
    all.told += one.told;
    all.targets += one.targets;
    all.solved.push(...one.solved.map((cell) => `seed ${seed + at}: ${cell}`));
  }
  if (PROOF) console.log(JSON.stringify({ attack: attackOne.name, ...defences, ...all, solved: all.solved.length }));
  return all;
}

const LIMIT = PROOF ? 3_600_000 : 60_000;

test(
  'differencing, trackers and linear systems narrow no small cell to fewer values than the smallest that is told',
  async () => {
    const { solved, targets } = await attackMany(ATTACKS, { budget: true, complementary: true }, SEED);
    expect(targets).toBeGreaterThan(ATTACKS);
    expect(solved).toEqual([]);
  },
  LIMIT,
);

test(
  'without complementary suppression some are narrowed',
  async () => {
    const { solved } = await attackMany(WITHOUT, { budget: true, complementary: false }, SEED);
    expect(solved.length).toBeGreaterThan(0);
  },
  LIMIT,
);

test(
  'without the budget, which remembers what was kept back, some are narrowed',
  async () => {
    const many = PROOF ? WITHOUT : 2;
    const seed = PROOF ? SEED : SEEN_WITHOUT_BUDGET;
    const kinds: readonly AttackKind[] = PROOF ? KINDS : ['DIFFERENCING'];
    const { solved } = await attackMany(many, { budget: false, complementary: true }, seed, kinds);
    expect(solved.length).toBeGreaterThan(0);
  },
  LIMIT,
);

/** Two attacks of which one succeeds without it. */
const SEEN_WITHOUT_BUDGET = 5_027;

const cohorts = (many: number, defences: Defences, seed = SEED, kinds = KINDS) =>
  attackMany(many, defences, seed, kinds, attackCohorts);

test(
  'cohorts put against one another, and against what single agencies tell, narrow nobody either',
  async () => {
    const { solved, targets } = await cohorts(PROOF ? ATTACKS : 12, { budget: true, complementary: true });
    expect(targets).toBeGreaterThan(12);
    expect(solved).toEqual([]);
  },
  LIMIT,
);

test(
  'without complementary suppression cohorts narrow some',
  async () => {
    const seed = PROOF ? SEED : SEEN_WITHOUT_SUPPRESSION;
    const { solved } = await cohorts(PROOF ? WITHOUT : 1, { budget: true, complementary: false }, seed);
    expect(solved.length).toBeGreaterThan(0);
  },
  LIMIT,
);

test(
  'without the budget, which lets nobody ask for a set and for a part of it, cohorts narrow some',
  async () => {
    const seed = PROOF ? SEED : SEEN_WITHOUT_COHORT_BUDGET;
    const kinds: readonly AttackKind[] = PROOF ? KINDS : ['LINEAR_SYSTEM'];
    const { solved } = await cohorts(PROOF ? WITHOUT : 1, { budget: false, complementary: true }, seed, kinds);
    expect(solved.length).toBeGreaterThan(0);
  },
  LIMIT,
);

/** Attacks that succeed without the one or the other. */
const SEEN_WITHOUT_SUPPRESSION = 13;
const SEEN_WITHOUT_COHORT_BUDGET = 24;
