import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldDecision } from '../policy/decide/field-decisions';
import type { Stream } from '../policy/types';
import { standsForItself, typesThatMeetOthers, type WithFields } from '../shared/graphql-ast';
import { HIDDEN_TYPENAME } from '../shared/hidden-keys';
import { argumentNeeds } from './argument-needs';
import { canonicalKey, renameVariables, VariableNames } from './canonical-keys';
import { type CollectOptions, FieldCollector } from './collect-fields';
import { distinctWithheld } from './distinct-withheld';
import { hiddenFields, isAsked, mergeSelections, named, selectionSet } from './selections';
import type { Withheld } from './types';

/** One walk down an operation: what is kept, what is withheld, and which objects nothing is left of. */
export class NarrowingWalk {
  readonly names = new VariableNames();
  readonly withheld = new Map<string, Withheld>();
  readonly emptied = new Map<string, readonly Withheld[]>();
  readonly leftOut = new Map<string, readonly Withheld[]>();
  readonly asked = new Map<string, readonly Stream[]>();
  private readonly fields: FieldCollector;
  private readonly meeting: ReadonlySet<string>;
  /** Selections in which the client itself asks for the type. */
  private readonly askingType = new WeakSet<readonly SelectionNode[]>();

  constructor(private readonly options: NarrowOptions) {
    this.fields = new FieldCollector(options);
    this.meeting = typesThatMeetOthers(options.schema);
  }

  keyOf = (node: FieldNode, field: GraphQLField<unknown, unknown>, type: WithFields): string =>
    canonicalKey(node, this.names, this.apart(node, field, type));

  /** Equal names may have unequal types where several concrete types meet; and what changes something is done each time. */
  private apart(node: FieldNode, field: GraphQLField<unknown, unknown>, type: WithFields): string {
    if (type === this.options.schema.getMutationType()) return (node.alias ?? node.name).value;
    return this.meeting.has(type.name) ? String(field.type) : '';
  }

  /** The selections left on an object, or null where something was withheld and nothing that matters is left. */
  object(type: WithFields, sets: readonly SelectionSetNode[], path: string): readonly SelectionNode[] | null {
    const kept: SelectionNode[] = [];
    const refused: Withheld[] = [];
    for (const [responseKey, nodes] of this.fields.collect(type, sets)) {
      const first = nodes[0]!;
      const name = first.name.value;
      if (name === '__typename' || name.startsWith('__')) {
        if (name === '__typename') kept.push(named('__typename', HIDDEN_TYPENAME));
        continue;
      }
      const coordinate = `${type.name}.${name}`;
      const decision = this.decide(coordinate, type.getFields()[name]!, nodes);
      if (decision.kind === 'withheld') {
        const one = { ...decision, coordinate };
        this.withheld.set(coordinate, one);
        refused.push(one);
        // Refused here, by its arguments, and not wherever it stands: the join must know of this place.
        if (this.options.decide(coordinate).kind !== 'withheld')
          this.emptied.set(`${path}/${type.name}.${responseKey}`, [one]);
        continue;
      }
      const below = this.field(type, nodes, `${path}/${type.name}.${responseKey}`);
      if (below.kind === 'emptied') refused.push(...below.withheld);
      else {
        const typeAlone = below.node.selectionSet !== undefined && !below.node.selectionSet.selections.some(isAsked);
        const { streams = [], opening = streams } =
          decision.kind === 'granted' || decision.kind === 'conditional' ? { opening: undefined, ...decision } : {};
        this.asked.set(coordinate, typeAlone ? opening : streams);
        kept.push(below.node);
      }
    }
    const asksType = this.options.existenceIsOpen === true && kept.length > 0;
    if (refused.length > 0 && !asksType && !kept.some(isAsked)) {
      this.emptied.set(path, distinctWithheld(refused));
      return null;
    }
    const all = [...hiddenFields(type, this.options.schema), ...mergeSelections(kept)];
    if (asksType) this.askingType.add(all);
    // Everything may be skipped: an object without a selection is not GraphQL.
    return all.length > 0 ? all : [named('__typename', HIDDEN_TYPENAME)];
  }

  /** A field's own decision; and where an argument picks by another field, that one must be open, and whole, to everybody asked for. */
  private decide(
    coordinate: string,
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
  ): FieldDecision {
    const decision = this.options.decide(coordinate);
    if (decision.kind === 'withheld' || this.options.argumentsAreOpen) return decision;
    for (const node of nodes) {
      for (const needed of argumentNeeds(this.options.schema, field, node.arguments ?? [])) {
        const right = this.options.decide(needed);
        if (right.kind === 'withheld') return right;
        if (right.kind === 'conditional' || (right.kind === 'granted' && right.masked))
          return { kind: 'withheld', stream: right.streams[0] ?? null, reason: 'NEEDS_FACTS', clause: null };
      }
    }
    return decision;
  }

