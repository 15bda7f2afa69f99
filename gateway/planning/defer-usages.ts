import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { appliesTo, fragmentsIn, isIncluded, responseKey, type WithFields } from '../shared/graphql-ast';
import { DEFER, STREAM } from '../shared/incremental-directives';

/** One `@defer` of a document, at one place of an answer: lists and concrete types aside. */
export interface DeferUsage {
  readonly kind: 'defer';
  readonly label: string | null;
  /** The deferred fragment that it stands in. */
  readonly parent: DeferUsage | null;
  /** How many response keys lead to the object that its fragment is of. */
  readonly level: number;
}

/** One `@stream`, at one place of an answer. */
export interface StreamUsage {
  readonly kind: 'stream';
  readonly label: string | null;
  readonly initialCount: number;
}

export type PartUsage = DeferUsage | StreamUsage;

/** A selection set, and the deferred fragment that it is part of. */
export interface AskedSet {
  readonly set: SelectionSetNode;
  readonly usage: DeferUsage | null;
}

/** What is asked under one response key. */
export interface AskedKey {
  readonly nodes: readonly FieldNode[];
  /** The deferred fragments that ask for it; null: it is asked for outside of them, too. */
  readonly usages: readonly DeferUsage[] | null;
  readonly below: readonly AskedSet[];
}

/** Whether a document defers or streams anything, by its text alone. */
export function isIncremental(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: ({ name }) => {
      found ||= name.value === DEFER.name || name.value === STREAM.name;
    },
  });
  return found;
}

/** Collects fields as `NodeCollector` does, in the same order, and which deferred fragments ask for each. */
export class DeferCollector {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly usages = new Map<SelectionNode, Map<string, DeferUsage>>();
  private readonly streams = new Map<FieldNode, Map<string, StreamUsage>>();

  /** @param variables coerced: only those that directives name are read. */
  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    this.fragments = fragmentsIn(document);
  }

  /** @param path names the object: the client's keys, without places in lists. */
  collect(type: WithFields, sets: readonly AskedSet[], path: string): ReadonlyMap<string, AskedKey> {
    const found = new Map<string, Found>();
    const met = new Map<string, Set<DeferUsage | null>>();
    for (const { set, usage } of sets) this.collectInto(found, met, type, set, usage, path);
    return new Map(
      [...found].map(([key, { nodes, usages }]) => {
        const isStreamed = this.streamOf(nodes[0]!, `${path}/${key}`) !== null;
        // What is below a streamed item comes with the item.
        const below = nodes.flatMap(({ selectionSet: set }, at) =>
          set ? [{ set, usage: isStreamed ? null : usages[at]! }] : [],
        );
        return [key, { nodes, usages: outermost(usages), below }];
      }),
    );
  }

  /** The `@stream` of a field, where there is one and it is not switched off. */
  streamOf(node: FieldNode, path: string): StreamUsage | null {
    if (!node.directives?.length) return null;
    const given = getDirectiveValues(STREAM, node, this.variables as Record<string, unknown>);
    if (given?.if !== true) return null;
    const { label = null, initialCount } = given as { readonly label?: string | null; readonly initialCount: number };
    return memo(this.streams, node, path, () => ({ kind: 'stream', label, initialCount }));
  }

  private collectInto(
    found: Map<string, Found>,
    met: Map<string, Set<DeferUsage | null>>,
    type: WithFields,
    set: SelectionSetNode,
    within: DeferUsage | null,
    path: string,
  ): void {
    for (const selection of set.selections) {
      if (!isIncluded(selection, this.variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const beside = found.get(key) ?? { nodes: [], usages: [] };
        beside.nodes.push(selection);
        beside.usages.push(within);
        found.set(key, beside);
        continue;
      }
      const usage = this.deferOf(selection, within, path);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        const before = met.get(name) ?? new Set();
        if (before.has(usage)) continue;
        met.set(name, before.add(usage));
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (fragment && appliesTo(this.schema, fragment.typeCondition?.name.value, type))
        this.collectInto(found, met, type, fragment.selectionSet, usage, path);
    }
  }

  private deferOf(
    selection: Exclude<SelectionNode, FieldNode>,
    within: DeferUsage | null,
    path: string,
  ): DeferUsage | null {
    if (!selection.directives?.length) return within;
    const given = getDirectiveValues(DEFER, selection, this.variables as Record<string, unknown>);
    if (given?.if !== true) return within;
    const level = path.split('/').length - 1;
    const label = (given.label as string | null | undefined) ?? null;
    const known = this.usages.get(selection)?.get(path);
    // A named fragment may be spread inside of several that are deferred.
    if (known && known.parent === within) return known;
    return memo(this.usages, selection, known ? `${path} ${this.numberOf(within)}` : path, () => ({
      kind: 'defer',
      label,
      parent: within,
      level,
    }));
  }

  private readonly numbers = new Map<DeferUsage | null, number>();
  private numberOf(usage: DeferUsage | null): number {
    const known = this.numbers.get(usage) ?? this.numbers.size;
    this.numbers.set(usage, known);
    return known;
  }
}

interface Found {
  readonly nodes: FieldNode[];
  readonly usages: (DeferUsage | null)[];
}

function memo<Node, T>(all: Map<Node, Map<string, T>>, node: Node, path: string, make: () => T): T {
  const of = all.get(node) ?? new Map<string, T>();
  all.set(node, of);
  const made = of.get(path) ?? make();
  of.set(path, made);
  return made;
}

/** Each once; one that stands in another of them comes with that one. */
function outermost(usages: readonly (DeferUsage | null)[]): readonly DeferUsage[] | null {
  if (usages.includes(null)) return null;
  const distinct = new Set(usages as readonly DeferUsage[]);
  return [...distinct].filter(({ parent }) => {
    for (let at = parent; at; at = at.parent) if (distinct.has(at)) return false;
    return true;
  });
}
