import type { GraphQLError } from 'graphql';
import type { ObjectShape, ReadShape } from '../planning/compile-shape';
import type { DeferUsage, PartUsage, StreamUsage } from '../planning/defer-usages';
import type { Steps } from '../shared/faulty-null';
import {
  BROKEN,
  LEFT_OUT,
  type ListShape,
  type Path,
  type Place,
  type Shaping,
  ShapingRun,
  type Source,
  steps,
} from './shape-answer';

/** What leaves together: fragments that are deferred, items that are streamed; null: what leaves first. */
export type Group = PartUsage | null;

/** How far an answer has come when a part of it is shaped. */
export interface Wave {
  /** What may leave, with what has left. */
  readonly released: ReadonlySet<PartUsage>;
  /** What has left; null: nothing has. */
  readonly before: ReadonlySet<PartUsage> | null;
  /** Whether all that a streamed list's items need is there, though they are not to leave yet. */
  isReady(stream: StreamUsage): boolean;
  /** Whether the client was told that more of it will come. */
  isPromised(usage: PartUsage, path: Steps): boolean;
  /** Whether an agency is asked nothing more. */
  isOver(agency: string): boolean;
}

/** Deferred fields of an object, or items of a streamed list, that have yet to leave. */
export interface Awaited {
  readonly usage: PartUsage;
  readonly path: Steps;
}

/** What is added to an answer of which the rest has left. */
export type Patch = { readonly usage: PartUsage; readonly path: Steps; readonly errors: readonly GraphQLError[] } & (
  | { readonly kind: 'field'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'items'; readonly from: number; readonly items: readonly unknown[] }
  /** A null stands where none may, and what it would take away with it has left. */
  | { readonly kind: 'failed' }
);

export interface ShapedPart {
  /** Of the first part; null where nothing can be shown. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLError[];
  readonly patches: readonly Patch[];
  readonly awaited: readonly Awaited[];
  /** Groups that may yet be told otherwise, by the agency on which that turns. */
  readonly unsettled: readonly (readonly [group: Group, agency: string])[];
}

/**
 * Shapes what may leave of an answer, as `shapeAnswer` would shape the whole, and finds what of it has not left before.
 * Errors of what has left are not told again.
 */
export function shapePart(shape: ObjectShape, shaping: Shaping, tree: Source, wave: Wave): ShapedPart {
  const run = new PartShaping(shaping, wave);
  const made = run.object(shape, tree, null, undefined);
  if (made === BROKEN) run.keepBroken();
  return {
    data: made === BROKEN ? null : made,
    errors: run.errors,
    patches: run.patches,
    awaited: made === BROKEN ? [] : run.awaited,
    unsettled: run.unsettled,
  };
}

class PartShaping extends ShapingRun {
  readonly patches: Patch[] = [];
  readonly awaited: Awaited[] = [];
  readonly unsettled: (readonly [Group, string])[] = [];
  /** What is being shaped has left before. */
  private hasLeft: boolean;
  /** By what it leaves. */
  private groups: readonly Group[] = [null];

  constructor(
    shaping: Shaping,
    private readonly wave: Wave,
  ) {
    super(shaping);
    this.hasLeft = wave.before !== null;
  }

  protected override turnsOn(agency: string): void {
    if (!this.wave.isOver(agency)) for (const group of this.groups) this.unsettled.push([group, agency]);
  }

  override object(
    shape: ObjectShape,
    source: Source,
    path: Path | null,
    within: Place | undefined,
  ): Record<string, unknown> | typeof BROKEN {
    const made = shape.make();
    for (const field of shape.fields) {
      const { usages, key } = field;
      if (!isIn(this.wave.released, usages)) {
        this.awaitFields(usages!, path);
        continue;
      }
      const hasLeft = this.hasLeft && isIn(this.wave.before!, usages);
      const isAdded = this.hasLeft && !hasLeft;
      const from = this.errors.length;
      const marks = this.marks();
      const value = this.under(hasLeft, usages ?? this.groups, () =>
        field.kind === 'constant' ? field.value : this.field(field, source, path, within),
      );
      if (value === BROKEN) this.forget(marks);
      const isBroken = value === BROKEN && field.kind === 'read' && !field.mayBeNull;
      if (isBroken && !isAdded) return BROKEN;
      const shown = value === BROKEN ? this.keepBroken() : value;
      if (!isAdded) made[key] = shown;
      else {
        const usage = usages!.find((one) => this.wave.released.has(one))!;
        const errors = this.errors.splice(from);
        this.patches.push(
          isBroken
            ? { kind: 'failed', usage, path: placeOf(usage, path), errors }
            : { kind: 'field', usage, path: pathOf(path), key, value: shown, errors },
        );
      }
    }
    return made;
  }

