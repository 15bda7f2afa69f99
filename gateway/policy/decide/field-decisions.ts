import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import { standsForItself, typesThatMeetOthers, type WithFields } from '../../shared/graphql-ast';
import type { SupergraphRules } from '../read/read-rules';
import type { Decision, Stream, WithheldReason } from '../types';
import { type RulesAt, rulesOfConcreteTypes } from './concrete-rules';
import { allOf, byStreams, type RuleReading } from './rule-reading';

/** What stands behind one field: who owns it, and which streams any one of which opens it. */
export interface FieldRequirement {
  readonly coordinate: string;
  /** OR of ANDs of stream names; empty: nothing covers it. */
  readonly alternatives: readonly (readonly Stream[])[];
  readonly kind: 'guarded' | 'container' | 'exempt' | 'uncovered';
  /** Linkage decides each agency's part by itself. */
  readonly byLinkage: boolean;
  readonly returns: string;
}

export type FieldDecision =
  /** `opening`, of a container: streams of what opens it, needed where nothing inside is asked for but its type. */
  | {
      readonly kind: 'granted';
      readonly streams: readonly Stream[];
      readonly opening?: readonly Stream[];
      /** However it is opened, it is shown changed. */
      readonly masked?: true;
    }
  /** Open to some people's records and not to others': which, is settled by facts about each. */
  | {
      readonly kind: 'conditional';
      readonly streams: readonly Stream[];
      readonly alternatives: readonly (readonly Stream[])[];
    }
  | { readonly kind: 'exempt' }
  | {
      readonly kind: 'withheld';
      readonly stream: Stream | null;
      readonly reason: WithheldReason;
      readonly clause: string | null;
    };

/** What somebody may have: each stream (or whatever the rules' reading asks for) decided by itself. */
export interface Standing {
  decide(stream: Stream): Decision;
}

/**
 * Linkage's own fields are not in any agency's SDL; for each coordinate, the streams any one of which (or, of a list, all of
 * which together) opens it, or `open`.
 */
export type LinkageRequirements = (
  coordinate: string,
) => readonly (Stream | readonly Stream[])[] | 'open' | 'key' | undefined;

/** Reads, once for a supergraph, what guards each field. */
export function requireFields(
  schema: GraphQLSchema,
  supergraph: SupergraphRules,
  linkage: LinkageRequirements,
  reading: RuleReading = byStreams,
): ReadonlyMap<string, FieldRequirement> {
  const requirements = new Map<string, FieldRequirement>();
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = types.filter(isObjectType);
  const rulesAt = rulesOfConcreteTypes(schema, supergraph.rules, reading);
  const guards = { schema, rulesAt, reading, inputs: supergraph.inputs ?? new Map() };
  const carried = carriedTypes(schema, objects, supergraph, rulesAt);
  for (const type of types) {
    if (!isObjectType(type) && !standsForItself(schema, type)) continue;
    const own = groundOfType(type, guards);
    if (own) requirements.set(type.name, own);
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const returned = getNamedType(field.type);
      requirements.set(coordinate, requireField(coordinate, type, returned, guards, linkage, carried));
    }
  }
  return requirements;
}

interface Guards {
  readonly schema: GraphQLSchema;
  readonly rulesAt: RulesAt;
  readonly reading: RuleReading;
  readonly inputs: ReadonlyMap<string, readonly string[]>;
}

/**
 * A type that can stand behind a union or an interface, and has a rule of its own: its ground is kept by its name. To be
 * told the type of such an object is to be told of the object.
 */
function groundOfType(type: WithFields, { schema, rulesAt, reading }: Guards): FieldRequirement | null {
  if (!typesThatMeetOthers(schema).has(type.name)) return null;
  const rules = rulesAt(type.name);
  if (rules.length === 0) return null;
  const alternatives = allOf(rules.map(reading.alternatives));
  if (alternatives.some((all) => all.length === 0)) return null;
  return { coordinate: type.name, alternatives, kind: 'guarded', returns: type.name, byLinkage: false };
}

