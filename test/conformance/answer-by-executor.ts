import { answerIntrospection } from '@family-view/gateway/execution/answer-introspection';
import { startEngine } from '@family-view/gateway/execution/engine';
import { requireFields } from '@family-view/gateway/policy/decide/field-decisions';
import { byFederation } from '@family-view/gateway/policy/decide/rule-reading';
import { readRules } from '@family-view/gateway/policy/read/read-rules';
import { composeSupergraph, DoesNotCompose } from '@family-view/gateway/schema-registry/compose-supergraph';
import { FaultyNull } from '@family-view/gateway/shared/faulty-null';
import { checkShape, selectionsOf } from '@family-view/gateway/subgraph-client/check-shape';
import { placeErrors } from '@family-view/gateway/subgraph-client/place-errors';
import type { StepAnswer, StepRequest } from '@family-view/gateway/subgraph-client/types';
import {
  type DocumentNode,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  validate,
} from 'graphql';
import { answerOperation, type OpenGraph } from './answer-operation';
import { ANYBODY } from './read-bearer';
import { type RootNames, readRootNames } from './rename-roots';

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

/** Why an execution has no answer of the gateway's to compare. */
export type NotAnswered = 'cannot be published' | 'is not valid' | 'is no query or mutation';

class RequestRefused extends Error {}

interface Served {
  readonly graph: OpenGraph;
  readonly names: RootNames;
  /** Whose resolvers answer: executions come one after another. */
  now: Execution;
}

/** The gateway's own stages (narrow, plan, run, check, merge, join), with graphql-js as the one agency of each schema. */
export function openGateways(theirs: GraphqlJs) {
  const servedBySdl = new Map<string, Promise<Served | null>>();
  const serve = (sdl: string): Promise<Served | null> => {
    const served = servedBySdl.get(sdl) ?? startServing(theirs, sdl);
    servedBySdl.set(sdl, served);
    return served;
  };
  return {
    async answer(args: Execution): Promise<Executed | NotAnswered> {
      const served = await serve(theirs.printSchema(args.schema));
      if (!served) return 'cannot be published';
      const { schema } = served.graph.engine;
      const { published, own } = served.names;
      const document = published(parse(theirs.print(args.document)));
      if (validate(schema, document).length > 0) return 'is not valid';
      const operation = operationOf(document, args.operationName);
      // A request error (GraphQL, section 6.1) has no data: nothing is executed.
      if (!operation) return { errors: [{}] };
      if (operation.operation === OperationTypeNode.SUBSCRIPTION) return 'is no query or mutation';
      const given = { ...args.variableValues };
      const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], given);
      if (!coerced.coerced) return { errors: [{}] };
      served.now = args;
      const request = {
        ...{ document, operation, operationName: args.operationName ?? null, hash: '', form: '' },
        variables: given,
      };
      try {
        const answer = await answerOperation(served.graph, request, ANYBODY);
        const variables = coerced.coerced;
        return own(await answerIntrospection(answer, { document, operation, variables }, () => schema));
      } catch (fault) {
        if (fault instanceof RequestRefused) return { errors: [{}] };
        throw fault;
      }
    },
    async close() {
      for (const served of servedBySdl.values()) await (await served)?.graph.engine.stop();
    },
  };
}

async function startServing(theirs: GraphqlJs, sdl: string): Promise<Served | null> {
  const supergraphSdl = compose(sdl);
  if (supergraphSdl === null) return null;
  const rules = readRules(supergraphSdl);
  const engine = await startEngine(rules.sdl);
  const requirements = requireFields(engine.schema, rules, () => undefined, byFederation);
  const served: Served = {
    graph: {
      engine,
      ask: () => (_subgraph, step) => ask(theirs, served, step),
      requirements,
      owners: rules.owners,
      mode: 'filter',
    },
    names: readRootNames(sdl),
    now: { schema: null, document: null },
  };
  return served;
}

/** Composition (2.14.4) does not know it; graphql-js does. */
const ONE_OF = 'directive @oneOf on INPUT_OBJECT';

/** Null for a schema that nobody could publish: without a type, or without a query. */
function compose(sdl: string): string | null {
  if (sdl.trim() === '') return null;
  try {
    return composeSupergraph([{ name: 'theirs', sdl: sdl.includes('@oneOf') ? `${ONE_OF}\n${sdl}` : sdl }]);
  } catch (fault) {
    if (fault instanceof DoesNotCompose) return null;
    throw fault;
  }
}

async function ask(
  theirs: GraphqlJs,
  { now, graph, names }: Served,
  { query, variables }: StepRequest,
): Promise<StepAnswer> {
  const step = parse(query);
  const answered = await theirs.executeUnseen({
    ...now,
    document: theirs.parse(print(names.own(step))),
    operationName: undefined,
    variableValues: variables,
  });
  const { data, errors = [] } = names.published(JSON.parse(JSON.stringify(answered)) as Executed);
  const holder = { data } as Record<string, unknown>;
  const why = { kind: 'agency', agency: 'theirs', fault: 'failed' } as const;
  placeErrors(
    holder,
    errors.map(({ path }) => ({ path: path ? ['data', ...path] : null, why })),
  );
  const checked = holder.data as Record<string, unknown> | FaultyNull | undefined;
  // The request itself was refused.
  if (checked === undefined) throw new RequestRefused();
  if (checked instanceof FaultyNull) return { data: checked };
  const { schema } = graph.engine;
  const root = schema.getRootType(operationOf(step, null)!.operation)!;
  return { data: checkShape({ schema, document: step, agency: 'theirs' }, root, selectionsOf(step), checked) };
}

function operationOf({ definitions }: DocumentNode, name: string | null | undefined): OperationDefinitionNode | null {
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (typeof name === 'string') return operations.find((one) => one.name?.value === name) ?? null;
  return operations.length === 1 ? operations[0]! : null;
}
