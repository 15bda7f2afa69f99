import { setTimeout as wait } from 'node:timers/promises';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { narrow } from '@family-view/gateway/authorize/narrow';
import { deliverParts } from '@family-view/gateway/execution/deliver-parts';
import { type Engine, type FetchSubgraph, startEngine } from '@family-view/gateway/execution/engine';
import { shapeAnswer } from '@family-view/gateway/execution/shape-answer';
import { createPartWriter, type IncrementalFormat } from '@family-view/gateway/http/incremental-format';
import { INCREMENTAL_RULES } from '@family-view/gateway/http/incremental-rules';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import { compileShape } from '@family-view/gateway/planning/compile-shape';
import { isIncremental } from '@family-view/gateway/planning/defer-usages';
import { FaultyNull } from '@family-view/gateway/shared/faulty-null';
import fc from 'fast-check';
import {
  type DocumentNode,
  type GraphQLFormattedError,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  print,
  specifiedRules,
  validate,
} from 'graphql';
import { type Random, startRandom } from '../random';
import { askLibrary, SUPERGRAPH } from './library';
import { type Chunk, mergeParts, type Steps } from './merge-parts';
import { deferHereAndThere } from './random-directives';
import { writeQuery } from './random-query';

const RUNS = process.env.PROOF ? 10_000 : 150;
jest.setTimeout(process.env.PROOF ? 1_800_000 : 180_000);

const PATIENT = { planMs: 60_000, waitMs: 120_000, waiting: 1_000, memoryMegabytes: 512 };
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(SUPERGRAPH, PATIENT);
});
afterAll(() => engine.stop());

interface Asking {
  readonly document: DocumentNode;
  readonly coerced: Readonly<Record<string, unknown>>;
}

/** The first valid operation from a seed on that defers or streams something. */
function askingFrom(random: Random): Asking {
  for (;;) {
    const { query, variables } = writeQuery(engine.schema, random);
    const document = parse(print(deferHereAndThere(engine.schema, parse(query), random)), { noLocation: true });
    if (!isIncremental(document)) continue;
    if (validate(engine.schema, document, [...specifiedRules, ...INCREMENTAL_RULES]).length > 0) continue;
    const operation = document.definitions[0] as OperationDefinitionNode;
    const { coerced } = getVariableValues(engine.schema, operation.variableDefinitions ?? [], variables);
    if (coerced) return { document, coerced };
  }
}

/** Subgraphs of which some fail each time, and each takes a time of its own. */
function askSlowly(random: Random): FetchSubgraph {
  const failing = random.some(['reviews', 'stock', 'people'], 0.2);
  return async (subgraph, step) => {
    await wait(random.int(4));
    if (failing.includes(subgraph)) return { data: FaultyNull.failed(subgraph) };
    return askLibrary(subgraph, step, []);
  };
}

const GRANTED = { kind: 'granted', streams: [] } as const;

function prepare({ document, coerced }: Asking) {
  const { schema } = engine;
  const operation = document.definitions[0] as OperationDefinitionNode;
  const decide = () => GRANTED;
  const narrowed = narrow({ schema, document, operation, variables: coerced, decide, maxSelections: 20_000 });
  const variables = Object.fromEntries(
    narrowed.variables.filter(([client]) => client in coerced).map(([client, ours]) => [ours, coerced[client]]),
  );
  const shaping = {
    variables: coerced,
    answers: new OperationAnswers(),
    slotsOf: () => undefined,
    sentence: String,
  };
  return {
    shape: compileShape({ schema, document, operation, variables: coerced, narrowed, decide, owners: new Map() }),
    shaping,
    planned: narrowed.document && { text: print(narrowed.document), hash: narrowed.hash, variables },
  };
}

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

async function whole(asking: Asking, seed: number) {
  const { shape, shaping, planned } = prepare(asking);
  const tree = planned ? await engine.run(planned, askSlowly(startRandom(seed))) : {};
  const { data, errors = [] } = shapeAnswer(shape, shaping, tree);
  return { data: plain(data), errors: plain(errors) as readonly GraphQLFormattedError[] };
}

async function inParts(asking: Asking, seed: number, format: IncrementalFormat) {
  const { shape, shaping, planned } = prepare(asking);
  const run = await engine.open(planned, askSlowly(startRandom(seed)));
  const writer = createPartWriter(format, (errors) => errors.map((error) => error.toJSON()));
  const chunks: Chunk[] = [];
  const gone = new AbortController().signal;
  for await (const part of deliverParts({ shape, shaping, run, gone, isAskingBeside: () => false }))
    chunks.push(plain(writer.write({ ...part, extensions: {} })) as never);
  return chunks;
}

