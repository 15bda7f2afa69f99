import type { ExecutionResult } from 'graphql';
import { openSmallGraph, type SmallGraph } from './small-graph';

let graph: SmallGraph;
beforeEach(async () => {
  graph = await openSmallGraph();
});
afterEach(() => graph.close());
type Entities = { readonly data: { readonly _entities: readonly Record<string, unknown>[] } };
const entitiesOf = (honest: ExecutionResult): readonly Record<string, unknown>[] =>
  (honest as unknown as Entities).data._entities;

describe('4: the engine puts entities where they stand in the list', () => {
  test('so an agency that answers in another order is believed in nothing, and the others are whole', async () => {
    graph.lie('north', (honest) => ({ data: { _entities: [...entitiesOf(honest)].reverse() } }));
    const { data, errors, text } = await graph.ask('{ people { nickname rent } }');
    expect(data).toEqual({
      people: [
        { nickname: null, rent: 100 },
        { nickname: null, rent: null },
        { nickname: null, rent: 100 },
      ],
    });
    expect(text).not.toContain('nickname of');
    expect(errors.map(({ path, code }) => [path?.[1], code])).toEqual(
      [0, 1, 2].map((at) => [at, 'AGENCY_UNAVAILABLE']),
    );
  });

  test('and one that answers in order is believed', async () => {
    const { data } = await graph.ask('{ people { nickname } }');
    expect(data).toEqual({ people: ['N-1', 'N-2', 'N-1'].map((ref) => ({ nickname: `nickname of ${ref}` })) });
  });
});

describe('7: an agency in trouble, which the engine would wait for or read as silence', () => {
  test.each<[string, (honest: ExecutionResult) => unknown]>([
    ['that never answers', () => undefined],
    ['whose data is null, without a word', () => ({ data: null })],
    ['that answers more than it may', (honest) => ({ ...honest, extensions: { pad: 'x'.repeat(200_000) } })],
    ['that answers no list', () => ({ data: { _entities: 'none' } })],
    ['that answers nothing of what was asked', () => ({ data: {} })],
  ])('%s nulls its own part with an error at its place, in time, and nobody else’s', async (_how, edit) => {
    graph.lie('north', edit);
    // Far beneath what a whole operation may take: who never answers is not waited for longer than the round.
    const { data, errors } = await graph.ask('{ person { nickname rent } }', { forRound: 3_000 });
    expect(data).toEqual({ person: { nickname: null, rent: 100 } });
    expect(errors).toEqual([{ path: ['person', 'nickname'], code: 'AGENCY_UNAVAILABLE' }]);
  });

  test('that gives text where a list should be does not take the whole answer with it', async () => {
    graph.lie('north', (honest) => ({
      data: { _entities: entitiesOf(honest).map((one) => ({ ...one, _notes: 'a note' })) },
    }));
    const { data, errors } = await graph.ask('{ person { notes nickname rent } }');
    expect(data).toEqual({ person: { notes: null, nickname: 'nickname of N-1', rent: 100 } });
    expect(errors).toEqual([{ path: ['person', 'notes'], code: 'ANSWER_MALFORMED' }]);
  });

  test('that gives a value of no type is not read as holding nothing', async () => {
    graph.lie('south', (honest) => ({
      data: { _entities: entitiesOf(honest).map((one) => ({ ...one, _rent: 'a hundred' })) },
    }));
    const { data, errors } = await graph.ask('{ person { rent } }');
    expect(data).toEqual({ person: { rent: null } });
    expect(errors).toEqual([{ path: ['person', 'rent'], code: 'ANSWER_MALFORMED' }]);
  });
});

test('7: our own fault in a step is thrown, and not put down as a null that reads like "nothing held"', async () => {
  const settle = async () => {
    throw new Error('our fault');
  };
  const asking = graph.engine.run(
    { text: '{ _person: person { _rent: rent } }', hash: 'fault', variables: {} },
    graph.fetchFor({} as never, settle),
  );
  await expect(asking).rejects.toThrow('our fault');
});

test('8: a person who stands twice in one operation is asked for once', async () => {
  await graph.ask('{ people { nickname } }');
  expect(graph.received.north.map(({ variables }) => variables.representations)).toEqual([
    [
      { __typename: 'Person', northRef: 'N-1' },
      { __typename: 'Person', northRef: 'N-2' },
    ],
  ]);
});

describe('14: the engine sends keys that are null', () => {
  test('and we do not: a person whom an agency does not hold is never asked for there', async () => {
    const { data } = await graph.ask('{ people { rent } }');
    expect(data).toEqual({ people: [{ rent: 100 }, { rent: null }, { rent: 100 }] });
    expect(JSON.stringify(graph.received.south.map(({ variables }) => variables))).not.toContain('null');
  });
});

test('13: fields that an agency gives unasked are dropped, and names that JavaScript knows do no harm', async () => {
  graph.lie('north', (honest) =>
    JSON.parse(
      JSON.stringify({
        data: {
          _entities: entitiesOf(honest).map((one) => ({
            ...one,
            _nhsNumber: 'number',
            nhsNumber: 'number',
            __proto__x: 1,
          })),
        },
      }).replaceAll('__proto__x', '__proto__'),
    ),
  );
  const { text } = await graph.ask('{ person { nickname } }');
  expect(text).not.toContain('number');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
