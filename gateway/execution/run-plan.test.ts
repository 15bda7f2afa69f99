import { parse } from 'graphql';
import { faultsIn } from '../fixtures/faults-in';
import { compilePlan } from '../planning/compile-plan';
import { EngineFault } from '../planning/engine-fault';
import type { FetchNode, NeededSelection, PlanNode } from '../planning/query-plan';
import { FaultyNull } from '../shared/faulty-null';
import type { StepRequest } from '../subgraph-client/types';
import { PlanRun } from './run-plan';

const UNDER: Readonly<Record<string, readonly string[]>> = { Item: ['Item', 'Book', 'Film'] };
const namesUnder = (condition: string): ReadonlySet<string> => new Set(UNDER[condition] ?? [condition]);
const concrete = new Set(['Person', 'Family', 'Book', 'Film', 'Review']);

const root = (subgraph: string, operation: string, more: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'Fetch',
  serviceName: subgraph,
  operation,
  operationKind: operation.startsWith('mutation') ? 'mutation' : 'query',
  ...more,
});
const needs = (type: string, ...fields: readonly string[]): readonly NeededSelection[] => [
  {
    kind: 'InlineFragment',
    typeCondition: type,
    selections: ['__typename', ...fields].map((name) => ({ kind: 'Field', name })),
  },
];
const entities = (subgraph: string, type: string, fields: string, more: Partial<FetchNode> = {}): FetchNode =>
  root(
    subgraph,
    `query($representations:[_Any!]!){_entities(representations:$representations){...on ${type}{${fields}}}}`,
    { requires: needs(type, 'id'), ...more },
  );
const at = (path: string, node: PlanNode): PlanNode => ({ kind: 'Flatten', path: path.split('.'), node });
const sequence = (...nodes: readonly PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const parallel = (...nodes: readonly PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });

type Answers = Readonly<Record<string, (request: StepRequest) => unknown>>;
type Representation = Readonly<Record<string, unknown>>;
const told = ({ variables }: StepRequest) => variables.representations as readonly Representation[];
const each =
  (read: (one: Representation) => unknown) =>
  (request: StepRequest): unknown => ({ _entities: told(request).map(read) });

async function run(plan: PlanNode, answers: Answers, variables: Readonly<Record<string, unknown>> = {}) {
  const asked: (StepRequest & { readonly subgraph: string })[] = [];
  const going = new PlanRun({
    variables,
    concrete,
    ask: async (subgraph, request) => {
      asked.push({ subgraph, ...request });
      await new Promise((resolve) => setImmediate(resolve));
      return { data: answers[subgraph]!(request) as Record<string, unknown> | null };
    },
  });
  return { tree: await going.run(compilePlan(plan, namesUnder)), asked };
}

const people = root('linkage', '{people{__typename id}}');
const twice = () => ({
  people: ['p1', 'p2', 'p1'].map((id) => ({ __typename: 'Person', id })),
});

