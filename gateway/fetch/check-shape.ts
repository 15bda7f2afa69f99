import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLLeafType,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { applyMask, isRecorded, type Mask, maskOf, masksWhole, strictest } from '../masks';
import { appliesTo, fragmentsIn } from '../selected';
import type { Transform } from '../types';

type Tree = Record<string, unknown>;
type Given = Readonly<Tree>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that may not be null is, so that what holds it is null too. */
const BUBBLES = Symbol('null where none may be');

/** What one agency's answer to one plan step must look like. */
export interface ExpectedShape {
  /** What clients see. Fields that are not in it (keys) pass as they are. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** The response key at which a value was not of the form agreed, and is null instead. */
  readonly onMalformed: (key: string) => void;
  /** What of a record is shown changed: done here, before anything else has seen it. */
  readonly shown?: Shown;
}

export interface Shown {
  /** How a field is shown; null where it has no rule of its own and is shown as what holds it. */
  transformsAt(coordinate: string): readonly Transform[] | null;
  /** `path`: response keys and places in lists, from the record down. */
  onMask(path: string, coordinate: string, mask: Mask, recorded: boolean): void;
}

/** Where a value stands in a record, and how what holds it is shown. */
interface Place {
  readonly path: string;
  readonly transforms: readonly Transform[];
}
/** Where nothing is shown changed, nobody asks where it stands. */
const ANYWHERE: Place = { path: '', transforms: [] };

/**
 * One object of an agency's answer, cut to what was asked and with null for each value that its type does not allow.
 *
 * The engine would refuse the whole operation for a text where a list should be, and would put a silent null, which
 * reads as "nothing held", for a code that is in no list of ours.
 */
export function checkShape(
  { schema, document, onMalformed, shown }: ExpectedShape,
  type: GraphQLObjectType,
  selections: SelectionSetNode,
  value: Given,
): Tree {
  const asked = askedIn(document);

  const object = (
    of: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    given: Given,
    { path, transforms: inherited }: Place,
  ): Tree | typeof BUBBLES => {
    const made: Tree = {};
    for (const [key, { name, below }] of asked.fieldsOf(schema, of, sets)) {
      const field = of.getFields()[name];
      const answered = Object.hasOwn(given, key) ? given[key] : undefined;
      // A field that was asked for and is not there at all is not "nothing held".
      if (field && answered === undefined) onMalformed(key);
      const transforms = shown?.transformsAt(`${of.name}.${name}`) ?? inherited;
      const place = shown ? { path: path === '' ? key : `${path}.${key}`, transforms } : ANYWHERE;
      const kept = field && name !== '__typename' ? complete(field.type, below, answered, key, place) : answered;
      if (kept === BUBBLES) return BUBBLES;
      const mask = field ? maskFor(name, field.type, transforms) : null;
      if (mask !== null) shown!.onMask(place.path, `${of.name}.${name}`, mask, isRecorded(kept));
      if (kept !== undefined) made[key] = mask === null ? kept : applyMask(mask, kept);
    }
    return made;
  };

  const complete = (
    of: GraphQLOutputType,
    below: readonly SelectionSetNode[],
    given: unknown,
    key: string,
    place: Place,
  ): unknown => {
    if (!isNonNullType(of)) {
      const made = completeNullable(of, below, given ?? null, key, place);
      return made === BUBBLES ? null : made;
    }
    const made = completeNullable(of.ofType, below, given ?? null, key, place);
    if (made === null) onMalformed(key);
    return made === null ? BUBBLES : made;
  };

  const completeNullable = (
    of: GraphQLNullableType & GraphQLOutputType,
    below: readonly SelectionSetNode[],
    given: unknown,
    key: string,
    place: Place,
  ): unknown => {
    const malformed = (): null => {
      onMalformed(key);
      return null;
    };
    if (given === null) return null;
    if (isListType(of)) {
      if (!Array.isArray(given)) return malformed();
      const made = given.map((one: unknown, at) =>
        complete(of.ofType, below, one, key, shown ? { ...place, path: `${place.path}.${at}` } : place),
      );
      return made.includes(BUBBLES) ? BUBBLES : made;
    }
    if (isLeafType(of)) return isLeafValue(of, given) ? given : malformed();
    if (!isTree(given)) return malformed();
    const concrete = isAbstractType(of) ? schema.getType(String(given.__typename)) : of;
    if (!isObjectType(concrete) || (isAbstractType(of) && !schema.isSubType(of, concrete))) return malformed();
    const made = object(concrete, below, given, place);
    if (made === BUBBLES) onMalformed(key);
    return made;
  };

  const made = object(type, [selections], value, ANYWHERE);
  return made === BUBBLES ? {} : made;
}

interface AskedField {
  readonly name: string;
  readonly below: SelectionSetNode[];
}

/** What a step asks of each type at each place: the same for every answer to it. */
class AskedIn {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** By selections that stand alone at a place. */
  private readonly known = new Map<SelectionSetNode, Map<GraphQLObjectType, ReadonlyMap<string, AskedField>>>();

  constructor(document: DocumentNode) {
    this.fragments = fragmentsIn(document);
  }

  fieldsOf(
    schema: GraphQLSchema,
    of: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
  ): ReadonlyMap<string, AskedField> {
    // Of a field that is asked twice the selections are merged, and each may stand alone elsewhere.
    const [set, another] = sets;
    if (!set || another) return this.collect(schema, of, sets);
    const byType = this.known.get(set) ?? new Map<GraphQLObjectType, ReadonlyMap<string, AskedField>>();
    this.known.set(set, byType);
    const fields = byType.get(of) ?? this.collect(schema, of, sets);
    byType.set(of, fields);
    return fields;
  }

  private collect(
    schema: GraphQLSchema,
    of: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
  ): ReadonlyMap<string, AskedField> {
    const fields = new Map<string, AskedField>();
    const collect = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const before = fields.get(key) ?? { name: selection.name.value, below: [] };
          if (selection.selectionSet) before.below.push(selection.selectionSet);
          fields.set(key, before);
          continue;
        }
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition?.name.value;
        if (fragment && appliesTo(schema, condition, of)) collect(fragment.selectionSet);
      }
    };
    sets.forEach(collect);
    return fields;
  }
}

/** Kept as long as the step's document is. */
const askedBefore = new WeakMap<DocumentNode, AskedIn>();
function askedIn(document: DocumentNode): AskedIn {
  const asked = askedBefore.get(document) ?? new AskedIn(document);
  askedBefore.set(document, asked);
  return asked;
}

function maskFor(name: string, type: GraphQLOutputType, transforms: readonly Transform[]): Mask | null {
  if (transforms.length === 0) return null;
  if (isCompositeType(getNamedType(type))) return transforms.some(masksWhole) ? 'RECORDED' : null;
  return strictest(transforms.map((transform) => maskOf(name, transform)));
}

/** The selections of a step's operation. */
export function selectionsOf(document: DocumentNode): SelectionSetNode {
  return document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!
    .selectionSet;
}

/** As strict as the engine is, so that nothing is left for it to make null. */
function isLeafValue(type: GraphQLLeafType, value: unknown): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case 'Int':
      return Number.isInteger(value) && (value as number) === ((value as number) | 0);
    case 'Float':
      return typeof value === 'number';
    case 'Boolean':
      return typeof value === 'boolean';
    case 'String':
      return typeof value === 'string';
    case 'ID':
      return typeof value === 'string' || Number.isInteger(value);
    // What a scalar of our own is made of is for its readers to know; but a tree in its place would pass unread.
    default:
      return typeof value !== 'object';
  }
}