  private field(
    type: WithFields,
    nodes: readonly FieldNode[],
    path: string,
  ): { kind: 'kept'; node: FieldNode } | { kind: 'emptied'; withheld: readonly Withheld[] } {
    const first = nodes[0]!;
    const definition = type.getFields()[first.name.value]!;
    const returned = getNamedType(definition.type);
    const key = this.keyOf(first, definition, type);
    const node = {
      ...named(first.name.value, key),
      arguments: (first.arguments ?? []).map((argument) => renameVariables(argument, this.names)),
    };
    if (!isCompositeType(returned)) return { kind: 'kept', node };
    const sets = nodes.map((one) => one.selectionSet!);
    const isOne = isObjectType(returned) || standsForItself(this.options.schema, returned);
    const below = isOne ? this.object(returned, sets, path) : this.abstract(returned, sets, path);
    if (!below) return { kind: 'emptied', withheld: this.emptied.get(path) ?? [] };
    return { kind: 'kept', node: { ...node, selectionSet: selectionSet(below) } };
  }

  /**
   * What is asked alike of all concrete types of an interface, by its own field, and open without a rule in each of them: it
   * stays the interface's, so that a subgraph which knows or provides it of the interface alone can be asked for it.
   */
  private sharedFields(returned: GraphQLAbstractType, fragments: readonly OfType[]): readonly SelectionNode[] {
    const [first, ...others] = fragments;
    if (!first || !isInterfaceType(returned)) return [];
    const texts = others.map(({ below }) => new Set(below.map((one) => print(one))));
    return first.below.filter((one) => {
      if (one.kind !== Kind.FIELD || !isAsked(one)) return false;
      const name = one.name.value;
      const field = returned.getFields()[name];
      if (!field || one.arguments?.some((given) => !field.args.some((argument) => argument.name === given.name.value)))
        return false;
      const text = print(one);
      return (
        texts.every((all) => all.has(text)) &&
        fragments.every(
          ({ type }) =>
            // What is asked below may not be there to ask of the less that an interface promises.
            getNamedType(type.getFields()[name]!.type) === getNamedType(field.type) &&
            this.options.decide(`${type.name}.${name}`).kind === 'exempt',
        )
      );
    });
  }

  /** One fragment for each concrete type, so that each is checked by its own rules. */
  private abstract(
    returned: GraphQLAbstractType,
    sets: readonly SelectionSetNode[],
    path: string,
  ): readonly SelectionNode[] | null {
    const kept: SelectionNode[] = [named('__typename', HIDDEN_TYPENAME)];
    const refused: Withheld[] = [];
    const types = this.options.schema.getPossibleTypes(returned);
    const fragments: OfType[] = [];
    const closed = types.flatMap((type) => this.closed(type) ?? []);
    let selected = false;
    for (const type of types) {
      const below = this.object(type, sets, path);
      const isClosed = closed.some(({ coordinate }) => coordinate === type.name);
      if (!below) refused.push(...(this.emptied.get(path) ?? []));
      else if (!isClosed && below.length > 0) {
        selected ||= below.some(isAsked) || this.askingType.has(below);
        fragments.push({ type, below });
      }
      this.emptied.delete(path);
    }
    const shared = fragments.length === types.length ? this.sharedFields(returned, fragments) : [];
    kept.push(...shared);
    const texts = new Set([named('__typename', HIDDEN_TYPENAME), ...shared].map((one) => print(one)));
    for (const { type, below } of fragments) {
      const own = shared.length > 0 ? below.filter((one) => !texts.has(print(one))) : below;
      if (own.length > 0)
        kept.push({
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
          selectionSet: selectionSet(own),
        });
    }
    if (closed.length === types.length) {
      refused.push(...closed);
      for (const one of closed) this.withheld.set(one.coordinate, one);
    }
    if (refused.length > 0 && !selected) {
      this.emptied.set(path, distinctWithheld(refused));
      return null;
    }
    const leftOut = closed.filter(({ coordinate }) =>
      this.asksOf(types.find(({ name }) => name === coordinate)!, sets),
    );
    if (leftOut.length > 0) this.leftOut.set(path, leftOut);
    return kept;
  }

  /**
   * Whether a concrete type is closed by a rule of its own: no object of it is shown, nor that there is one. It is told by
   * what could stand in the place, whether or not anything does. Where it is open, its streams are needed even if nothing but
   * its type is asked.
   */
  private closed(type: GraphQLObjectType): Withheld | null {
    const decision = this.options.decide(type.name);
    if (decision.kind === 'withheld') {
      const one = { ...decision, coordinate: type.name };
      if (!this.options.existenceIsOpen) this.withheld.set(type.name, one);
      return one;
    }
    if (decision.kind !== 'exempt') this.asked.set(type.name, decision.streams);
    return null;
  }

  private asksOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): boolean {
    return [...this.fields.collect(type, sets).values()].some(([node]) => !node!.name.value.startsWith('__'));
  }
}

interface OfType {
  readonly type: GraphQLObjectType;
  readonly below: readonly SelectionNode[];
}

export interface NarrowOptions extends CollectOptions {
  /** `__typename` alone keeps an object: where what is not marked is open, that it exists is told. Not in this stack. */
  readonly existenceIsOpen?: boolean;
  /** Arguments that pick by a field need no right to it: by Federation's own rules they do not. Not in this stack. */
  readonly argumentsAreOpen?: boolean;
  readonly operation: OperationDefinitionNode;
  readonly decide: (coordinate: string) => FieldDecision;
}
