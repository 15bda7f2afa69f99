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
  type SelectionSetNode,
} from 'graphql';
import type { Transform } from '../policy/types';
import { isDay, isInstant } from '../shared/days';
import { FaultyNull } from '../shared/faulty-null';
import { appliesTo, fragmentsIn, operationIn, responseKey } from '../shared/graphql-ast';
import { applyMask, isRecorded, type Mask, maskOf, masksWhole, strictest } from '../shared/masks';

type Tree = Record<string, unknown>;
type Given = Readonly<Tree>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What one agency's answer to one plan step must look like. */
export interface ExpectedShape {
  /** What clients see. Fields that are not in it (keys) pass as they are. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Whose answer it is. */
  readonly agency: string;
  /** What of a record is shown changed: done here, before anything else has seen it. */
  readonly shown?: Shown;
}

export interface Shown {
  /** How a field is shown; null where it has no rule of its own and is shown as what holds it. */
  transformsAt(coordinate: string): readonly Transform[] | null;
  /** `path`: response keys and places in lists, from the record down. */
  onMask(path: string, coordinate: string, mask: Mask, recorded: boolean): void;
}

/** `malformed` stands where a value was not of the form agreed. */
interface Telling extends Pick<ExpectedShape, 'shown'> {
  readonly malformed: FaultyNull;
}

/** Where a value stands in a record, and how what holds it is shown. */
interface Place {
  readonly path: string;
  readonly transforms: readonly Transform[];
}
/** Where nothing is shown changed, nobody asks where it stands. */
const ANYWHERE: Place = { path: '', transforms: [] };

/**
 * One object of an agency's answer, cut to what was asked and with a faulty null for each value that its type does not
 * allow. A faulty null where none may be goes up to what holds it. What is just as it was asked for is not copied: the
 * answer must be the caller's own.
 *
 * The engine would refuse the whole operation for a text where a list should be, and would put a silent null, which
 * reads as "nothing held", for a code that is in no list of ours.
 */
export function checkShape(
  expected: ExpectedShape,
  type: GraphQLObjectType,
  selections: SelectionSetNode,
  value: Given,
): Tree | FaultyNull {
  const { agency, shown } = expected;
  const malformed = FaultyNull.for({ kind: 'agency', agency, fault: 'malformed' });
  return checksOf(expected.schema, expected.document).of(type, selections)(value, ANYWHERE, { malformed, shown });
}

type ObjectCheck = (given: Given, place: Place, telling: Telling) => Tree | FaultyNull;
type ValueCheck = (given: unknown, place: Place, telling: Telling) => unknown;

interface FieldCheck {
  readonly key: string;
  readonly name: string;
  readonly coordinate: string;
  /** Null for keys, which clients do not see, and for `__typename`: they pass as they are. */
  readonly known: { readonly type: GraphQLOutputType; readonly check: ValueCheck; readonly mayBeNull: boolean } | null;
}

/** The checks of one step's answers: compiled where they are first needed, and the same for every answer to it. */
class StepChecks {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly roots = new Map<SelectionSetNode, (type: GraphQLObjectType) => ObjectCheck>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.fragments = fragmentsIn(document);
  }

  of(type: GraphQLObjectType, set: SelectionSetNode): ObjectCheck {
    const found = this.roots.get(set) ?? this.objects([set]);
    this.roots.set(set, found);
    return found(type);
  }

  /** The checks of what stands in one place, by its concrete type. */
  private objects(sets: readonly SelectionSetNode[]): (type: GraphQLObjectType) => ObjectCheck {
    const found = new Map<GraphQLObjectType, ObjectCheck>();
    return (type) => {
      const check = found.get(type) ?? this.object(type, sets);
      found.set(type, check);
      return check;
    };
  }

  private object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ObjectCheck {
    const fields = [...this.collect(type, sets)].map(([key, { name, below }]): FieldCheck => {
      const field = type.getFields()[name];
      const known = field
        ? { type: field.type, check: this.value(field.type, below), mayBeNull: !isNonNullType(field.type) }
        : null;
      return { key, name, coordinate: `${type.name}.${name}`, known };
    });
    return (given, place, telling) => checkObject(fields, given, place, telling);
  }

  private value(type: GraphQLOutputType, below: readonly SelectionSetNode[]): ValueCheck {
    const mayBeNull = !isNonNullType(type);
    const check = this.nullable(mayBeNull ? type : type.ofType, below);
    return (given, place, telling) => {
      if (given instanceof FaultyNull) return given;
      if (given === null || given === undefined) return mayBeNull ? null : telling.malformed;
      return check(given, place, telling);
    };
  }

  /** Of a value that is there. */
  private nullable(type: GraphQLNullableType & GraphQLOutputType, below: readonly SelectionSetNode[]): ValueCheck {
    const { schema } = this;
    if (isListType(type)) return this.list(type.ofType, below);
    if (isLeafType(type)) {
      const isAllowed = leafCheck(type);
      return (given, _place, { malformed }) => (isAllowed(given) ? given : malformed);
    }
    const checkOf = this.objects(below);
    return (given, place, telling) => {
      if (!isTree(given)) return telling.malformed;
      const concrete = isAbstractType(type) ? schema.getType(String(given.__typename)) : type;
      if (!isObjectType(concrete) || (isAbstractType(type) && !schema.isSubType(type, concrete)))
        return telling.malformed;
      return checkOf(concrete)(given, place, telling);
    };
  }

  private list(item: GraphQLOutputType, below: readonly SelectionSetNode[]): ValueCheck {
    const check = this.value(item, below);
    const mayBeNull = !isNonNullType(item);
    return (given, place, telling) => {
      if (!Array.isArray(given)) return telling.malformed;
      let made: unknown[] | null = null;
      for (const [at, one] of given.entries()) {
        const there = telling.shown ? { ...place, path: `${place.path}.${at}` } : place;
        const kept = check(one, there, telling);
        if (kept instanceof FaultyNull && !mayBeNull) return kept.under(at);
        if (kept !== one) made ??= given.slice(0, at);
        made?.push(kept);
      }
      return made ?? given;
    };
  }

  private collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, AskedField> {
    const fields = new Map<string, AskedField>();
    const collect = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const key = responseKey(selection);
          const before = fields.get(key) ?? { name: selection.name.value, below: [] };
          if (selection.selectionSet) before.below.push(selection.selectionSet);
          fields.set(key, before);
          continue;
        }
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition?.name.value;
        if (fragment && appliesTo(this.schema, condition, type)) collect(fragment.selectionSet);
      }
    };
    sets.forEach(collect);
    return fields;
  }
}