/** A null does not say which of several causes was met first; where each stands it does. */
const told = ({ data, errors }: { readonly data: unknown; readonly errors: readonly GraphQLFormattedError[] }) => ({
  data,
  errors: errors.map(({ path, message }) => `${path?.join('.')}: ${message}`).toSorted(),
});

const HANDLERS = {
  'deferSpec=20220824': new Defer20220824Handler(),
  'incrementalSpec=v0.2': new GraphQL17Alpha9Handler(),
} as const;

type Told = ReturnType<typeof told>;
const stepsIn = (path: string): readonly string[] => (path === '' ? [] : path.split('.'));
const pathOf = (error: string): readonly string[] => stepsIn(error.slice(0, error.indexOf(':')));
/** Whether what failed stands at this place or below it. */
const isWithin = (error: string, place: string): boolean => {
  const path = pathOf(error);
  return stepsIn(place).every((step, at) => path[at] === step);
};

/**
 * A null where none may be takes away its parent; of a part, that has left by then, and only the part is missing (graphql-js:
 * "null bubbles up to the deferred fragment"). What the whole answer has taken away is taken away here, too, and what
 * failed in it is left out of both.
 */
function withLostParents(right: Told, given: Told, chunks: readonly Chunk[]): readonly [right: Told, given: Told] {
  const failed = chunks.flatMap(({ completed = [], incremental = [] }) => [
    ...completed.flatMap(({ errors = [] }) => errors),
    ...incremental.flatMap(({ data, items, errors = [] }) => (data === null || items === null ? errors : [])),
  ]);
  const data = plain(given.data);
  const lost: string[] = [];
  if (failed.length > 0 && right.data === null)
    return [
      { ...right, errors: [] },
      { data: null, errors: [] },
    ];
  for (const { path = [] } of failed) {
    let ours = data as Record<string, unknown> | null;
    let whole = right.data as Record<string, unknown> | null;
    for (const [depth, step] of path.entries()) {
      if (ours === null || ours === undefined || whole === null || whole === undefined) break;
      if (whole[step] === null) {
        ours[step] = null;
        lost.push(path.slice(0, depth + 1).join('.'));
        break;
      }
      ours = ours[step] as typeof ours;
      whole = whole[step] as typeof whole;
    }
  }
  const isLeft = (error: string): boolean => !lost.some((one) => isWithin(error, one));
  return [
    { ...right, errors: right.errors.filter(isLeft) },
    { data, errors: given.errors.filter(isLeft) },
  ];
}

/** The shortest beginning of a path at which there is null, where that is not its end. */
function nullAbove(data: unknown, path: readonly string[]): string | null {
  let at = data;
  for (const [depth, step] of path.entries()) {
    if (at === null) return path.slice(0, depth).join('.');
    at = (at as Readonly<Record<string, unknown>> | undefined)?.[step];
  }
  return null;
}

/**
 * Of several causes of one null, those are told that were met before it was one (GraphQL, section 6.4.4), and of what would
 * have been deferred below it, none: so all that are told below a null count as one.
 */
function asOneBelowNulls({ data, errors }: Told, nulls: ReadonlySet<string>): Told {
  const all = errors.map((error) => {
    const above = [...nulls].find((one) => isWithin(error, one));
    return above === undefined ? error : `${above}: null, and why`;
  });
  return { data, errors: [...new Set(all)].toSorted() };
}

function withOneCauseOfEachNull(right: Told, given: Told): readonly [right: Told, given: Told] {
  const nulls = new Set(
    [...right.errors, ...given.errors].flatMap((error) => {
      const [one, other] = [nullAbove(right.data, pathOf(error)), nullAbove(given.data, pathOf(error))];
      return one !== null && one === other ? [one] : [];
    }),
  );
  return [asOneBelowNulls(right, nulls), asOneBelowNulls(given, nulls)];
}

/** As Apollo Client would have it in the end. */
function byApolloClient(document: DocumentNode, chunks: readonly object[], format: IncrementalFormat) {
  const handler = HANDLERS[format];
  const query =
    handler instanceof GraphQL17Alpha9Handler ? handler.documentTransform.transformDocument(document) : document;
  type Answer = { readonly data?: unknown; readonly errors?: readonly GraphQLFormattedError[] };
  const start = handler.startRequest.bind(handler) as (of: object) => unknown;
  const request = start({ query }) as { handle(data: unknown, chunk: unknown): Answer };
  let answer: Answer = {};
  for (const chunk of chunks) answer = request.handle(answer.data, plain(chunk));
  return told({ data: plain(answer.data), errors: answer.errors ?? [] });
}

/**
 * Apollo Client 4.3 (`IncrementalRequest.handle`) looks for the first items of a list in the first part and at the place of a
 * deferred fragment, and not in streamed items or below a `subPath`: of a stream that is first told of there it keeps nothing.
 */
