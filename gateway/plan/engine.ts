import { buildSchema, type DocumentNode, type GraphQLSchema, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import { compilePlan, type Step } from './compile-plan';
import { PlanRun, type StepAnswer, type StepRequest } from './run-plan';
import { PLANNING_LIMITS, type PlanningLimits, PlanOverLimit, startPlanner } from './start-planner';

export type { StepAnswer, StepRequest } from './run-plan';

/**
 * Asks one subgraph for one plan step. A subgraph's trouble is noted in `context` and answered as null; what is thrown is
 * our own fault, and ends the operation.
 */
export type AskSubgraph<Context> = (subgraph: string, request: StepRequest, context: Context) => Promise<StepAnswer>;

export interface Engine<Context> {
  /** What clients see: without inaccessible fields. */
  readonly schema: GraphQLSchema;
  /** The same, as text. */
  readonly apiSdl: string;
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
/** How long an operation that could not be planned is not tried again: each try costs a thread. */
const NOT_AGAIN_MS = 60_000;

/** The supergraph is loaded and operations are planned on a thread of their own; plans are compiled and run on this one. */
export async function startEngine<Context>(
  supergraphSdl: string,
  ask: AskSubgraph<Context>,
  limits: PlanningLimits = PLANNING_LIMITS,
): Promise<Engine<Context>> {
  const planner = await startPlanner(supergraphSdl, limits);
  const { apiSdl, concrete: names, under } = planner.supergraph;
  const concrete = new Set(names);
  const standing = new Map(under.map(([name, below]) => [name, new Set([name, ...below])]));
  const namesUnder = (condition: string): ReadonlySet<string> => {
    const known = standing.get(condition) ?? new Set([condition]);
    standing.set(condition, known);
    return known;
  };
  const plans = new LRUCache<string, Promise<Step | null>>({ max: PLANS_KEPT });
  const refused = new LRUCache<string, PlanOverLimit>({ max: PLANS_KEPT, ttl: NOT_AGAIN_MS });

  const plan = async (document: DocumentNode, hash: string): Promise<Step | null> => {
    const over = refused.get(hash);
    if (over) throw over;
    try {
      const node = await planner.plan(print(document));
      return node && compilePlan(node, namesUnder);
    } catch (fault) {
      if (fault instanceof PlanOverLimit) refused.set(hash, fault);
      throw fault;
    }
  };

  return {
    schema: buildSchema(apiSdl, { assumeValidSDL: true }),
    apiSdl,
    async run({ document, hash, variables }, context) {
      let planned = plans.get(hash);
      if (!planned) {
        planned = plan(document, hash);
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
      await planner.stop();
    },
  };
}
