/** The one file that names the packages that load a supergraph and plan. What they plan is compiled and run by ours. */
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { LRUCache } from 'lru-cache';
import { compilePlan, type Step } from './compile-plan';
import type { PlanNode } from './query-plan';
import { PlanRun, type StepAnswer, type StepRequest } from './run-plan';

export type { StepAnswer, StepRequest } from './run-plan';

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
  /** Coerced, with the defaults of those that were not given. */
  readonly variables: Readonly<Record<string, unknown>>;
}

const PLANS_KEPT = 2_000;

export async function startEngine<Context>(supergraphSdl: string, ask: AskSubgraph<Context>): Promise<Engine<Context>> {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: true });
  const api = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  const whole = supergraph.schema.toGraphQLJSSchema();
  const concrete = new Set(
    Object.values(whole.getTypeMap())
      .filter(isObjectType)
      .map(({ name }) => name),
  );
  const namesUnder = rememberNames(whole);
  const plans = new LRUCache<string, Promise<Step | null>>({ max: PLANS_KEPT });

  /** Planning stands behind a promise, so that it can be done elsewhere than on this thread. */
  const plan = async (document: DocumentNode): Promise<Step | null> => {
    const { node } = planner.buildQueryPlan(operationFromDocument(api, document));
    return node ? compilePlan(node satisfies PlanNode, namesUnder) : null;
  };

  return {
    schema: api.toGraphQLJSSchema(),
    async run({ document, hash, variables }, context) {
      let planned = plans.get(hash);
      if (!planned) {
        planned = plan(document);
        plans.set(hash, planned);
        planned.catch(() => plans.delete(hash));
      }
      const step = await planned;
      return new PlanRun({ variables, concrete, ask: (subgraph, request) => ask(subgraph, request, context) }).run(
        step,
      );
    },
    async stop() {
      plans.clear();
    },
  };
}

/** The names that satisfy a type condition: the type's own and, of an abstract one, those of all that stand under it. */
function rememberNames(schema: GraphQLSchema): (condition: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (condition) => {
    const names = known.get(condition) ?? namesUnder(schema, condition);
    known.set(condition, names);
    return names;
  };
}

function namesUnder(schema: GraphQLSchema, condition: string): ReadonlySet<string> {
  const type = schema.getType(condition);
  const under = isAbstractType(type)
    ? Object.values(schema.getTypeMap()).filter(
        (one) => (isObjectType(one) || isAbstractType(one)) && !('getTypes' in one) && schema.isSubType(type, one),
      )
    : [];
  return new Set([condition, ...under.map(({ name }) => name)]);
}
