import { type FetchSubgraph, startEngine } from '@family-view/gateway/execution/engine';
import { byClock } from '@family-view/gateway/fixtures/by-clock';
import { createQueryLimits } from '@family-view/gateway/http/query-limits';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { composeSupergraph } from '@family-view/gateway/schema-registry/compose-supergraph';
import type { GraphQLObjectType } from 'graphql';
import { LINKAGE, NORTH, openSmallGraph, type SmallGraph, SOUTH, SUPERGRAPH } from './small-graph';

let graph: SmallGraph;
beforeEach(async () => {
  graph = await openSmallGraph();
});
afterEach(() => graph.close());
const sentTo = (agency: 'north' | 'south'): string => graph.received[agency].map(({ query }) => query).join(' ');

test('1: a rule in a resolver of the engine’s schema decides nothing, so it is decided before planning', async () => {
  const answers: Readonly<Record<string, Record<string, unknown>>> = {
    linkage: { _person: { __typename: 'Person', northRef: 'N-1' } },
    north: { _entities: [{ _nickname: 'Ada' }] },
  };
  const engine = await startEngine(readRules(SUPERGRAPH).sdl);
  (engine.schema.getType('Person') as GraphQLObjectType).getFields().nickname!.resolve = () => {
    throw new Error('denied');
  };
  const text = '{ _person: person { _nickname: nickname } }';
  const ask: FetchSubgraph = async (name) => ({ data: answers[name] ?? null });
  expect(await engine.run({ text, hash: 'one', variables: {} }, ask)).toMatchObject({
    _person: { _nickname: 'Ada' },
  });
  await engine.stop();

  const { data } = await graph.ask('{ person { nickname rent } }', { withheld: ['Person.nickname'] });
  expect(data).toEqual({ person: { nickname: null, rent: 100 } });
  expect(sentTo('north')).toBe('');
});

describe('2: plans are remembered by a hash that the engine is given', () => {
  const text = '{ person { nickname rent } }';
  test.each([
    ['the one who may see less asks first', [['Person.rent'], []]],
    ['the one who may see more asks first', [[], ['Person.rent']]],
  ] as const)(
    'and ours names the narrowed text, so that each has a plan of their own when %s',
    async (_order, [first, second]) => {
      for (const withheld of [first, second]) {
        const before = graph.received.south.length;
        const { data } = await graph.ask(text, { withheld });
        const open = withheld.length === 0;
        expect(data).toEqual({ person: { nickname: 'nickname of N-1', rent: open ? 100 : null } });
        expect(graph.received.south.length - before).toBe(open ? 1 : 0);
      }
    },
  );

  test('the trap is there: under one hash the second text gets the first one’s plan', async () => {
    const run = (text: string) =>
      graph.engine.run(
        { text, hash: 'same', variables: {} },
        graph.fetchFor({ answers: { isInTrouble: () => true }, streamsOf: () => [] } as never),
      );
    await run('{ _person: person { k_id: id } }');
    await expect(run('{ _person: person { k_id: id _rent: rent } }')).resolves.toEqual({ _person: { k_id: 'p1' } });
    expect(graph.received.south).toHaveLength(0);
  });
});

describe('3: an alias that has the name of a key', () => {
  test.each([
    ['{ person { id: nickname } }', { person: { id: 'nickname of N-1' } }],
    [
      '{ person { northRef: nickname southRef: nickname rent } }',
      { person: { northRef: 'nickname of N-1', southRef: 'nickname of N-1', rent: 100 } },
    ],
    ['{ person { nhsNumber: nickname } }', { person: { nhsNumber: 'nickname of N-1' } }],
    [
      '{ person { k_id: nickname k_key: nickname _nickname: rent } }',
      { person: { k_id: 'nickname of N-1', k_key: 'nickname of N-1', _nickname: 100 } },
    ],
    [
      '{ __proto__: person { constructor: nickname } }',
      JSON.parse('{ "__proto__": { "constructor": "nickname of N-1" } }'),
    ],
  ])('%s shows what was asked for under it, and no key', async (text, data) => {
    const answer = await graph.ask(text, { withheld: ['Person.nhsNumber'] });
    expect(answer.data).toEqual(data);
    expect(answer.text).not.toMatch(/number of|"N-1"|"S-1"/);
    expect(sentTo('north')).not.toContain('nhsNumber');
  });
});

