import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import { FieldCollector } from '../authorize/collect-fields';
import { compilePlan, type Step } from '../planning/compile-plan';
import { EngineFault } from '../planning/engine-fault';
import { operationOf } from '../planning/merge-entities';
import { PLANNING_LIMITS, type PlanningLimits, PlanOverLimit, startPlanner } from '../planning/start-planner';
import { type CacheSection, createCacheBudget } from '../shared/cache-budget';
import type { StepAnswer, StepRequest } from '../subgraph-client/types';
import { PlanRun } from './run-plan';

export type { StepAnswer, StepRequest } from '../subgraph-client/types';

/**
 * Asks one subgraph for one plan step. A subgraph's trouble is noted in `context` and answered as null; what is thrown is
 * our own fault, and ends the operation.
 */
export type FetchSubgraph<Context> = (subgraph: string, request: StepRequest, context: Context) => Promise<StepAnswer>;

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
  readonly text: string;
  readonly hash: string;
  /** Coerced, with the defaults of those that were not given. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Who asks: waiting for a plan is fair by requester. */
  readonly requester?: string;
}

/** A compiled plan, for each character of the text that it was made for: measured over the borough's own operations. */
const PLAN_BYTES = 60;
const REFUSAL_BYTES = 2_000;
/** How long an operation that could not be planned is not tried again: each try costs a thread. */
const NOT_AGAIN_MS = 60_000;

interface Planned {
  readonly step: Step | null;
  /** Of the text that was planned. */
  readonly characters: number;
}

/** The supergraph is loaded and operations are planned on a thread of their own; plans are compiled and run on this one. */
export async function startEngine<Context>(
  supergraphSdl: string,
  ask: FetchSubgraph<Context>,
  limits: PlanningLimits = PLANNING_LIMITS,
  caches: CacheSection = createCacheBudget().section(),
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
  const plans = caches.open<Planned>('plans', { bytesOf: ({ characters }) => PLAN_BYTES * characters });
  const refused = caches.open<PlanOverLimit>('plans-refused', { bytesOf: () => REFUSAL_BYTES, ttl: NOT_AGAIN_MS });
  const underWay = new Map<string, Promise<Planned>>();

  const schema = buildSchema(apiSdl, { assumeValidSDL: true });
  /** Whether any field is asked for that a subgraph would answer. */
  const asksAnything = ({ text, variables }: PlannedOperation): boolean => {
    const document = parse(text, { noLocation: true });
    const { operation, selectionSet } = operationOf(document);
    const fields = new FieldCollector({ schema, document, variables, maxSelections: Number.POSITIVE_INFINITY });
    const asked = fields.collect(schema.getRootType(operation)!, [selectionSet]).values();
    return [...asked].some(([node]) => !node!.name.value.startsWith('__'));
  };

  const plan = async (operation: PlannedOperation): Promise<Planned> => {
    const { text, hash, requester } = operation;
    const over = refused.get(hash);
    if (over) throw over;
    try {
      const node = await planner.plan(text, requester);
      // What is asked for cannot be had from any subgraph: to answer null would read as "nothing held".
      if (!node && asksAnything(operation)) throw new EngineFault('the plan of an operation is empty');
      const planned = { step: node && compilePlan(node, namesUnder), characters: text.length };
      plans.set(hash, planned);
      return planned;
    } catch (fault) {
      if (fault instanceof PlanOverLimit) refused.set(hash, fault);
      throw fault;
    }
  };
  const planOnce = (operation: PlannedOperation): Promise<Planned> => {
    const { hash } = operation;
    const known = underWay.get(hash);
    if (known) return known;
    const planning = plan(operation).finally(() => underWay.delete(hash));
    underWay.set(hash, planning);
    return planning;
  };

  return {
    schema,
    apiSdl,
    async run(operation, context) {
      const { hash, variables } = operation;
      const { step } = plans.get(hash) ?? (await planOnce(operation));
      return new PlanRun({ variables, concrete, ask: (subgraph, request) => ask(subgraph, request, context) }).run(
        step,
      );
    },
    stop: () => planner.stop(),
  };
}
