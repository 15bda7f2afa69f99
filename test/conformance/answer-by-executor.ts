import { FaultyNull } from '@family-view/gateway/faulty-null';
import { checkShape, selectionsOf } from '@family-view/gateway/fetch/check-shape';
import { answerIntrospection } from '@family-view/gateway/join/answer-introspection';
import { joinAnswer } from '@family-view/gateway/join/join-answer';
import { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import { placeErrors } from '@family-view/gateway/place-errors';
import { compilePlan } from '@family-view/gateway/plan/compile-plan';
import { narrow } from '@family-view/gateway/plan/narrow';
import { PlanRun, type StepRequest } from '@family-view/gateway/plan/run-plan';
import {
  buildSchema,
  type DocumentNode,
  getVariableValues,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
  visit,
} from 'graphql';

/** What graphql-js was asked to execute. Its types are another copy's than ours: nothing of it is looked into. */
export interface Execution {
  readonly schema: unknown;
  readonly document: unknown;
  readonly operationName?: string | null;
  readonly variableValues?: Readonly<Record<string, unknown>> | null;
}

export interface Executed {
  readonly data?: unknown;
  readonly errors?: readonly { readonly path?: readonly (string | number)[] }[];
}

/** The other copy. */
export interface GraphqlJs {
  executeUnseen(args: object): Executed | Promise<Executed>;
  parse(text: string): unknown;
  print(document: unknown): string;
  printSchema(schema: unknown): string;
}

class RequestRefused extends Error {}

/** As a planner asks: with the type of each object. */
const withTypes = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Field: {
      leave: (node) =>
        node.selectionSet && {
          ...node,
          selectionSet: {
            ...node.selectionSet,
            selections: [
              { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } },
              ...node.selectionSet.selections,
            ],
          },
        },
    },
  });

/** Null for what never comes to an executor: it is refused before, or neither query nor mutation. */
export async function answerThroughGateway(theirs: GraphqlJs, args: Execution): Promise<Executed | null> {
  const sdl = theirs.printSchema(args.schema);
  // A schema without a type can be published by nobody.
  if (sdl.trim() === '') return null;
  const schema = buildSchema(sdl);
  const document = parse(theirs.print(args.document));
  if (validate(schema, document).length > 0) return null;
  const operations = document.definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  const operation =
    typeof args.operationName === 'string'
      ? operations.find(({ name }) => name?.value === args.operationName)
      : operations.length === 1
        ? operations[0]
        : undefined;
  if (!operation || operation.operation === 'subscription') return null;
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], { ...args.variableValues });
  // Refused before anything is executed, by both.
  if (!coerced.coerced) return null;
  const variables = coerced.coerced;
  const decide = () => ({ kind: 'granted', streams: [] }) as const;
  const narrowed = narrow({ schema, document, operation, variables, decide, maxSelections: 10_000 });
  const sent = Object.fromEntries(
    narrowed.variables
      .filter(([client]) => Object.hasOwn(variables, client))
      .map(([client, canonical]) => [canonical, variables[client]]),
  );
  const root = schema.getRootType(operation.operation)!;
  const answers = new OperationAnswers();

  const ask = async ({ query, variables: given }: StepRequest) => {
    const answered = await theirs.executeUnseen({
      ...args,
      document: theirs.parse(query),
      operationName: undefined,
      variableValues: given,
    });
    const { data, errors = [] } = JSON.parse(JSON.stringify(answered)) as Executed;
    const holder = { data } as Record<string, unknown>;
    const why = { kind: 'agency', agency: 'theirs', fault: 'failed' } as const;
    placeErrors(
      holder,
      errors.map(({ path }) => ({ path: path ? ['data', ...path] : null, why })),
    );
    const step: DocumentNode = parse(query);
    const checked = holder.data as Record<string, unknown> | FaultyNull | undefined;
    // The request itself was refused.
    if (checked === undefined) throw new RequestRefused();
    const isTree = !(checked instanceof FaultyNull);
    return {
      data: isTree
        ? checkShape({ schema, document: step, agency: 'theirs' }, root, selectionsOf(step), checked)
        : checked,
    };
  };
  const concrete = new Set(
    Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .map(({ name }) => name),
  );
  const plan = narrowed.document && {
    kind: 'Fetch' as const,
    serviceName: 'theirs',
    operation: print(withTypes(narrowed.document)),
    operationKind: operation.operation,
    variableUsages: narrowed.variables.map(([, canonical]) => canonical),
  };
  const run = new PlanRun({ variables: sent, concrete, ask: (_subgraph, request) => ask(request) });
  let tree: Record<string, unknown>;
  try {
    tree = plan ? await run.run(compilePlan(plan, (name) => new Set([name]))) : {};
  } catch (fault) {
    if (fault instanceof RequestRefused) return null;
    throw fault;
  }
  const parts = { schema, document, operation, variables, narrowed, decide, owners: new Map() };
  const joined = joinAnswer({ ...parts, answers, slotsOf: () => undefined, sentence: () => '' }, tree);
  return answerIntrospection(joined, { document, operation, variables }, () => schema);
}