describe('5: rules that the engine refuses to load', () => {
  test('are read out and stripped, by whatever name they were imported', async () => {
    await expect(startEngine(SUPERGRAPH)).rejects.toThrow(/SECURITY/);
    const renamed = composeSupergraph([
      { name: 'linkage', sdl: LINKAGE },
      {
        name: 'north',
        sdl: NORTH.replace('"@policy"', '{ name: "@policy", as: "@guard" }').replaceAll('@policy(', '@guard('),
      },
      {
        name: 'south',
        sdl: SOUTH.replace('"@policy"', '{ name: "@policy", as: "@guard" }').replaceAll('@policy(', '@guard('),
      },
    ]);
    const { rules, sdl } = readRules(renamed);
    expect([...rules.keys()].sort()).toEqual(['Person.nhsNumber', 'Person.nickname', 'Person.notes', 'Person.rent']);
    const engine = await startEngine(sdl);
    await engine.stop();
  });
});

describe('6: an operation that would take the planner long', () => {
  const doubled = (levels: number): string =>
    `{ person { ...F0 } } ${Array.from({ length: levels }, (_, at) => `fragment F${at} on Person { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F${levels} on Person { id }`;

  test('is measured by what it expands to, and refused in a blink', () => {
    const measure = createQueryLimits();
    for (const levels of [12, 18, 100]) {
      const began = performance.now();
      expect(() => measure(doubled(levels))).toThrow(/fields once its fragments are expanded/);
      const took = performance.now() - began;
      byClock(() => expect(took).toBeLessThan(50));
    }
  });

  test.each([
    ['as many fields of one name as are compared', `{ people { ${'nickname notes rent '.repeat(160)} } }`],
    [
      'as many aliases as are taken',
      `{ ${Array.from({ length: 15 }, (_, at) => `a${at}: person(id: "${at}") { ${Array.from({ length: 12 }, (_, one) => `b${one}: nickname`).join(' ')} }`).join(' ')} }`,
    ],
    ['a thousand fragments in one another', `{ person { ${'... { '.repeat(1_200)} nickname ${'}'.repeat(1_200)} } }`],
  ])('passes where it has %s, and takes less than a second', async (_what, text) => {
    createQueryLimits()(text);
    const began = performance.now();
    const { data } = await graph.ask(text);
    expect(data).not.toBeNull();
    const took = performance.now() - began;
    byClock(() => expect(took).toBeLessThan(1_000));
  });
});

test('10: a supergraph that cannot be loaded throws, and the one that is served serves on', async () => {
  await expect(startEngine(readRules(SUPERGRAPH).sdl.replace('type Query', 'type Qery'))).rejects.toThrow();
  expect((await graph.ask('{ person { nickname } }')).data).toEqual({ person: { nickname: 'nickname of N-1' } });
});

test('15: a plan asks an agency for a person and for their family apart, and the agency is asked once', async () => {
  const supergraph = composeSupergraph([
    {
      name: 'linkage',
      sdl: `${LINKAGE.replace('northRef: ID @inaccessible', 'family: Family  northRef: ID @inaccessible')}
        type Family @key(fields: "id") { id: ID!  northGroupRef: ID @inaccessible @shareable }`,
    },
    {
      name: 'north',
      sdl: `${NORTH} type Family @key(fields: "northGroupRef") { northGroupRef: ID! @inaccessible  need: String }`,
    },
  ]);
  const asked: string[] = [];
  const engine = await startEngine(readRules(supergraph).sdl);
  const ask: FetchSubgraph = async (name, { variables }) => {
    asked.push(name);
    if (name === 'linkage')
      return {
        data: {
          person: { __typename: 'Person', northRef: 'N-1', family: { __typename: 'Family', northGroupRef: 'G-1' } },
        },
      };
    expect(variables.representations).toHaveLength(2);
    return {
      data: {
        _entities: (variables.representations as readonly { readonly __typename: string }[]).map(({ __typename }) =>
          __typename === 'Person' ? { nickname: 'Ada' } : { need: 'LOW' },
        ),
      },
    };
  };
  const text = '{ person { nickname family { need } } }';
  expect(await engine.run({ text, hash: 'both', variables: {} }, ask)).toMatchObject({
    person: { nickname: 'Ada', family: { need: 'LOW' } },
  });
  expect(asked).toEqual(['linkage', 'north']);
  await engine.stop();
});

describe('composition', () => {
  test('a key that linkage offers must be shareable', () => {
    expect(() =>
      composeSupergraph([
        {
          name: 'linkage',
          sdl: LINKAGE.replace('northRef: ID @inaccessible @shareable', 'northRef: ID @inaccessible'),
        },
        { name: 'north', sdl: NORTH },
      ]),
    ).toThrow(/northRef.*non-shareable|non-shareable.*northRef/s);
  });

  test('keys are in no schema that clients see', () => {
    expect(Object.keys((graph.engine.schema.getType('Person') as GraphQLObjectType).getFields()).sort()).toEqual([
      'id',
      'nhsNumber',
      'nickname',
      'notes',
      'rent',
    ]);
  });
});
