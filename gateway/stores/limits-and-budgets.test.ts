import { createOverlapBudget, FiguresBudgetSpent } from '../disclosure/overlap-budget';
import { overBothEngines } from '../fixtures/engines';

const DAY = 86_400_000;
const TERMS = { windowDays: 30, requester: 2, organisation: 2 };

overBothEngines((engine, name) => {
  test('a count takes what fits, refuses what does not, and says when it begins anew', async () => {
    const { limits } = await engine.open();
    expect(await limits.take('count', 2, 3, 60_000)).toMatchObject({ taken: true, count: 2, added: 2 });
    expect(await limits.take('count', 2, 3, 60_000)).toMatchObject({ taken: false, count: 2, added: 0 });
    const { remaining, ...last } = await limits.take('count', 1, 3, 60_000);
    expect(last).toEqual({ taken: true, count: 3, added: 1 });
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(60_000);
    expect(await limits.take('count', 0, 0, 60_000)).toMatchObject({ taken: true, count: 3, added: 0 });
    expect(await limits.take('another', 0, 0, 60_000)).toEqual({ taken: true, count: 0, added: 0, remaining: 60_000 });
    expect(await limits.take('another', 1, Number.MAX_SAFE_INTEGER, 60_000)).toMatchObject({ count: 1 });
  });

  test('a set counts each member once, and takes all that came or nothing of it', async () => {
    const { limits } = await engine.open();
    expect(await limits.gather('set', ['a', 'b', 'a'], 3, 60_000)).toMatchObject({ taken: true, count: 2, added: 2 });
    expect(await limits.gather('set', ['b', 'c', 'd'], 3, 60_000)).toMatchObject({ taken: false, count: 2, added: 0 });
    expect(await limits.gather('set', ['b', 'c'], 3, 60_000)).toMatchObject({ taken: true, count: 3, added: 1 });
    // Who is full may have what they have.
    expect(await limits.gather('set', ['a', 'c'], 3, 60_000)).toMatchObject({ taken: true, count: 3, added: 0 });
    expect(await limits.gather('set', ['e'], 3, 60_000)).toMatchObject({ taken: false, count: 3, added: 0 });
  });

  test('a window ends whole', async () => {
    const { limits } = await engine.open();
    await limits.take('count', 1, 1, 1);
    await limits.gather('set', ['a'], 1, 1);
    const again = async (): Promise<boolean> =>
      (await limits.take('count', 1, 1, 60_000)).taken && (await limits.gather('set', ['b'], 1, 60_000)).taken;
    while (!(await again()));
    expect(await limits.take('count', 1, 1, 60_000)).toMatchObject({ taken: false, count: 1 });
    expect(await limits.gather('set', ['c'], 1, 60_000)).toMatchObject({ taken: false, count: 1 });
  });

  test('a budget of tables ends, for a requester and for an organisation, and begins anew after its window', async () => {
    let clock = Date.parse('2026-11-01T09:00:00Z');
    const { figures: store } = await engine.open();
    const budget = createOverlapBudget({ store, key: new Uint8Array(32), now: () => new Date(clock) });
    const who = (id: string) => ({ id, organisation: 'council' });
    const table = (...parts: readonly string[]) => ({ subject: 'reach', parts, strata: ['2026-Q3'] });
    expect((await budget.spend(who('a'), table('area', 'sex'), TERMS)).cost).toBe(0);
    expect((await budget.spend(who('a'), table('area', 'age'), TERMS)).cost).toBe(1);
    await expect(budget.spend(who('a'), table('sex', 'age'), TERMS)).rejects.toThrow(FiguresBudgetSpent);
    await expect(budget.spend(who('b'), table('sex', 'age'), TERMS)).rejects.toThrow("your organisation's");
    clock += 31 * DAY;
    expect((await budget.spend(who('a'), table('sex', 'age'), TERMS)).cost).toBe(0);
    await (await budget.keptBefore('reach', TERMS)).add(['area=saltby', 'area=saltby']);
    const kept = await budget.keptBefore('reach', TERMS);
    expect([kept.has('area=saltby'), kept.has('area=thornwick'), kept.size]).toEqual([true, false, 1]);
    clock += 31 * DAY;
    expect((await budget.keptBefore('reach', TERMS)).size).toBe(0);
  });

  test('what is thrown while a table is judged is thrown on, and nothing is kept', async () => {
    const { figures } = await engine.open();
    const entry = {
      requester: 'r',
      organisation: 'o',
      at: 2,
      since: 1,
      table: { subject: 's', parts: [], strata: [] },
    };
    const refuse = (): never => {
      throw new RangeError('no');
    };
    await expect(figures.spend(entry, refuse)).rejects.toThrow(RangeError);
    const cost = { requester: 0, organisation: 0 };
    const { before } = await figures.spend(entry, () => ({ cost, taken: true }));
    expect(before.organisation.tables).toEqual([]);
  });

  if (name === 'PostgreSQL') {
    test('two gateways that count at one moment count together', async () => {
      const [one, other] = [await engine.open(), await engine.open()];
      const both = [one, other, one, other, one, other];
      const taken = await Promise.all(both.map(({ limits }) => limits.take('count', 1, 3, 60_000)));
      expect(taken.filter((each) => each.taken)).toHaveLength(3);
      const gathered = await Promise.all(both.map(({ limits }, at) => limits.gather('set', [`m${at}`], 4, 60_000)));
      expect(gathered.filter((each) => each.taken)).toHaveLength(4);
    });

    test('two that ask for tables at one moment spend one budget', async () => {
      const [one, other] = [await engine.open(), await engine.open()];
      const now = () => new Date('2026-11-01T09:00:00Z');
      const budgets = [one, other].map(({ figures: store }) =>
        createOverlapBudget({ store, key: new Uint8Array(32), now }),
      );
      const asked = ['age', 'sex', 'need', 'area', 'ward', 'year'].map((part, at) =>
        budgets[at % 2]!.spend(
          { id: `w-${at}`, organisation: 'council' },
          { subject: 'reach', parts: ['all', part], strata: ['q'] },
          { windowDays: 30, requester: 9, organisation: 3 },
        ).then(
          () => 'taken',
          () => 'refused',
        ),
      );
      // The first costs nothing, the next one and two: three are spent then.
      expect((await Promise.all(asked)).filter((each) => each === 'taken')).toHaveLength(3);
    });
  }
});
