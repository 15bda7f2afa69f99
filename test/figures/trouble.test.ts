/** One agency down, slow or lying: what the table says. The agencies' answers are given here; the rest is the gateway's. */
import { catalogueTexts, readCatalogue } from '@family-view/gateway/catalogue/read-catalogue';
import { createOverlapBudget } from '@family-view/gateway/disclosure/overlap-budget';
import { openSqliteBudgetStore } from '@family-view/gateway/disclosure/sqlite-budget-store';
import type { AskContract } from '@family-view/gateway/figures/ask-counts';
import { readEmergingNeeds } from '@family-view/gateway/figures/emerging-needs';
import { type FiguresParts, readMeasure } from '@family-view/gateway/figures/measures';
import { countPeople, inventPeople } from './random-borough';

const catalogue = readCatalogue(catalogueTexts()!);
const AGENCIES = ['health', 'education', 'social-care', 'housing', 'childrens-centre'];
const ROW = { from: null, to: null };

interface Change {
  readonly area: { readonly id: string };
  readonly direction: string;
}

function partsFor(ask: AskContract): FiguresParts {
  return {
    catalogue,
    terms: {
      disclosure: { minCell: 6, roundTo: 5, complementary: true },
      budget: { windowDays: 30, requester: 40, organisation: 120 },
      ownArea: new Set(['AREA_MANAGER']),
    },
    budget: createOverlapBudget({
      store: openSqliteBudgetStore(':memory:'),
      key: new Uint8Array(32),
      now: () => new Date(),
    }),
    agencies: AGENCIES,
    withoutCohorts: () => new Set(),
    ask,
    today: () => '2026-11-01',
  };
}

const troubles: string[] = [];
const runAs = (role = 'ANALYST', area: string | null = null, refused: readonly string[] = []) =>
  ({
    entry: { requester: { id: 'a', organisation: 'council', role, area } },
    rights: {
      decide: (stream: string) => ({ kind: refused.includes(stream.split(':')[0]!) ? 'withheld' : 'granted' }),
    },
    answers: { trouble: (agency: string, fault: string) => troubles.push(`${agency} ${fault}`) },
    protocolVersion: 'p',
    supergraphVersion: 's',
  }) as never;

let state = 7;
const next = (): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};
const reach = catalogue.measure('reach')!;
const people = inventPeople(catalogue, reach, ['2026-Q3'], 800, next, 1);
const honest = countPeople(reach, people);
const askReach = (ask: AskContract, run = runAs(), by = ['AREA']) =>
  readMeasure(partsFor(ask), { measure: 'reach', by, area: null, ...ROW }, run);

test('all that answer give a whole table', async () => {
  const { cells, totals, complete } = await askReach(honest);
  expect(complete).toBe(true);
  const all = people.filter(({ counted }) => counted).length;
  expect(Math.abs(totals.at(-1)!.value! - all)).toBeLessThanOrEqual(2);
  expect(cells.every(({ value }) => value === null || value % 5 === 0)).toBe(true);
});

test.each(['health', 'childrens-centre'])(
  '%s does not answer: its part is said to be missing, and no rate is told',
  async (silent) => {
    const ask: AskContract = async (agency, ...more) => (agency === silent ? null : honest(agency, ...more));
    const { cells, complete, told } = await askReach(ask);
    expect(complete).toBe(false);
    const [own, other] = silent === 'health' ? (['of', 'value'] as const) : (['value', 'of'] as const);
    expect(cells.every((cell) => cell[own] === null && cell.rate === null)).toBe(true);
    expect(cells.every((cell) => (silent === 'health' ? cell.ofReason : cell.reason) === 'UNAVAILABLE')).toBe(true);
    expect(cells.some((cell) => cell[other] !== null)).toBe(true);
    expect(JSON.stringify((told as { readonly answers: unknown }).answers)).toContain('"status":"UNAVAILABLE"');
  },
);

test.each<[string, (reply: Readonly<Record<string, unknown>>) => unknown]>([
  ['cells that are not its sum', (reply) => ({ ...reply, sums0: [{ key: [], count: 1 }] })],
  ['a cell twice', (reply) => ({ ...reply, cells0: [...(reply.cells0 as unknown[]), (reply.cells0 as unknown[])[0]] })],
  ['an area that there is not', (reply) => ({ ...reply, cells0: [{ key: ['nowhere', '2026-Q3'], count: 9 }] })],
  ['a number below zero', (reply) => ({ ...reply, cells0: [{ key: ['saltby', '2026-Q3'], count: -9 }] })],
  ['no cells at all', () => ({})],
])('an agency that answers %s is not believed', async (_what, lie) => {
  troubles.length = 0;
  const ask: AskContract = async (agency, ...more) => {
    const reply = (await honest(agency, ...more))!;
    return agency === 'childrens-centre' ? (lie(reply) as Readonly<Record<string, unknown>>) : reply;
  };
  const { cells, complete } = await askReach(ask);
  expect(complete).toBe(false);
  expect(cells.every(({ value, reason }) => value === null && reason === 'INCONSISTENT')).toBe(true);
  expect(troubles).toContain('childrens-centre MALFORMED');
});