  protected override list(
    type: ListShape,
    values: readonly unknown[],
    field: ReadShape,
    path: Path,
    place: Place | undefined,
  ): unknown {
    const { stream } = field;
    if (!stream || type !== field.type) return super.list(type, values, field, path, place);
    const { released, before, isReady } = this.wave;
    const hasLeft = this.hasLeft && before!.has(stream);
    const isAdded = this.hasLeft && !hasLeft && released.has(stream);
    const made: unknown[] = [];
    const added: unknown[] = [];
    let kept = this.marks();
    const errorsLater: GraphQLError[] = [];
    let later = 0;
    for (const [from, one] of values.entries()) {
      const at = made.length + added.length + later;
      const isStreamed = at >= stream.initialCount;
      // That later items break their list is known beforehand, where they can be looked at.
      if (isStreamed && !released.has(stream) && (this.hasLeft || !isReady(stream))) {
        later += 1;
        break;
      }
      const isLater = isStreamed && !released.has(stream);
      const marks = this.marks();
      const value = this.under(isStreamed ? hasLeft : this.hasLeft, isStreamed ? [stream] : this.groups, () =>
        this.item(type, one, field, path, at, place && { ...place, path: `${place.path}.${from}` }),
      );
      if (value === LEFT_OUT) continue;
      if (value === BROKEN && !type.itemMayBeNull) {
        // Broken by an item that was not to leave yet, the list never left as one.
        if (!isStreamed || !isAdded || !this.wave.isPromised(stream, steps(path.before, path.key))) {
          this.errors.push(...errorsLater);
          return BROKEN;
        }
        const errors = [...this.errors.splice(kept.errors), ...this.broken];
        this.forget(kept);
        this.patches.push({ kind: 'failed', usage: stream, path: steps(path.before, path.key), errors });
        return made;
      }
      const shown = value === BROKEN ? this.keepBroken() : value;
      if (isLater) {
        errorsLater.push(...this.errors.slice(marks.errors));
        this.errors.length = marks.errors;
        this.forget(marks);
        later += 1;
      } else if (isStreamed && isAdded) added.push(shown);
      else {
        made.push(shown);
        // What comes after this is of what is added.
        kept = this.marks();
      }
    }
    const whole = steps(path.before, path.key);
    if (later > 0) this.awaited.push({ usage: stream, path: whole });
    if (isAdded && added.length > 0) {
      const errors = this.errors.splice(kept.errors);
      this.patches.push({ kind: 'items', usage: stream, path: whole, from: made.length, items: added, errors });
    }
    return made;
  }

  protected override item(...of: Parameters<ShapingRun['item']>): unknown {
    const marks = this.marks();
    const value = super.item(...of);
    if (value === BROKEN) this.forget(marks);
    return value;
  }

  private marks() {
    return { errors: this.errors.length, patches: this.patches.length, awaited: this.awaited.length };
  }

  /** Of what is null, or does not leave yet, nothing more will come. */
  private forget(to: { readonly patches: number; readonly awaited: number }): void {
    this.patches.length = to.patches;
    this.awaited.length = to.awaited;
  }

  private under<T>(hasLeft: boolean, groups: readonly Group[], shape: () => T): T {
    const before = [this.hasLeft, this.groups] as const;
    this.hasLeft = hasLeft;
    this.groups = groups;
    try {
      return shape();
    } finally {
      [this.hasLeft, this.groups] = before;
    }
  }

  /** Of a fragment that stands in another which has not left, the other is awaited. */
  private awaitFields(usages: readonly DeferUsage[], path: Path | null): void {
    for (const usage of usages) {
      let outer = usage;
      for (let at = usage.parent; at; at = at.parent) if (!this.wave.released.has(at)) outer = at;
      this.awaited.push({ usage: outer, path: placeOf(outer, path) });
    }
  }
}

const isIn = (usages: ReadonlySet<PartUsage>, of: readonly DeferUsage[] | null): boolean =>
  of === null || of.some((one) => usages.has(one));

const pathOf = (path: Path | null): Steps => (path ? steps(path.before, path.key) : []);

/** The object that a deferred fragment is of, at or above an object. */
function placeOf({ level }: DeferUsage, path: Path | null): Steps {
  const whole = pathOf(path);
  let keys = 0;
  const end = whole.findIndex((step) => typeof step === 'string' && ++keys > level);
  return end < 0 ? whole : whole.slice(0, end);
}
