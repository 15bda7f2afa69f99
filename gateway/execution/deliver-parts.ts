import type { GraphQLError } from 'graphql';
import type { ObjectShape } from '../planning/compile-shape';
import type { PartUsage } from '../planning/defer-usages';
import type { Steps } from '../shared/faulty-null';
import type { OpenRun } from './engine';
import { type PartNeeds, partNeeds } from './part-needs';
import type { Shaping } from './shape-answer';
import { type Group, type Patch, type ShapedPart, shapePart } from './shape-parts';
import type { Leaf, Unit } from './step-progress';

/** A fragment or a list that has been promised to the client, by the number under which it is told of. */
export interface Promised {
  readonly id: number;
  readonly usage: PartUsage;
  readonly path: Steps;
}

/** What is added to what has left, in fulfilment of one promise. */
export type Added = { readonly promised: Promised; readonly path: Steps; readonly errors: readonly GraphQLError[] } & (
  | { readonly kind: 'fields'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'items'; readonly from: number; readonly items: readonly unknown[] }
);

/** One part of an answer. The first has the data; each later one adds to it. */
export interface AnswerPart {
  readonly first: { readonly data: ShapedPart['data']; readonly errors: readonly GraphQLError[] } | null;
  /** Promised from here on. */
  readonly pending: readonly Promised[];
  readonly added: readonly Added[];
  /** Nothing more comes of these; with errors: nothing of what is missing does. */
  readonly completed: readonly { readonly promised: Promised; readonly errors: readonly GraphQLError[] }[];
  readonly isLast: boolean;
}

/** The client has gone: nothing is shown to anybody any more. */
export class ClientGone extends Error {}

export interface PartsOptions {
  readonly shape: ObjectShape;
  readonly shaping: Shaping;
  readonly run: OpenRun;
  /** Whether agencies are being asked for what is no step: whichever of them fails at it has not answered. */
  readonly isAskingBeside: () => boolean;
  /** Ends the run where the client goes away. */
  readonly gone: AbortSignal;
}

/** Parts in the order in which they may leave. What a step threw is thrown in place of the next part. */
export async function* deliverParts(options: PartsOptions): AsyncGenerator<AnswerPart, void, void> {
  const { run, gone } = options;
  const leave = (): void => run.stop(new ClientGone());
  gone.addEventListener('abort', leave);
  if (gone.aborted) leave();
  const ended = run.run().finally(() => run.progress.tell());
  // Thrown where the next part would leave.
  ended.catch(() => {});
  try {
    const delivery = new Delivery(options);
    for (;;) {
      const { progress } = run;
      // What is answered in one turn leaves in one part: each costs a shaping, notices and a record of its own.
      await nextTurn();
      const changed = progress.changed();
      // All that is under way is heard to its end.
      if (run.fault) await ended;
      if (progress.isAllOver) await ended;
      const part = delivery.next();
      if (part) yield part;
      if (part?.isLast) return;
      if (!part && progress.isAllOver && !options.isAskingBeside())
        throw new Error('An answer of which all is there leaves whole.');
      if (!part) await changed;
    }
  } finally {
    gone.removeEventListener('abort', leave);
    run.stop(new ClientGone());
    await ended.catch(() => {});
  }
}

/** Once all that the event loop has heard by now is read. */
const nextTurn = (): Promise<void> => new Promise((turn) => setImmediate(turn));

class Delivery {
  private readonly needs: Map<Group, Set<Unit>>;
  private readonly after: PartNeeds['after'];
  private readonly promised = new Map<string, Promised>();
  private before: ReadonlySet<PartUsage> | null = null;
  private made = 0;

  constructor(private readonly options: PartsOptions) {
    const { needs, after } = partNeeds(options.shape, options.run.units);
    // What turns on one answer is known only once it is looked at.
    this.needs = new Map([...needs].map(([group, units]) => [group, new Set(units)]));
    this.after = after;
  }

  /** The next part, where there is something of it that may leave. */
  next(): AnswerPart | null {
    const { shape, shaping, run } = this.options;
    for (;;) {
      const released = this.release();
      if (!released) return null;
      const shaped = shapePart(shape, shaping, run.tree, {
        released,
        before: this.before,
        isReady: (stream) => this.isOver(stream),
        isPromised: (usage, path) => this.promised.has(this.nameOf(usage, path)),
        isOver: (agency) => this.hasSettled(agency),
      });
      if (this.postpone(shaped)) continue;
      const part = this.part(shaped, released);
      if (part.first || part.pending.length + part.added.length + part.completed.length > 0) return part;
    }
  }

  private isOver(group: Group): boolean {
    const { run, isAskingBeside } = this.options;
    if (this.isBeside.has(group) && isAskingBeside()) return false;
    return [...(this.needs.get(group) ?? [])].every((unit) => run.progress.isOver(unit));
  }

