import type { EntitiesAt, EntitiesStep, FieldsStep, Step } from '../planning/compile-plan';
import { EngineFault } from '../planning/engine-fault';
import { isTree, mergeAnswer, type Tree } from '../planning/merge-entities';
import type { FetchRequest } from '../planning/merge-entity-fetches';
import { FaultyNull } from '../shared/faulty-null';
import type { StepAnswer, StepRequest } from '../subgraph-client/types';
import { type Leaf, leavesOf } from './step-progress';

export interface PlanRunParts {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly ask: (subgraph: string, request: StepRequest) => Promise<StepAnswer>;
  /** The names of object types. */
  readonly concrete: ReadonlySet<string>;
  /** Told of what has ended, and of what will not be taken. */
  readonly onOver?: (leaves: readonly Leaf[]) => void;
}

/** One operation's run of its plan: the tree that its answers make. Nothing of it outlives it. */
export class PlanRun {
  /** Grows while it runs. */
  readonly tree: Tree = {};
  private readonly thrown: unknown[] = [];
  private readonly inFlight = new Map<string, Promise<StepAnswer>>();

  constructor(private readonly parts: PlanRunParts) {}

  /** Throws what a step threw, once all that was under way has ended. */
  async run(step: Step | null): Promise<Tree> {
    if (step) await this.take(step);
    if (this.thrown.length > 0) throw this.thrown[0];
    return this.tree;
  }

  /** What was thrown first, if anything. */
  get fault(): { readonly of: unknown } | null {
    return this.thrown.length > 0 ? { of: this.thrown[0] } : null;
  }

  /** Nothing more is begun. */
  stop(why: unknown): void {
    this.thrown.push(why);
  }

  private async take(step: Step): Promise<void> {
    const { onOver } = this.parts;
    if (this.thrown.length > 0) return onOver?.(leavesOf(step));
    switch (step.kind) {
      case 'sequence':
        for (const one of step.steps) await this.take(one);
        return;
      case 'parallel':
        await Promise.all(step.steps.map((one) => this.take(one)));
        return;
      case 'when': {
        const isYes = this.parts.variables[step.variable] === true;
        const [next, other] = isYes ? [step.yes, step.no] : [step.no, step.yes];
        if (other) onOver?.(leavesOf(other));
        if (next) await this.take(next);
        return;
      }
      default:
        try {
          await (step.kind === 'fields' ? this.askFields(step) : this.askEntities(step));
        } catch (fault) {
          this.thrown.push(fault);
        }
        onOver?.([step]);
    }
  }

  private async askFields({ subgraph, request, path, shape, mayShare }: FieldsStep): Promise<void> {
    const places = placesAt(this.tree, path);
    if (places.length === 0) return;
    const { data, isOwn } = await this.ask(subgraph, request, {}, mayShare);
    const own = isOwn === true && !mayShare;
    if (data)
      for (const [at, place] of places.entries()) mergeAnswer(place, data, shape, this.parts.concrete, own && at === 0);
  }

  private async askEntities(step: EntitiesStep): Promise<void> {
    const found = new FoundEntities(this.tree, step.places);
    // Whoever needs what failed is not asked, and what they would have said is not known either.
    for (const { place, shape, lacking } of found.lacking) mergeAnswer(place, lacking, shape, this.parts.concrete);
    if (found.representations.length === 0) return;
    const { representations } = found;
    const { data, isOwn } = await this.ask(
      step.subgraph,
      step.requests.textOf(found.requests),
      { representations },
      step.mayShare,
    );
    if (!data) return;
    if (data instanceof FaultyNull) {
      for (const { place, shape } of found.wanted) mergeAnswer(place, data, shape, this.parts.concrete);
      return;
    }
    const entities = data._entities;
    if (!Array.isArray(entities) || entities.length !== representations.length)
      throw new EngineFault('A step was answered for other entities than it asked for.');
    const own = isOwn === true && !step.mayShare;
    const standing = new Set<unknown>();
    for (const { place, at, shape } of found.wanted) {
      const entity: unknown = entities[at];
      if (!isTree(entity) && !(entity instanceof FaultyNull)) continue;
      mergeAnswer(place, entity, shape, this.parts.concrete, own && !standing.has(entity));
      standing.add(entity);
    }
  }

  private ask(subgraph: string, request: FetchRequest, own: Tree, mayShare: boolean): Promise<StepAnswer> {
    const variables: Tree = { ...own };
    for (const name of request.variables)
      if (Object.hasOwn(this.parts.variables, name)) variables[name] = this.parts.variables[name];
    const { query } = request;
    if (!mayShare) return this.parts.ask(subgraph, { query, variables });
    const name = JSON.stringify([subgraph, query, variables]);
    const before = this.inFlight.get(name);
    if (before) return before;
    const asked = this.parts.ask(subgraph, { query, variables }).finally(() => this.inFlight.delete(name));
    this.inFlight.set(name, asked);
    return asked;
  }
}

/** What a round knows of the entities that it is to ask for: each is named once, wherever it stands. */
class FoundEntities {
  readonly representations: Tree[] = [];
  readonly wanted: { readonly place: Tree; readonly at: number; readonly shape: EntitiesAt['shape'] }[] = [];
  readonly lacking: { readonly place: Tree; readonly lacking: FaultyNull; readonly shape: EntitiesAt['shape'] }[] = [];
  readonly requests = new Set<number>();

  constructor(tree: Tree, places: readonly EntitiesAt[]) {
    const known = new Map<string, number>();
    for (const { path, write, shape, request } of places) {
      for (const place of placesAt(tree, path)) {
        const representation = write(place);
        if (!representation) continue;
        if (representation instanceof FaultyNull) {
          this.lacking.push({ place, shape, lacking: representation.itself() });
          continue;
        }
        const name = nameOf(representation);
        let at = known.get(name);
        if (at === undefined) {
          at = this.representations.push(representation) - 1;
          known.set(name, at);
        }
        this.wanted.push({ place, at, shape });
        this.requests.add(request);
      }
    }
  }
}

/** Equal for representations that say the same in the same order. */
function nameOf(representation: Tree): string {
  let name = '';
  for (const key in representation) {
    const value = representation[key];
    // The length says where a text ends.
    name += typeof value === 'string' ? `${key} ${value.length} ${value};` : `${key}=${JSON.stringify(value)};`;
  }
  return name;
}

/** The objects that stand at a path of response keys; `@` goes through a list. */
function placesAt(tree: Tree, path: readonly string[]): readonly Tree[] {
  const found: Tree[] = [];
  const walk = (value: unknown, from: number): void => {
    if (Array.isArray(value)) {
      const next = path[from] === '@' ? from + 1 : from;
      for (const one of value) walk(one, next);
    } else if (isTree(value)) {
      if (from === path.length) found.push(value);
      else if (Object.hasOwn(value, path[from]!)) walk(value[path[from]!], from + 1);
    }
  };
  walk(tree, 0);
  return found;
}