function checkObject(
  fields: readonly FieldCheck[],
  given: Given,
  { path, transforms: inherited }: Place,
  telling: Telling,
): Tree | FaultyNull {
  const { shown } = telling;
  // Begun where something is not kept as it came.
  let made: Tree | null = null;
  let there = 0;
  for (const [at, { key, name, coordinate, known }] of fields.entries()) {
    const answered = Object.hasOwn(given, key) ? given[key] : undefined;
    if (answered !== undefined) there += 1;
    const transforms = shown?.transformsAt(coordinate) ?? inherited;
    const place = shown ? { path: path === '' ? key : `${path}.${key}`, transforms } : ANYWHERE;
    const kept = known ? checkField(known.check, answered, place, telling) : answered;
    if (kept instanceof FaultyNull && known?.mayBeNull === false) return kept.under(key);
    // Whether anything is recorded is not known of what did not come.
    const mask = known && !(kept instanceof FaultyNull) ? maskFor(name, known.type, transforms) : null;
    if (mask !== null) shown!.onMask(place.path, coordinate, mask, isRecorded(kept));
    const put = mask === null ? kept : applyMask(mask, kept);
    if (put !== answered) made ??= copied(fields, at, given);
    if (made && put !== undefined) made[key] = put;
  }
  if (made) return made;
  return Object.keys(given).length === there ? (given as Tree) : copied(fields, fields.length, given);
}

/** A field that was asked for and is not there at all is not "nothing held". */
const checkField = (check: ValueCheck, answered: unknown, place: Place, telling: Telling): unknown =>
  answered === undefined ? telling.malformed : check(answered, place, telling);

/** What stands under the first so many fields. */
function copied(fields: readonly FieldCheck[], count: number, given: Given): Tree {
  const made: Tree = {};
  for (const { key } of fields.slice(0, count)) if (Object.hasOwn(given, key)) made[key] = given[key];
  return made;
}

interface AskedField {
  readonly name: string;
  readonly below: SelectionSetNode[];
}

/** Kept as long as the step's document and the schema are. */
const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, StepChecks>>();
function checksOf(schema: GraphQLSchema, document: DocumentNode): StepChecks {
  const ofSchema = known.get(schema) ?? new WeakMap<DocumentNode, StepChecks>();
  known.set(schema, ofSchema);
  const checks = ofSchema.get(document) ?? new StepChecks(schema, document);
  ofSchema.set(document, checks);
  return checks;
}

function maskFor(name: string, type: GraphQLOutputType, transforms: readonly Transform[]): Mask | null {
  if (transforms.length === 0) return null;
  if (isCompositeType(getNamedType(type))) return transforms.some(masksWhole) ? 'RECORDED' : null;
  return strictest(transforms.map((transform) => maskOf(name, transform)));
}

/** The selections of a step's operation. */
export const selectionsOf = (document: DocumentNode): SelectionSetNode => operationIn(document)!.selectionSet;

/** As strict as the engine is, so that nothing is left for it to make null. */
function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) return (value) => typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case 'Int':
      return (value) => Number.isInteger(value) && (value as number) === ((value as number) | 0);
    case 'Float':
      // 1e400 is a number in JSON, and infinite here: it would be told as null (GraphQL, section 3.5.2).
      return Number.isFinite;
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'String':
      return (value) => typeof value === 'string';
    case 'ID':
      // A greater one has lost its last figures in reading, and would be somebody else's.
      return (value) => typeof value === 'string' || Number.isSafeInteger(value);
    // The two that all share are of the form that `schema/shared.graphql` states.
    case 'Date':
      return (value) => typeof value === 'string' && isDay(value);
    case 'DateTime':
      return (value) => typeof value === 'string' && isInstant(value);
    // What another scalar of our own is made of is for its readers to know; but a tree in its place would pass unread.
    default:
      return (value) => typeof value !== 'object' && (typeof value !== 'number' || Number.isFinite(value));
  }
}
