import { narrow } from '@family-view/gateway/authorize/narrow';
import { type Engine, type FetchSubgraph, startEngine } from '@family-view/gateway/execution/engine';
import { joinAnswer } from '@family-view/gateway/execution/join-answer';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import { operationOf } from '@family-view/gateway/planning/merge-entities';
import type { FieldDecision } from '@family-view/gateway/policy/decide/field-decisions';
import { addField, fragmentsIn } from '@family-view/gateway/shared/graphql-ast';
import fc from 'fast-check';
import {
  type ASTNode,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  getVariableValues,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import { startRandom } from '../random';
import { type Held, TRUTH } from './holdings';
import { type Asked, askLibrary, SUPERGRAPH } from './library';
import { type RandomQuery, writeQuery } from './random-query';

const RUNS = process.env.PROOF ? 20_000 : 150;
if (process.env.PROOF) jest.setTimeout(1_800_000);
else jest.setTimeout(180_000);

/** A busy machine is no reason to refuse an operation here. */
const PATIENT = { planMs: 60_000, waitMs: 120_000, waiting: 1_000, memoryMegabytes: 512 };
let engine: Engine;
const askFor =
  (log: Asked[]): FetchSubgraph =>
  (subgraph, step) =>
    askLibrary(subgraph, step, log);
beforeAll(async () => {
  engine = await startEngine(SUPERGRAPH, PATIENT);
});
afterAll(() => engine.stop());

const told = ({ data, errors = [] }: ExecutionResult): string =>
  JSON.stringify({ data, nulled: errors.map(({ path }) => path) });

interface Asking extends RandomQuery {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly coerced: Readonly<Record<string, unknown>>;
}

/**
 * Of a field that needs others, the planner asks these under its condition, and so loses what it asks beside them. Where
 * all that is asked inside of a field stands under a condition, it puts the field itself under it. And what two types
 * behind an interface ask under one key with other arguments, it asks of the interface with one's. In the stack none of
 * this matters: conditions are settled before an operation is planned, and other arguments make another key.
 */
const meetsPlannersLimit = ({ query }: RandomQuery): boolean =>
  (/ @(skip|include)/.test(query) && (/parcel|shelf/.test(query) || asksOnlyUnderConditions(query))) ||
  asksOtherwiseUnderOneKey(query);

function asksOtherwiseUnderOneKey(query: string): boolean {
  const document = parse(query, { noLocation: true });
  const fragments = fragmentsIn(document);
  const fieldsIn = ({ selections }: SelectionSetNode): readonly FieldNode[] =>
    selections.flatMap((one) =>
      one.kind === Kind.FIELD
        ? [one]
        : fieldsIn((one.kind === Kind.INLINE_FRAGMENT ? one : fragments.get(one.name.value)!).selectionSet),
    );
  // Of one key, all that is asked inside of it stands in one place.
  const differs = (fields: readonly FieldNode[]): boolean => {
    const byKey = new Map<string, FieldNode[]>();
    for (const field of fields) addField(byKey, field);
    return [...byKey.values()].some(
      (same) =>
        new Set(same.map(({ arguments: given = [] }) => given.map((one) => print(one)).join())).size > 1 ||
        differs(same.flatMap(({ selectionSet }) => (selectionSet ? fieldsIn(selectionSet) : []))),
    );
  };
  return differs(fieldsIn(operationOf(document).selectionSet));
}

function asksOnlyUnderConditions(query: string): boolean {
  let found = false;
  visit(parse(query), {
    SelectionSet: ({ selections }, _key, parent) => {
      const isRoot =
        parent !== undefined && !Array.isArray(parent) && (parent as ASTNode).kind === Kind.OPERATION_DEFINITION;
      found ||= !isRoot && selections.every(({ directives = [] }) => directives.length > 0);
    },
  });
  return found;
}

/** The first valid operation from a seed on. */
function askingFrom(seed: number, isLeftOut: (written: RandomQuery) => boolean): Asking {
  const random = startRandom(seed);
  for (;;) {
    const written = writeQuery(engine.schema, random);
    const document = parse(written.query);
    if (isLeftOut(written) || validate(engine.schema, document).length > 0) continue;
    const operation = document.definitions[0] as OperationDefinitionNode;
    const { coerced } = getVariableValues(engine.schema, operation.variableDefinitions ?? [], written.variables);
    if (coerced) return { ...written, document, operation, coerced };
  }
}

/** What graphql-js answers over one schema that knows everything. */
const byOneSchema = ({ document, variables }: Asking): ExecutionResult =>
  execute({
    schema: engine.schema,
    document,
    variableValues: { ...variables },
    fieldResolver: (source: Held | undefined, given: Held, _context, { parentType, fieldName }) => {
      const read = TRUTH[parentType.name]?.[fieldName];
      return read ? read(source ?? {}, given) : source?.[fieldName];
    },
    typeResolver: ({ __typename }: Held) => __typename,
  }) as ExecutionResult;

/** The plan of the client's own text, whose keys are the client's. */
async function asItStands({ document, variables, coerced, query }: Asking, log: Asked[]): Promise<ExecutionResult> {
  const tree = await engine.run({ text: print(document), hash: query, variables: coerced }, askFor(log));
  return execute({
    schema: engine.schema,
    document,
    variableValues: { ...variables },
    rootValue: tree,
    fieldResolver: (source: Held, _given, _context, { path }) => source[path.key],
    // Where nothing is asked that depends on it, a plan need not ask what something behind an interface is.
    typeResolver: ({ __typename }: Held, _context, { schema }, type) =>
      isObjectType(schema.getType(__typename)) ? __typename : schema.getPossibleTypes(type)[0]!.name,
  });
}

/** Through narrowing and the join, as in the stack. What is open without a rule may be asked of an interface itself. */
const throughTheStages =
  (decision: FieldDecision) =>
  async (asking: Asking, log: Asked[]): Promise<ExecutionResult> => {
    const { schema } = engine;
    const decide = () => decision;
    const { document, operation, coerced } = asking;
    const narrowed = narrow({ schema, document, operation, variables: coerced, decide, maxSelections: 20_000 });
    const sent = Object.fromEntries(
      narrowed.variables.filter(([client]) => client in coerced).map(([client, ours]) => [ours, coerced[client]]),
    );
    const planned = narrowed.document && { text: print(narrowed.document), hash: narrowed.hash, variables: sent };
    return joinAnswer(
      {
        schema,
        document,
        operation,
        variables: coerced,
        narrowed,
        decide,
        owners: new Map(),
        answers: new OperationAnswers(),
        slotsOf: () => undefined,
        sentence: String,
      },
      planned ? await engine.run(planned, askFor(log)) : {},
    );
  };

describe.each([
  ['as it stands', asItStands, meetsPlannersLimit],
  [
    'through narrowing, which settles conditions, and the join',
    throughTheStages({ kind: 'granted', streams: [] }),
    () => false,
  ],
  ['that no rule is about, through narrowing and the join', throughTheStages({ kind: 'exempt' }), () => false],
])('an operation %s', (_how, answer, isLeftOut) => {
  test(`has of four subgraphs the very answer that one schema would give (${RUNS} operations)`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
        const asking = askingFrom(seed, isLeftOut);
        const log: Asked[] = [];
        const given = told(await answer(asking, log));
        const right = told(byOneSchema(asking));
        if (given !== right)
          throw new Error(
            [
              asking.query,
              JSON.stringify(asking.variables),
              `given ${given}`,
              `right ${right}`,
              JSON.stringify(log, null, 1),
            ].join('\n'),
          );
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