describe('entities', () => {
  test('are each asked for once, and stand wherever they stood', async () => {
    const { tree, asked } = await run(sequence(people, at('people.@', entities('north', 'Person', 'name'))), {
      linkage: twice,
      north: each(({ id }) => ({ name: `name of ${id}` })),
    });
    expect(told(asked[1]!).map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(tree.people).toEqual(['p1', 'p2', 'p1'].map((id) => ({ __typename: 'Person', id, name: `name of ${id}` })));
  });

  test('that were answered once share nothing: what another agency says of one is not said of its double', async () => {
    const plan = sequence(
      root('linkage', '{people{__typename id other}}'),
      at('people.@', entities('north', 'Person', 'record{name}')),
      at('people.@', entities('south', 'Person', 'record{rent}', { requires: needs('Person', 'other') })),
    );
    const { tree } = await run(plan, {
      linkage: () => ({
        people: ['x', 'y'].map((other) => ({ __typename: 'Person', id: 'p1', other })),
      }),
      north: each(() => ({ record: { name: 'Ada' } })),
      south: each(({ other }) => ({ record: { rent: other } })),
    });
    expect(tree.people).toMatchObject([{ record: { name: 'Ada', rent: 'x' } }, { record: { name: 'Ada', rent: 'y' } }]);
  });

  test('that came back null are null in that part and in no other', async () => {
    const plan = sequence(
      people,
      parallel(
        at('people.@', entities('north', 'Person', 'name')),
        at('people.@', entities('south', 'Person', 'rent record{rent}')),
      ),
    );
    const { tree } = await run(plan, {
      linkage: twice,
      north: each(({ id }) => (id === 'p1' ? null : { name: 'Ben' })),
      south: each(() => ({ rent: 1, record: null })),
    });
    expect(tree.people).toMatchObject([{ rent: 1 }, { rent: 1, name: 'Ben' }, { rent: 1 }]);
    expect((tree.people as object[])[0]).not.toHaveProperty('name');
  });

  test('that failed are faulty in that part and in no other', async () => {
    const plan = sequence(
      people,
      parallel(
        at('people.@', entities('north', 'Person', 'name record{age}')),
        at('people.@', entities('south', 'Person', 'rent record{rent}')),
      ),
    );
    const failed = (path: readonly string[] = []) =>
      new FaultyNull([{ path, why: { kind: 'agency', agency: 'north', fault: 'failed' } }]);
    const { tree } = await run(plan, {
      linkage: () => ({ people: ['p1', 'p2'].map((id) => ({ __typename: 'Person', id })) }),
      north: each(({ id }) => (id === 'p1' ? failed(['record', 'age']) : { name: 'Ben', record: { age: 7 } })),
      south: each(() => ({ rent: 1, record: { rent: 1 } })),
    });
    expect(tree.people).toMatchObject([
      { rent: 1, record: { rent: 1 } },
      { rent: 1, name: 'Ben', record: { rent: 1, age: 7 } },
    ]);
    expect(faultsIn(tree)).toEqual(['people.0.record.age failed', 'people.0.name failed'].sort());
  });

  test('whoever failed first, what another agency knows of the same part is kept', async () => {
    const first = sequence(
      people,
      at('people.@', entities('north', 'Person', 'record{age}')),
      at('people.@', entities('south', 'Person', 'record{rent}')),
    );
    const { tree } = await run(first, {
      linkage: () => ({ people: [{ __typename: 'Person', id: 'p1' }] }),
      north: () => FaultyNull.failed('north'),
      south: each(() => ({ record: { rent: 1 } })),
    });
    expect(tree.people).toMatchObject([{ record: { rent: 1 } }]);
    expect(faultsIn(tree)).toEqual(['people.0.record.age failed']);
  });

  test('for which something is needed that failed are not asked for, and are faulty for it', async () => {
    const plan = sequence(
      people,
      at('people.@', entities('north', 'Person', 'level')),
      at('people.@', entities('south', 'Person', 'score', { requires: needs('Person', 'id', 'level') })),
    );
    const { tree, asked } = await run(plan, {
      linkage: () => ({ people: ['p1', 'p2'].map((id) => ({ __typename: 'Person', id })) }),
      north: each(({ id }) => (id === 'p1' ? { level: FaultyNull.failed('north') } : { level: 3 })),
      south: each(({ level }) => ({ score: level })),
    });
    expect(told(asked[2]!)).toEqual([{ __typename: 'Person', id: 'p2', level: 3 }]);
    expect(faultsIn(tree)).toEqual(['people.0.level failed', 'people.0.score failed']);
  });

  test('that are not named by all that is needed are not asked for, and with none left nobody is called', async () => {
    const plan = sequence(
      people,
      at('people.@', entities('north', 'Person', 'name', { requires: needs('Person', 'ref') })),
    );
    const some = await run(plan, {
      linkage: () => ({ people: [{ __typename: 'Person', ref: undefined }, null, { __typename: 'Person', id: 'p' }] }),
    });
    expect(some.asked).toHaveLength(1);
  });

  test('and fields of a whole answer that failed are each faulty', async () => {
    const { tree } = await run(root('north', '{a b{c}}'), { north: () => FaultyNull.failed('north') });
    expect(faultsIn(tree)).toEqual(['a failed', 'b failed']);
  });

  test('that are answered in another number are our fault, and are put nowhere', async () => {
    const plan = sequence(people, at('people.@', entities('north', 'Person', 'name')));
    const answers = { linkage: twice, north: () => ({ _entities: [{ name: 'Ada' }] }) };
    await expect(run(plan, answers)).rejects.toThrow(EngineFault);
  });

  test('stand in lists of lists', async () => {
    const plan = sequence(
      root('linkage', '{rows{__typename id}}'),
      at('rows.@.@', entities('north', 'Person', 'name')),
    );
    const { tree } = await run(plan, {
      linkage: () => ({ rows: [[{ __typename: 'Person', id: 'p1' }, null], null, []] }),
      north: each(({ id }) => ({ name: id })),
    });
    expect(tree.rows).toEqual([[{ __typename: 'Person', id: 'p1', name: 'p1' }, null], null, []]);
  });
});

describe('15: one agency asked twice in one round', () => {
  const family = root('linkage', '{person{__typename id family{__typename id}}}');
  const both = { person: { __typename: 'Person', id: 'p1', family: { __typename: 'Family', id: 'f1' } } };
  const north = each(({ __typename, id }) => (__typename === 'Person' ? { name: id } : { need: id }));
  const plan = sequence(
    family,
    parallel(
      at('person', entities('north', 'Person', 'name')),
      at('person.family', entities('north', 'Family', 'need')),
    ),
  );

  test('for types of their own is asked once, for both', async () => {
    const { tree, asked } = await run(plan, { linkage: () => both, north });
    expect(asked).toHaveLength(2);
    expect(told(asked[1]!)).toEqual([
      { __typename: 'Person', id: 'p1' },
      { __typename: 'Family', id: 'f1' },
    ]);
    expect(() => parse(asked[1]!.query)).not.toThrow();
    expect(asked[1]!.query.match(/\.\.\. ?on \w+/g)).toEqual(['... on Person', '... on Family']);
    expect(tree.person).toMatchObject({ name: 'p1', family: { need: 'f1' } });
  });

  test('is asked only for what there is somebody to ask about', async () => {
    const { asked } = await run(plan, { linkage: () => ({ person: { ...both.person, family: null } }), north });
    expect(asked[1]!.query).not.toContain('need');
  });

  test('of one type for unlike fields is asked apart: of nobody is more asked than was planned', async () => {
    const unlike = sequence(
      root('linkage', '{person{__typename id mother{__typename id}}}'),
      parallel(
        at('person', entities('north', 'Person', 'name')),
        at('person.mother', entities('north', 'Person', 'phone')),
      ),
    );
    const { asked } = await run(unlike, {
      linkage: () => ({ person: { __typename: 'Person', id: 'p1', mother: { __typename: 'Person', id: 'p2' } } }),
      north: each(({ id }) => ({ name: id, phone: id })),
    });
    expect(asked.slice(1).map((one) => told(one).map(({ id }) => id))).toEqual([['p1'], ['p2']]);
  });

  test('for an interface and a type under it is asked apart', async () => {
    const overlapping = sequence(
      root('linkage', '{a{__typename id}b{__typename id}}'),
      parallel(at('a', entities('north', 'Item', 'title')), at('b', entities('north', 'Book', 'pages'))),
    );
    const { asked } = await run(overlapping, {
      linkage: () => ({ a: { __typename: 'Film', id: 'f' }, b: { __typename: 'Book', id: 'b' } }),
      north: each(() => ({ title: 't', pages: 1 })),
    });
    expect(asked).toHaveLength(3);
  });

  test('for the very same of people in two places is asked once, and once for somebody in both', async () => {
    const same = sequence(
      root('linkage', '{person{__typename id mother{__typename id}}}'),
      parallel(
        at('person', entities('north', 'Person', 'name')),
        at('person.mother', entities('north', 'Person', 'name')),
      ),
    );
    const { asked, tree } = await run(same, {
      linkage: () => ({ person: { __typename: 'Person', id: 'p1', mother: { __typename: 'Person', id: 'p1' } } }),
      north: each(({ id }) => ({ name: id })),
    });
    expect(asked).toHaveLength(2);
    expect(told(asked[1]!)).toHaveLength(1);
    expect(tree.person).toMatchObject({ name: 'p1', mother: { name: 'p1' } });
  });
});

describe('requests', () => {
  test('that are the very same and under way at once are one, and what it gave is shared by nobody', async () => {
    const plan = parallel(
      sequence(root('north', '{area{centre{name}}}'), root('south', '{x}')),
      sequence(root('north', '{area{centre{name}}}'), root('south', '{y}')),
    );
    const { asked, tree } = await run(plan, {
      north: () => ({ area: { centre: { name: 'Thornwick' } } }),
      south: () => ({ x: 1, y: 2 }),
    });
    expect(asked.filter(({ subgraph }) => subgraph === 'north')).toHaveLength(1);
    expect(tree).toEqual({ area: { centre: { name: 'Thornwick' } }, x: 1, y: 2 });
  });

  test('of a mutation are made one after another, each as often as it is asked', async () => {
    let done = 0;
    const plan = sequence(
      root('north', 'mutation{add}'),
      root('south', 'mutation{other}'),
      root('north', 'mutation{add}'),
    );
    const { asked } = await run(plan, { north: () => ({ add: ++done }), south: () => ({ other: ++done }) });
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['north', 'south', 'north']);
    expect(done).toBe(3);
  });

  test('that change something are never one, however like', async () => {
    const plan = parallel(root('north', 'mutation{add}'), root('north', 'mutation{add}'));
    expect((await run(plan, { north: () => ({ add: 1 }) })).asked).toHaveLength(2);
  });

  test('take the variables that they use and no others', async () => {
    const { asked } = await run(
      root('north', 'query($v0:Int,$v1:Int){a(n:$v0,m:$v1)}', { variableUsages: ['v0', 'v1'] }),
      { north: () => ({ a: 1 }) },
      { v0: 3, v2: 'secret' },
    );
    expect(asked[0]!.variables).toStrictEqual({ v0: 3 });
  });

  test.each([
    [true, ['north']],
    [false, ['south']],
  ])('under a condition that is %s are those of its branch', async (held, wanted) => {
    const plan: PlanNode = {
      kind: 'Condition',
      condition: 'v0',
      ifClause: root('north', '{a}'),
      elseClause: root('south', '{b}'),
    };
    const { asked } = await run(plan, { north: () => ({ a: 1 }), south: () => ({ b: 1 }) }, { v0: held });
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(wanted);
  });

  test('under a condition without such a branch are none', async () => {
    const plan: PlanNode = { kind: 'Condition', condition: 'v0', ifClause: root('north', '{a}') };
    expect((await run(plan, {}, { v0: false })).asked).toEqual([]);
  });
});