/** A name without a dot is a type's, and says nothing of any field. */
export const isTypeName = (coordinate: string): boolean => !coordinate.includes('.');

function requireField(
  coordinate: string,
  type: WithFields,
  returned: GraphQLNamedType,
  { schema, rulesAt, reading, inputs }: Guards,
  linkage: LinkageRequirements,
  carried: ReadonlySet<string>,
): FieldRequirement {
  const own = linkage(coordinate);
  const requirement = (
    kind: FieldRequirement['kind'],
    alternatives: FieldRequirement['alternatives'] = [],
  ): FieldRequirement => ({
    coordinate,
    alternatives,
    kind,
    returns: returned.name,
    byLinkage: own !== undefined,
  });
  if (own === 'open' || own === 'key') return requirement('exempt');
  if (own !== undefined)
    return requirement(
      'guarded',
      own.map((streams) => (typeof streams === 'string' ? [streams] : streams)),
    );
  const places = [coordinate, type.name, returned.name, ...(inputs.get(coordinate) ?? [])];
  const found = [...new Set(places)]
    .filter((place) => place === type.name || !isAbstractType(schema.getType(place)))
    .flatMap(rulesAt);
  if (found.length === 0) {
    if (reading.unmarked === 'open' || carried.has(type.name)) return requirement('exempt');
    return requirement(isCompositeType(returned) ? 'container' : 'uncovered');
  }
  const alternatives = allOf(found.map(reading.alternatives));
  if (!alternatives.some((all) => all.length === 0)) return requirement('guarded', alternatives);
  return requirement(reading.unmarked === 'open' ? 'exempt' : 'uncovered');
}

/** Value types without rules of their own whose every use is behind a guarded field: they are carried by it. */
function carriedTypes(
  schema: GraphQLSchema,
  objects: readonly GraphQLObjectType[],
  { rules }: SupergraphRules,
  rulesAt: RulesAt,
): ReadonlySet<string> {
  const uses = new Map<string, boolean>();
  for (const type of objects) {
    for (const field of Object.values(type.getFields())) {
      const guarded = rulesAt(`${type.name}.${field.name}`).length > 0 || rulesAt(type.name).length > 0;
      const returned = getNamedType(field.type);
      for (const possible of possibleObjects(schema, returned))
        uses.set(possible.name, (uses.get(possible.name) ?? true) && guarded);
    }
  }
  const hasRules = (type: GraphQLObjectType): boolean =>
    rules.has(type.name) || Object.keys(type.getFields()).some((name) => rules.has(`${type.name}.${name}`));
  return new Set(objects.filter((type) => uses.get(type.name) === true && !hasRules(type)).map((type) => type.name));
}

function possibleObjects(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}

