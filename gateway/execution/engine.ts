import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import { FieldCollector } from '../authorize/collect-fields';
import { compilePlan, type Step } from '../planning/compile-plan';
import { EngineFault } from '../planning/engine-fault';
import { operationOf } from '../planning/merge-entities';
import { agenciesAskedBy, splitSteps } from '../planning/split-steps';
import { PLANNING_LIMITS, type PlanningLimits, PlanOverLimit, startPlanner } from '../planning/start-planner';
import { type CacheSection, createCacheBudget } from '../shared/cache-budget';
import { declareIncremental, withIncrementalDirectives } from '../shared/incremental-directives';
import type { OwnSubgraph } from '../shared/own-subgraphs';
import { inSpan, NO_SPAN, type Span } from '../shared/span';
import type { StepAnswer, StepRequest } from '../subgraph-client/types';
import { PlanRun } from './run-plan';
import { type Leaf, type PlanUnits, StepProgress, unitsOf } from './step-progress';

export type { StepAnswer, StepRequest } from '../subgraph-client/types';

/**
 * Asks one subgraph for one plan step. A subgraph's trouble is noted by whoever asks and answered as null; what is thrown is
 * our own fault, and ends the operation.
 */
export type FetchSubgraph = (subgraph: string, request: StepRequest) => Promise<StepAnswer>;

export interface Engine {
  /** What clients see: without inaccessible fields. */
  readonly schema: GraphQLSchema;
  /** The same, as text. */
  readonly apiSdl: string;
  /** Runs a narrowed operation. `hash` names the narrowed text: plans are cached by it. The tree has canonical keys. */
  run(operation: PlannedOperation, ask: FetchSubgraph): Promise<Record<string, unknown>>;
  /** The same, to be looked at while it runs. It is begun by `run`. */
  open(operation: PlannedOperation | null, ask: FetchSubgraph): Promise<OpenRun>;
  stop(): Promise<void>;
}

export interface PlannedOperation {
  readonly text: string;
  readonly hash: string;
  /** Coerced, with the defaults of those that were not given. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Who asks: waiting for a plan is fair by requester. */
  readonly requester?: string;
  readonly span?: Span;
}

/** A compiled plan, for each character of the text that it was made for: measured over the borough's own operations. */
const PLAN_BYTES = 60;
const REFUSAL_BYTES = 2_000;
/** How long an operation that could not be planned is not tried again: each try costs a thread. */
const NOT_AGAIN_MS = 60_000;

/** A run that is looked at while it is under way. */
export interface OpenRun {
  readonly units: PlanUnits;
  readonly progress: StepProgress;
  /** The agencies that a step in process is restricted to; null: it may ask any. */
  agenciesOf(leaf: Leaf): readonly string[] | null;
  /** Grows while it runs. */
  readonly tree: Readonly<Record<string, unknown>>;
  /** Ends when all that was begun has ended. Throws what a step threw. */
  run(): Promise<void>;
  /** What a step threw, while others may be under way. */
  readonly fault: { readonly of: unknown } | null;
  /** Begins nothing more. */
  stop(why: unknown): void;
}

interface Planned {
  readonly step: Step | null;
  /** The same where what is asked in process ends apart, once it was needed. */
  inParts?: { readonly step: Step | null; readonly units: PlanUnits };
  /** Of the text that was planned. */
  readonly characters: number;
}

function planInParts(step: Step | null): NonNullable<Planned['inParts']> {
  const split = step && splitSteps(step, APART);
  return { step: split, units: unitsOf(split, (subgraph) => subgraph === APART) };
}

/** What each agency's contract says of people: of one, while another has yet to answer. */
const APART: OwnSubgraph = 'single-view';

/** The supergraph is loaded and operations are planned on a thread of their own; plans are compiled and run on this one. */
export async function startEngine(
  supergraphSdl: string,
  limits: PlanningLimits = PLANNING_LIMITS,
  caches: CacheSection = createCacheBudget().section(),
): Promise<Engine> {
  const planner = await startPlanner(supergraphSdl, limits);
  const { concrete: names, under } = planner.supergraph;
  const composed = buildSchema(planner.supergraph.apiSdl, { assumeValidSDL: true });
  const apiSdl = withIncrementalDirectives(planner.supergraph.apiSdl, composed);
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

  const schema = declareIncremental(composed);
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
    async run(operation, ask) {
      const { hash, variables, span = NO_SPAN } = operation;
      const { step } = plans.get(hash) ?? (await inSpan(span, 'planning', () => planOnce(operation)));
      return new PlanRun({ variables, concrete, ask }).run(step);
    },
    async open(operation, ask) {
      const planned =
        operation &&
        (plans.get(operation.hash) ?? (await inSpan(operation.span ?? NO_SPAN, 'planning', () => planOnce(operation))));
      const { step, units } = planned?.inParts ?? planInParts(planned?.step ?? null);
      if (planned) planned.inParts = { step, units };
      return new OpenPlan(step, units, operation?.variables ?? {}, concrete, ask);
    },
    stop: () => planner.stop(),
  };
}

/** A class: an object literal with a getter would keep the operation in memory until everything is looked through. */
class OpenPlan implements OpenRun {
  readonly progress: StepProgress;
  private readonly going: PlanRun;

  constructor(
    private readonly step: Step | null,
    readonly units: PlanUnits,
    private readonly variables: PlannedOperation['variables'],
    concrete: ReadonlySet<string>,
    ask: FetchSubgraph,
  ) {
    this.progress = new StepProgress(units);
    this.going = new PlanRun({ variables, concrete, ask, onOver: (leaves) => this.progress.over(leaves) });
  }

  readonly agenciesOf = (leaf: Leaf): readonly string[] | null => agenciesAskedBy(leaf, this.variables);

  get tree(): OpenRun['tree'] {
    return this.going.tree;
  }

  async run(): Promise<void> {
    await this.going.run(this.step);
  }

  get fault(): OpenRun['fault'] {
    return this.going.fault;
  }

  stop(why: unknown): void {
    this.going.stop(why);
    this.progress.tell();
  }
}