  /** What may leave now, with what has left; null where that is nothing more. */
  private release(): ReadonlySet<PartUsage> | null {
    if (this.before === null && !this.isOver(null)) return null;
    const released = new Set(this.before ?? []);
    // A fragment stands after those that it is inside of.
    const waiting = [...this.needs.keys()].filter((one): one is PartUsage => one !== null && !released.has(one));
    for (let more = true; more; ) {
      more = false;
      for (const usage of waiting)
        if (!released.has(usage) && this.isOver(usage) && this.mayFollow(usage, released)) {
          released.add(usage);
          more = true;
        }
    }
    return this.before === null || released.size > this.before.size ? released : null;
  }

  private mayFollow(usage: PartUsage, released: ReadonlySet<PartUsage>): boolean {
    if (usage.kind === 'defer') return usage.parent === null || released.has(usage.parent);
    const { before } = this;
    return before !== null && [...this.after.get(usage)!].some((group) => group === null || before.has(group));
  }

  /** Whether something of it may yet be told otherwise: it then waits for whoever would. */
  private postpone({ unsettled }: ShapedPart): boolean {
    let postponed = false;
    for (const [group, agency] of unsettled) {
      if (this.before !== null && (group === null || this.before.has(group))) continue;
      const needed = this.needs.get(group) ?? new Set();
      this.needs.set(group, needed);
      postponed = true;
      for (const unit of [agency, ...this.askingApart(agency)]) needed.add(unit);
      if (this.options.isAskingBeside()) this.isBeside.add(group);
    }
    return postponed;
  }

  /** Groups that wait for what is asked beside the steps. */
  private readonly isBeside = new Set<Group>();

  private hasSettled(agency: string): boolean {
    const { run, isAskingBeside } = this.options;
    return run.progress.isOver(agency) && this.askingApart(agency).length === 0 && !isAskingBeside();
  }

  /** Steps in process that may ask an agency, and have not ended. */
  private askingApart(agency: string): readonly Leaf[] {
    const { units, progress, agenciesOf } = this.options.run;
    return units.leaves.filter(
      (leaf) => units.unitOf(leaf) === leaf && !progress.isOver(leaf) && (agenciesOf(leaf)?.includes(agency) ?? true),
    );
  }

  private part(shaped: ShapedPart, released: ReadonlySet<PartUsage>): AnswerPart {
    const isFirst = this.before === null;
    this.before = released;
    const awaited = new Map(shaped.awaited.map(({ usage, path }) => [this.nameOf(usage, path), { usage, path }]));
    const failures = new Map<Promised, GraphQLError[]>();
    const added: Added[] = [];
    for (const patch of shaped.patches) this.add(patch, added, failures);
    const completed = [...this.promised].filter(([name]) => !awaited.has(name));
    const pending = [...awaited]
      .filter(([name]) => !this.promised.has(name))
      .map(([name, { usage, path }]) => {
        const one = { id: this.made++, usage, path };
        this.promised.set(name, one);
        return one;
      });
    for (const [name] of completed) this.promised.delete(name);
    return {
      first: isFirst ? { data: shaped.data, errors: shaped.errors } : null,
      pending,
      added,
      completed: completed.map(([, promised]) => ({ promised, errors: failures.get(promised) ?? [] })),
      isLast: this.promised.size === 0,
    };
  }

  private add(patch: Patch, added: Added[], failures: Map<Promised, GraphQLError[]>): void {
    const { usage, path, errors } = patch;
    const promised = this.promisedFor(usage, path);
    if (patch.kind === 'failed') failures.set(promised, [...(failures.get(promised) ?? []), ...errors]);
    else if (patch.kind === 'items')
      added.push({ kind: 'items', promised, path, errors, from: patch.from, items: patch.items });
    else {
      const at = added.findIndex((one) => one.kind === 'fields' && one.promised === promised && isSame(one.path, path));
      const before = added[at];
      const data = Object.assign(
        Object.create(null) as Record<string, unknown>,
        before?.kind === 'fields' ? before.data : {},
      );
      data[patch.key] = patch.value;
      const one: Added = { kind: 'fields', promised, path, data, errors: [...(before?.errors ?? []), ...errors] };
      if (at < 0) added.push(one);
      else added[at] = one;
    }
  }

  private promisedFor(usage: PartUsage, path: Steps): Promised {
    // What came with the fragment that it is inside of was promised with that.
    for (let at: PartUsage | null = usage; at; at = at.kind === 'defer' ? at.parent : null)
      for (let end = path.length; end >= 0; end--) {
        const one = this.promised.get(this.nameOf(at, path.slice(0, end)));
        if (one) return one;
      }
    throw new Error('What is added to an answer was promised before.');
  }

  private readonly numbers = new Map<PartUsage, number>();
  private nameOf(usage: PartUsage, path: Steps): string {
    const number = this.numbers.get(usage) ?? this.numbers.size;
    this.numbers.set(usage, number);
    return JSON.stringify([number, path]);
  }
}

const isSame = (one: Steps, other: Steps): boolean =>
  one.length === other.length && one.every((step, at) => step === other[at]);
