import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOverlapBudget, FiguresBudgetSpent } from './overlap-budget';
import { openSqliteBudgetStore } from './sqlite-budget-store';

const TERMS = { windowDays: 30, requester: 2, organisation: 2 };
const DAY = 86_400_000;
let clock = Date.parse('2026-11-01T09:00:00Z');
const now = () => new Date(clock);
const open = (file = ':memory:') => {
  const store = openSqliteBudgetStore(file);
  return { store, budget: createOverlapBudget({ store, key: new Uint8Array(32), now }) };
};
const who = (id: string) => ({ id, organisation: 'council' });
const table = (...parts: readonly string[]) => ({ subject: 'reach', parts, strata: ['2026-Q3'] });

test('a table costs one for each other breakdown that it overlaps; a part of one, or one with it in it, costs nothing', async () => {
  const { budget } = open();
  const cost = async (...parts: readonly string[]) =>
    (await budget.spend(who('a'), table(...parts), { ...TERMS, requester: 9, organisation: 9 })).cost;
  expect(await cost('area', 'sex')).toBe(0);
  expect(await cost('area')).toBe(0);
  expect(await cost('area', 'age')).toBe(1);
  expect(await cost('area', 'age')).toBe(0);
  expect(await cost('sex', 'age')).toBe(2);
  // It shares no dimension with any.
  expect(await cost('need')).toBe(0);
});

test('the budget ends, for a requester and for an organisation, and begins anew after its window', async () => {
  const { budget } = open();
  await budget.spend(who('a'), table('area', 'sex'), TERMS);
  await budget.spend(who('a'), table('area', 'age'), TERMS);
  await expect(budget.spend(who('a'), table('sex', 'age'), TERMS)).rejects.toThrow(FiguresBudgetSpent);
  // A colleague has a budget of their own, and the organisation's has one for both: it has been spent once.
  await expect(budget.spend(who('b'), table('sex', 'age'), TERMS)).rejects.toThrow("your organisation's");
  clock += 31 * DAY;
  expect((await budget.spend(who('a'), table('sex', 'age'), TERMS)).cost).toBe(0);
});

test('what was asked and what was kept back outlive a restart, and the file names nobody', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'budget-'));
  const file = join(directory, 'figures-budget.sqlite');
  try {
    const first = open(file);
    await first.budget.spend(who('w-analyst'), table('area', 'sex'), TERMS);
    await (await first.budget.keptBefore('reach registered 2026-Q3', TERMS)).add(['area=saltby']);
    await first.store.close();
    const second = open(file);
    expect((await second.budget.spend(who('w-analyst'), table('area', 'age'), TERMS)).cost).toBe(1);
    const kept = await second.budget.keptBefore('reach registered 2026-Q3', TERMS);
    expect([kept.has('area=saltby'), kept.has('area=thornwick')]).toEqual([true, false]);
    await second.store.close();
    const { readFileSync, readdirSync } = await import('node:fs');
    const bytes = readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), 'latin1'))
      .join('');
    expect(bytes).not.toMatch(/w-analyst|council|saltby/);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