const looksNowhere = (chunks: readonly Chunk[]): boolean =>
  chunks.some(
    ({ data, pending = [], incremental = [] }) =>
      data === undefined && pending.length > 0 && incremental.some((one) => one.items || one.subPath),
  );

/**
 * Nor does it ask whose data it looks in: of all deferred fragments in one part, the first that has a list at as many steps
 * below it says how long that of the stream is, also where it belongs to another item of the list above them.
 */
function looksInAnothers(chunks: readonly Chunk[]): boolean {
  const paths = new Map(
    chunks.flatMap(({ pending = [] }) => pending).map(({ id, path }): [unknown, Steps] => [id, path]),
  );
  const pathOf = ({ id }: { readonly id?: string }): Steps => paths.get(id)!;
  return chunks.some(({ data, pending = [], incremental = [] }) => {
    if (data !== undefined) return false;
    return pending.some(({ path }) => {
      const deferred = incremental.filter((one) => one.data);
      const found = deferred.find((one) => Array.isArray(valueAt(one.data, path.slice(pathOf(one).length))));
      return found !== undefined && pathOf(found).some((step, at) => path[at] !== step);
    });
  });
}
const valueAt = (data: unknown, path: Steps): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step], data);

const labelled = ({ document, coerced }: Asking): Asking => ({
  document: HANDLERS['incrementalSpec=v0.2'].documentTransform.transformDocument(document),
  coerced,
});

test('what several subgraphs answer in one turn of the event loop leaves in one part', async () => {
  const document = parse(`{ items {
    id
    ... @defer(label: "reviews") { score }
    ... on Book { ... @defer(label: "stock") { copies } }
  } }`);
  const { shape, shaping, planned } = prepare(labelled({ document, coerced: {} }));
  let turn: Promise<void> | undefined;
  const run = await engine.open(planned, async (subgraph, step) => {
    if (subgraph !== 'catalogue') {
      turn ??= new Promise((next) => setTimeout(next, 5));
      await turn;
      // One is read sooner than the other.
      for (let one = 0; subgraph === 'stock' && one < 50; one++) await null;
    }
    return askLibrary(subgraph, step, []);
  });
  const gone = new AbortController().signal;
  const parts: (readonly (string | null)[])[] = [];
  for await (const { completed } of deliverParts({ shape, shaping, run, gone, isAskingBeside: () => false }))
    parts.push([...new Set(completed.map(({ promised }) => promised.usage.label))].toSorted());
  expect(parts).toEqual([[], ['reviews', 'stock']]);
});

const FOUND: readonly [number][] = [
  // Of `topItem` reviews knows that it is one, and the catalogue alone of what type: of that type nothing is asked.
  [455_613_189],
  // What failed is a null that takes all away, and some of what is streamed.
  [935_529_009],
  // Two items of a list fail, one of them in what is deferred: which of them is told hangs on who answers first.
  [118_241_996],
  [718_206_948],
  // An item of a list in a streamed list is null, and something in it was to be streamed.
  [1_573_831_197],
  // Two items of a list hold the same deferred fragment, and a list that is streamed: Apollo Client takes one for the other.
  [1_943_579_597],
];

let seen = { parts: 0, more: 0, byApollo: 0 };
test.each(Object.keys(HANDLERS) as IncrementalFormat[])(
  `parts in the format %s merge to the whole answer, by its rules and by Apollo Client (${RUNS} operations)`,
  async (format) => {
    seen = { parts: 0, more: 0, byApollo: 0 };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
        const asking = labelled(askingFrom(startRandom(seed)));
        const right = told(await whole(asking, seed));
        const chunks = await inParts(asking, seed, format);
        seen.parts += chunks.length;
        if (chunks.length > 1) seen.more += 1;
        const describe = () => `${print(asking.document)}\n${JSON.stringify(chunks, null, 1)}`;
        try {
          const isApollos = !looksNowhere(chunks) && !looksInAnothers(chunks);
          if (isApollos && chunks.length > 1) seen.byApollo += 1;
          for (const [by, given] of [
            ['rules', told(mergeParts(plain(chunks)))] as const,
            ...(isApollos ? [['Apollo Client', byApolloClient(asking.document, chunks, format)] as const] : []),
          ]) {
            const [expected, received] = withOneCauseOfEachNull(...withLostParents(right, given, chunks));
            expect({ by, ...received }).toEqual({ by, ...expected });
          }
        } catch (fault) {
          throw new Error(`${(fault as Error).message}\n${describe()}`);
        }
      }),
      { numRuns: RUNS, examples: [...FOUND], endOnFailure: true },
    );
    // Not all that is deferred was worth a part of its own; much of it was.
    expect(seen.more).toBeGreaterThan(RUNS / 4);
    expect(seen.byApollo).toBeGreaterThan(RUNS / 5);
  },
);