test('what a step throws ends the operation, once what is under way has ended, and starts nothing more', async () => {
  let ended = false;
  const asked: string[] = [];
  const going = new PlanRun({
    variables: {},
    concrete,
    ask: async (subgraph) => {
      asked.push(subgraph);
      if (subgraph === 'north') throw new Error('our fault');
      await new Promise((turn) => setImmediate(turn));
      ended = true;
      return { data: { b: 1 } };
    },
  });
  const plan = parallel(root('north', '{a}'), sequence(root('south', '{b}'), root('east', '{c}')));
  await expect(going.run(compilePlan(plan, namesUnder))).rejects.toThrow('our fault');
  expect(ended).toBe(true);
  expect(asked).toEqual(['north', 'south']);
});

test.each<[string, PlanNode]>([
  ['a subscription', { kind: 'Subscription' }],
  ['a deferred part', { kind: 'Defer' }],
  [
    'arguments that are filled from further up',
    root('north', '{a}', { contextRewrites: [{ kind: 'KeyRenamer', path: ['a'], renameKeyTo: 'b' }] }),
  ],
  ['a key that would be what an object inherits from', root('north', '{__proto__:a}')],
])('a plan with %s is our fault when it is made, not when it is run', (_what, plan) => {
  expect(() => compilePlan(plan, namesUnder)).toThrow(EngineFault);
});
