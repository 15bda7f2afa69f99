/** The one file that names @apollo/gateway: it loads a supergraph, plans, and (for now) runs the plan. */
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, print } from 'graphql';

/** One request of a plan step to one subgraph. `path` is where its answer belongs in the joined tree. */
export interface StepRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface StepAnswer {
  readonly data: Record<string, unknown> | null;
}

/**
 * Asks one subgraph for one plan step. A subgraph's trouble is noted in `context` and answered as null; what is thrown is
 * our own fault, and ends the operation.
 */
export type AskSubgraph<Context> = (subgraph: string, request: StepRequest, context: Context) => Promise<StepAnswer>;

export interface Engine<Context> {
  /** What clients see: without inaccessible fields. */
  readonly schema: GraphQLSchema;
  /** Runs a narrowed operation. `hash` names the narrowed text: plans are cached by it. The tree has canonical keys. */
  run(operation: PlannedOperation, context: Context): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly hash: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The engine could not run its own plan: our fault, never a refusal and never "nothing held". */
export class EngineFault extends Error {}

interface GatewayResult {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
  /** `valueCompletion`: values that the engine itself made null. */
  readonly extensions?: { readonly valueCompletion?: readonly unknown[] };
}

/** The engine swallows what a step throws and answers null in its place, which would read as "nothing held". */
interface Carried<Context> {
  readonly own: Context;
  readonly thrown: unknown[];
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * @param incomplete what becomes of a tree in which the engine made a value null: ours has none, because every answer is
 * checked before the engine has it; one that is `given` is told of by whoever asked.
 */
export async function startEngine<Context>(
  supergraphSdl: string,
  ask: AskSubgraph<Context>,
  { incomplete = 'refused' }: { readonly incomplete?: 'refused' | 'given' } = {},
): Promise<Engine<Context>> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    __exposeQueryPlanExperimental: false,
    logger: silent,
    buildService: ({ name }): GraphQLDataSource<Record<string, unknown>> => ({
      process: async ({ request, context }) => {
        const { own, thrown } = context as Carried<Context>;
        try {
          return await ask(name, { query: request.query ?? '', variables: request.variables ?? {} }, own);
        } catch (fault) {
          thrown.push(fault);
          throw fault;
        }
      },
    }),
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { executor } = await gateway.load();
  if (!schema) throw new EngineFault('The engine loaded no schema.');

  return {
    schema,
    async run({ document, hash, variables }, context) {
      const operation = document.definitions.find(
        (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
      );
      const request = { query: print(document), variables: { ...variables } };
      const thrown: unknown[] = [];
      const requestContext = {
        request,
        document,
        operation,
        operationName: null,
        queryHash: hash,
        source: request.query,
        schema,
        context: { own: context, thrown } satisfies Carried<Context>,
        logger: silent,
        metrics: {},
        cache: undefined,
      };
      const result: GatewayResult = await executor(requestContext as unknown as Parameters<typeof executor>[0]);
      if (thrown.length > 0) throw thrown[0];
      const missing = result.errors?.[0] ?? result.extensions?.valueCompletion?.[0];
      if (incomplete === 'refused' && (!result.data || missing))
        throw new EngineFault('The engine gave no whole tree.', { cause: missing });
      return (result.data ?? {}) as Record<string, unknown>;
    },
    stop: () => gateway.stop(),
  };
}