/** Decides each field for one set of rights. Deny by default: what nothing covers is withheld. */
export function decideFields(
  schema: GraphQLSchema,
  requirements: ReadonlyMap<string, FieldRequirement>,
  rights: Standing,
): (coordinate: string) => FieldDecision {
  const decided = new Map<string, FieldDecision>();
  const visible = new Map<string, FieldDecision>();

  const decide = (coordinate: string): FieldDecision => {
    let decision = decided.get(coordinate);
    if (!decision) {
      decision = decideOne(coordinate);
      decided.set(coordinate, decision);
    }
    return decision;
  };
  const decideOne = (coordinate: string): FieldDecision => {
    const requirement = requirements.get(coordinate);
    // A type without a rule of its own is as open as what is in it.
    if (!requirement && isTypeName(coordinate) && schema.getType(coordinate)) return { kind: 'exempt' };
    if (!requirement || requirement.kind === 'uncovered')
      return { kind: 'withheld', stream: null, reason: 'NO_CLAUSE', clause: null };
    if (requirement.kind === 'exempt') return { kind: 'exempt' };
    if (requirement.kind === 'guarded') return decideAlternatives(requirement, rights);
    return container(requirement.returns, new Set());
  };
  /** A container is visible if any child is; a cycle adds nothing of its own. */
  const container = (typeName: string, within: ReadonlySet<string>): FieldDecision => {
    const known = visible.get(typeName);
    if (known) return known;
    if (within.has(typeName)) return { kind: 'withheld', stream: null, reason: 'NO_CLAUSE', clause: null };
    const inside = new Set(within).add(typeName);
    let refused: FieldDecision = { kind: 'withheld', stream: null, reason: 'NO_CLAUSE', clause: null };
    const opening = new Set<Stream>();
    for (const type of possibleObjects(schema, schema.getType(typeName)!)) {
      for (const field of Object.values(type.getFields())) {
        const requirement = requirements.get(`${type.name}.${field.name}`);
        if (!requirement || requirement.kind === 'exempt' || requirement.kind === 'uncovered') continue;
        const decision =
          requirement.kind === 'guarded' ? decide(requirement.coordinate) : container(requirement.returns, inside);
        if (decision.kind === 'granted' || decision.kind === 'conditional')
          for (const stream of 'opening' in decision && decision.opening ? decision.opening : decision.streams)
            opening.add(stream);
        if (decision.kind === 'withheld' && refused.kind === 'withheld' && refused.stream === null) refused = decision;
      }
    }
    const found: FieldDecision = opening.size > 0 ? { kind: 'granted', streams: [], opening: [...opening] } : refused;
    // Inside a cycle the whole of it has not been seen.
    if (within.size === 0) visible.set(typeName, found);
    return found;
  };
  return decide;
}

/** By these, people are found and joined before any fact about them can be asked: under a condition they stay closed. */
const NEEDED_FIRST = /:(existence|family|roster)$/;
export const isSettleable = (stream: Stream): boolean => !NEEDED_FIRST.test(stream);

function decideAlternatives({ alternatives }: FieldRequirement, rights: Standing): FieldDecision {
  const granted = new Set<Stream>();
  let whole = false;
  const conditional: (readonly Stream[])[] = [];
  let refusal: FieldDecision | undefined;
  for (const all of alternatives) {
    const decisions = all.map((stream) => rights.decide(stream));
    const refused = decisions.find((decision) => decision.kind === 'withheld');
    const needing = decisions.find((decision) => decision.kind === 'needs');
    if (refused) refusal ??= refusalOf(refused);
    else if (!needing) {
      whole ||= decisions.every((decision) => decision.kind === 'granted' && !decision.transform);
      for (const stream of all) granted.add(stream);
    } else if (all.every(isSettleable)) conditional.push(all);
    else refusal ??= refusalOf(needing);
  }
  if (granted.size > 0) {
    // Another agency's part may be open to some people's records besides: which, is settled like any other.
    const streams = [...new Set([...granted, ...conditional.flat()])];
    return { kind: 'granted', streams, ...(whole ? {} : { masked: true as const }) };
  }
  if (conditional.length > 0)
    return { kind: 'conditional', streams: [...new Set(conditional.flat())], alternatives: conditional };
  return refusal ?? { kind: 'withheld', stream: null, reason: 'NO_CLAUSE', clause: null };
}

function refusalOf(decision: Exclude<Decision, { kind: 'granted' }>): FieldDecision {
  const { stream, clause } = decision;
  return { kind: 'withheld', stream, clause, reason: decision.kind === 'needs' ? 'NEEDS_FACTS' : decision.reason };
}

/** Fields that no stream covers, by coordinate: they cannot be published. */
export function uncoveredFields(requirements: ReadonlyMap<string, FieldRequirement>): readonly string[] {
  return [...requirements.values()]
    .filter((requirement) => requirement.kind === 'uncovered')
    .map((requirement) => requirement.coordinate);
}
