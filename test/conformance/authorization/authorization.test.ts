import { APOLLO_ROUTER } from './apollo-router';
import { HIVE_ROUTER } from './hive-router';
import type { RestatedCase } from './restated-case';
import { expected, isTold, openGraphs } from './run-case';

type Cases = readonly RestatedCase[];
const ROUTERS: readonly (readonly [router: string, parts: Readonly<Record<string, Cases>>])[] = [
  ['Apollo Router', APOLLO_ROUTER],
  ['Hive Router', HIVE_ROUTER],
];
const all = (parts: Readonly<Record<string, Cases>>): Cases => Object.values(parts).flat();

/** Of each graph but its own thread and composition takes time: all in the proof, those of four graphs otherwise. */
const OFTEN: ReadonlySet<unknown> = new Set([
  ...[HIVE_ROUTER['whole answers'], HIVE_ROUTER.mutations].flatMap((cases) => cases?.map(({ graph }) => graph) ?? []),
  ...[APOLLO_ROUTER.policies?.[0]?.graph, APOLLO_ROUTER['a sign-in']?.find(({ ours }) => ours?.data)?.graph],
]);
const asked = (cases: Cases): Cases => {
  const graphs = [...new Set(cases.map(({ graph }) => graph))];
  const chosen = cases.filter(({ graph }) => process.env.PROOF === '1' || OFTEN.has(graph));
  return chosen.toSorted((one, other) => graphs.indexOf(one.graph) - graphs.indexOf(other.graph));
};

const graphs = openGraphs();
afterAll(() => graphs.close());

describe.each(ROUTERS)('what %s is tested by', (_router, parts) => {
  test.each(asked(all(parts)).map((one) => [one.holds || 'nobody', one.asks, one] as const))(
    'whoever holds %s and asks %s',
    async (_holds, _asks, one) => expect(await graphs.answer(one)).toEqual(expected(one)),
  );

  test('each difference that is told is one', () => {
    expect(all(parts).filter((one) => !isTold(one))).toEqual([]);
  });
});

test('where an operation is refused whole, it is refused where anything in it would be', async () => {
  for (const one of HIVE_ROUTER['whole answers']!) {
    const { data } = await graphs.answer(one, 'reject');
    expect({ asks: one.asks, refused: data === undefined }).toEqual({
      asks: one.asks,
      refused: expected(one).refused.length > 0,
    });
  }
});
