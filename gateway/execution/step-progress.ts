import type { EntitiesStep, FieldsStep, Step } from '../planning/compile-plan';
import type { AskedShape } from '../planning/merge-entities';

export type Leaf = FieldsStep | EntitiesStep;

/** What is over as one: all steps at one agency, or one step in process. */
export type Unit = string | Leaf;

/** Which units write at a place of the tree, or below it. Keys are the tree's own; lists and types stand aside. */
export interface Writers {
  readonly units: Set<Unit>;
  readonly children: Map<string, Writers>;
}

export interface PlanUnits {
  readonly leaves: readonly Leaf[];
  readonly unitOf: (leaf: Leaf) => Unit;
  readonly writers: Writers;
}

/** @param isApart whether each step at a subgraph is a unit of its own. */
export function unitsOf(root: Step | null, isApart: (subgraph: string) => boolean): PlanUnits {
  const leaves = root ? leavesOf(root) : [];
  const unitOf = (leaf: Leaf): Unit => (isApart(leaf.subgraph) ? leaf : leaf.subgraph);
  const writers: Writers = { units: new Set(), children: new Map() };
  for (const leaf of leaves)
    for (const { path, shape } of leaf.kind === 'fields' ? [leaf] : leaf.places) {
      let at = writers;
      for (const key of path) if (key !== '@') at = childOf(at, key);
      write(at, shape, unitOf(leaf));
    }
  return { leaves, unitOf, writers };
}

export function leavesOf(step: Step): readonly Leaf[] {
  switch (step.kind) {
    case 'sequence':
    case 'parallel':
      return step.steps.flatMap(leavesOf);
    case 'when':
      return [step.yes, step.no].flatMap((one) => (one ? leavesOf(one) : []));
    default:
      return [step];
  }
}

function childOf(at: Writers, key: string): Writers {
  const known = at.children.get(key) ?? { units: new Set(), children: new Map() };
  at.children.set(key, known);
  return known;
}

function write(at: Writers, shape: AskedShape, unit: Unit): void {
  for (const { to, below } of shape.keys.values()) {
    const child = childOf(at, to);
    child.units.add(unit);
    if (below) write(child, below, unit);
  }
}

/** How far one run of a plan has come. */
export class StepProgress {
  private readonly left = new Map<Unit, number>();
  private readonly open: Set<Leaf>;
  private wake: () => void = () => {};
  private waiting: Promise<void>;

  constructor(private readonly plan: PlanUnits) {
    this.open = new Set(plan.leaves);
    for (const leaf of plan.leaves) {
      const unit = plan.unitOf(leaf);
      this.left.set(unit, (this.left.get(unit) ?? 0) + 1);
    }
    this.waiting = this.nextWait();
  }

  /** Steps that have ended, or that will not be taken. */
  over(leaves: readonly Leaf[]): void {
    for (const leaf of leaves) {
      if (!this.open.delete(leaf)) continue;
      const unit = this.plan.unitOf(leaf);
      this.left.set(unit, this.left.get(unit)! - 1);
    }
    this.tell();
  }

  isOver(unit: Unit): boolean {
    return (this.left.get(unit) ?? 0) === 0;
  }

  get isAllOver(): boolean {
    return this.open.size === 0;
  }

  /** Once anything more is over. */
  changed(): Promise<void> {
    return this.waiting;
  }

  /** Something else happened that whoever waits has to look at. */
  tell(): void {
    const { wake } = this;
    this.waiting = this.nextWait();
    wake();
  }

  private nextWait(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
