import type { Answered, Notice, Path } from '@family-view/client';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql';

/** An operation about one family, or one person, that is to be asked together with others. */
export interface OperationToJoin {
  readonly key: string;
  readonly document: DocumentNode;
  /** Beside the id of whom it is about. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whose part it is; null: what all agencies together tell. */
  readonly agency: string | null;
}

/** One operation that asks for all of them, each deferred, and the answer of each as it would be by itself. */
export interface JoinedOperations {
  readonly document: DocumentNode;
  holds(key: string): boolean;
  /** Null while something of it has yet to come. */
  read(key: string, answered: Answered<unknown>, isWhole: boolean): Answered<unknown> | null;
}

type Root = 'family' | 'person';
interface Joined extends OperationToJoin {
  readonly selections: readonly SelectionNode[];
  readonly names: ReadonlySet<string>;
}

const FIRST: Readonly<Record<Root, string>> = {
  family: 'query FamilyTogether($family: FamilyID!) { family(id: $family) { id members { person { id } } } }',
  person: 'query PersonTogether($person: PersonID!) { person(id: $person) { id } }',
};

/** Joins operations whose one root field is the same. What takes arguments stands under names of its own. */
export function joinOperations(root: Root, operations: readonly OperationToJoin[]): JoinedOperations {
  const joined = new Map(operations.map((one, at) => [one.key, prepare(one, `p${at}`)]));
  const first = parse(FIRST[root], { noLocation: true });
  const deferred = [...joined.values()].map(({ key, selections }): SelectionNode => {
    const [field] = selections as readonly [FieldNode];
    return {
      kind: Kind.INLINE_FRAGMENT,
      directives: (
        parse(`{ ... @defer(label: ${JSON.stringify(key)}) { id } }`, { noLocation: true })
          .definitions[0] as OperationDefinitionNode
      ).selectionSet.selections[0]!.directives,
      selectionSet: field.selectionSet!,
    };
  });
  const document = visit(first, {
    OperationDefinition: (operation) => {
      const [field] = operation.selectionSet.selections as readonly FieldNode[];
      const selections = [...field!.selectionSet!.selections, ...deferred];
      return { ...operation, selectionSet: of([{ ...field!, selectionSet: of(selections) }]) };
    },
  });
  return {
    document,
    holds: (key) => joined.has(key),
    read: (key, answered, isWhole) => read(joined.get(key)!, answered, isWhole),
  };
}

const of = (selections: readonly SelectionNode[]): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections });

/** Fragments written out, variables but whom it is about given their values, and fields that take arguments renamed. */
function prepare({ document, variables, ...one }: OperationToJoin, prefix: string): Joined {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )!;
  const names = new Set<string>();
  const [root] = operation.selectionSet.selections as readonly FieldNode[];
  const given = (value: ValueNode): ValueNode =>
    visit(value, {
      Variable: ({ name }) => ({ kind: Kind.STRING, value: variables[name.value] ?? '' }) as const,
    });
  const write = (set: SelectionSetNode): SelectionSetNode => of(set.selections.flatMap(writeOne));
  const writeOne = (selection: SelectionNode): readonly SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return write(fragmentOf(fragments, selection.name.value)).selections;
    if (selection.kind === Kind.INLINE_FRAGMENT) return [{ ...selection, selectionSet: write(selection.selectionSet) }];
    names.add(selection.name.value);
    const isGiven = (selection.arguments ?? []).length > 0;
    return [
      {
        ...selection,
        ...(isGiven ? { alias: { kind: Kind.NAME, value: `${prefix}_${keyOf(selection)}` } as const } : {}),
        arguments: (selection.arguments ?? []).map((argument) => ({ ...argument, value: given(argument.value) })),
        ...(selection.selectionSet ? { selectionSet: write(selection.selectionSet) } : {}),
      },
    ];
  };
  const selections = [{ ...root!, selectionSet: write(root!.selectionSet!) }];
  return { ...one, document, variables, selections, names };
}

const fragmentOf = (fragments: ReadonlyMap<string, FragmentDefinitionNode>, name: string): SelectionSetNode =>
  fragments.get(name)!.selectionSet;
const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;
/** As the operation by itself would have it. */
const ownKeyOf = (field: FieldNode): string =>
  (field.arguments ?? []).length > 0 ? keyOf(field).replace(/^p\d+_/, '') : keyOf(field);

function read({ selections, names, agency }: Joined, answered: Answered<unknown>, isWhole: boolean) {
  const taken = { isThere: true };
  const data = answered.data === null ? null : take(selections, answered.data as Tree, taken);
  if (!taken.isThere && !isWhole) return null;
  const errors = answered.errors.flatMap((error) => {
    if (!error.path) return [error];
    const path = pathIn(selections, error.path);
    return path ? [{ ...error, path }] : [];
  });
  return { data, errors, notices: answered.notices.filter((notice) => isAbout(notice, agency, names)) };
}

type Tree = Readonly<Record<string, unknown>>;

function take(selections: readonly SelectionNode[], from: Tree, taken: { isThere: boolean }): Tree {
  const into: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      Object.assign(into, take(selection.selectionSet.selections, from, taken));
    if (selection.kind !== Kind.FIELD) continue;
    const key = keyOf(selection);
    const below = selection.selectionSet?.selections;
    if (!Object.hasOwn(from, key)) taken.isThere = false;
    else into[ownKeyOf(selection)] = below ? takeEach(below, from[key], taken) : from[key];
  }
  return into;
}

function takeEach(below: readonly SelectionNode[], value: unknown, taken: { isThere: boolean }): unknown {
  if (Array.isArray(value)) return value.map((one) => takeEach(below, one, taken));
  return typeof value === 'object' && value !== null ? take(below, value as Tree, taken) : value;
}

/** Null where it is of another operation. */
function pathIn(selections: readonly SelectionNode[], path: Path): Path | null {
  const found: (string | number)[] = [];
  let at: readonly SelectionNode[] = selections;
  for (const step of path) {
    if (typeof step === 'number') {
      found.push(step);
      continue;
    }
    const field = fieldsIn(at).find((one) => keyOf(one) === step);
    if (!field) return null;
    found.push(ownKeyOf(field));
    at = field.selectionSet?.selections ?? [];
  }
  return found;
}

const fieldsIn = (selections: readonly SelectionNode[]): readonly FieldNode[] =>
  selections.flatMap((one) =>
    one.kind === Kind.FIELD ? [one] : one.kind === Kind.INLINE_FRAGMENT ? fieldsIn(one.selectionSet.selections) : [],
  );

function isAbout({ agency, fields }: Notice, of_: string | null, names: ReadonlySet<string>): boolean {
  if (of_ !== null && agency !== null && agency !== of_) return false;
  return fields.length === 0 || fields.some((field) => names.has(field.slice(field.indexOf('.') + 1)));
}