test('an agency whose figures are not shared with the role is not asked', async () => {
  const asked: string[] = [];
  const ask: AskContract = async (agency, ...more) => {
    asked.push(agency);
    return honest(agency, ...more);
  };
  const { cells } = await askReach(ask, runAs('ANALYST', null, ['health']));
  expect(asked).toEqual(['childrens-centre']);
  expect(cells.every(({ ofReason }) => ofReason === 'WITHHELD')).toBe(true);
});

test('an area manager is told of their own area alone', async () => {
  const own = await askReach(honest, runAs('AREA_MANAGER', 'saltby'), ['WARD']);
  expect(own.cells.every(({ key }) => key[0]!.startsWith('saltby-'))).toBe(true);
  await expect(
    readMeasure(
      partsFor(honest),
      { measure: 'reach', by: [], area: 'thornwick', ...ROW },
      runAs('AREA_MANAGER', 'saltby'),
    ),
  ).rejects.toMatchObject({ code: 'NOT_OWN_AREA' });
  await expect(askReach(honest, runAs('AREA_MANAGER', null))).rejects.toMatchObject({ code: 'NOT_OWN_AREA' });
});

test.each([
  [{ measure: 'rain', by: [], ...ROW }, 'There is no measure "rain"'],
  [{ measure: 'reach', by: ['CONTACT'], ...ROW }, 'cannot be broken down by contact'],
  [{ measure: 'reach', by: ['AREA', 'WARD'], ...ROW }, 'ask by AREA or by WARD'],
  [{ measure: 'suspensions', by: [], from: '2026-07-02', to: null }, 'from is the first day of a quarter'],
  [{ measure: 'suspensions', by: [], from: null, to: '2026-12-31' }, 'quarters that have ended'],
  [{ measure: 'suspensions', by: [], from: '2026-01-01', to: '2026-09-30' }, 'one quarter or one financial year'],
  [{ measure: 'rent-arrears', by: [], from: '2026-01-01', to: null }, 'as things stand today'],
])('%j is refused, with what may be asked for', async (asked, said) => {
  await expect(readMeasure(partsFor(honest), { area: null, ...asked }, runAs())).rejects.toThrow(said);
});

test('a change that is planted is told, and none where nothing changed', async () => {
  const visits = catalogue.measure('emergency-attendances')!;
  const quarters = ['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3'];
  const steady = inventPeople(catalogue, visits, quarters, 0, next).concat(
    quarters.flatMap((quarter) =>
      catalogue.areas.flatMap(({ id, wards }) =>
        Array.from({ length: 60 }, () => ({
          values: { area: id, ward: wards[0]!.id, ageBand: 'AGE_1', sex: 'F', quarter },
          counted: true,
        })),
      ),
    ),
  );
  const more = Array.from({ length: 45 }, () => ({
    values: { area: 'saltby', ward: 'saltby-sands', ageBand: 'AGE_1', sex: 'F', quarter: '2026-Q3' },
    counted: true,
  }));
  const look = async (all: typeof steady) =>
    (await readEmergingNeeds(partsFor(countPeople(visits, all)), { measures: [visits.id], area: null }, runAs())) as {
      readonly changes: readonly Change[];
      readonly withinChance: readonly Change[];
      readonly notLookedAt: readonly { readonly area: { readonly id: string } | null; readonly why: string }[];
    };
  const still = await look(steady);
  expect(still.changes).toEqual([]);
  expect(still.withinChance.map(({ area }) => area.id)).toEqual(catalogue.areas.map(({ id }) => id));
  const moved = await look([...steady, ...more]);
  expect(moved.changes).toMatchObject([{ area: { id: 'saltby' }, direction: 'UP' }]);
  expect(moved.withinChance).toHaveLength(catalogue.areas.length - 1);
  expect(moved.notLookedAt).toEqual([]);
  const few = await look(steady.filter(({ values }, at) => values.area !== 'saltby' || at % 20 === 0));
  expect(few.notLookedAt.map(({ area }) => area?.id)).toContain('saltby');
  expect(few.notLookedAt.every(({ why }) => why.startsWith('Too little is told'))).toBe(true);
});

test('what is not told by area and quarter is said to be not compared', async () => {
  const needs = await readEmergingNeeds(partsFor(honest), { measures: ['rent-arrears'], area: null }, runAs());
  expect(needs).toMatchObject({ changes: [], notLookedAt: [{ measure: 'rent-arrears', area: null }] });
});

test('of all measures, an agency is asked for one table at a time', async () => {
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  const ask: AskContract = async (agency) => {
    now.set(agency, (now.get(agency) ?? 0) + 1);
    most.set(agency, Math.max(most.get(agency) ?? 0, now.get(agency)!));
    await new Promise(setImmediate);
    now.set(agency, now.get(agency)! - 1);
    return null;
  };
  await readEmergingNeeds(partsFor(ask), { measures: null, area: null }, runAs());
  expect(most.get('health')).toBeLessThanOrEqual(2);
  expect(most.get('social-care')).toBe(1);
});
