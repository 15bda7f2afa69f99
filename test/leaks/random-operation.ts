/** Random valid operations, with names chosen to mislead. */
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Random } from '../random';

export interface RandomOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What there is to ask about. */
export interface Subjects {
  readonly nhsNumbers: readonly string[];
  readonly personIds: readonly string[];
  readonly familyIds: readonly string[];
}

/** Response keys that mean something to a gateway, an agency or JavaScript. */
const HOSTILE_NAMES = [
  'id',
  '_id',
  'k_id',
  'k_key',
  'k_agency',
  'k_typename',
  'healthRef',
  'educationRef',
  'socialCareRef',
  'housingRef',
  'housingGroupRef',
  'childrensCentreRef',
  'nhsNumber',
  'displayName',
  'givenName',
  'agency',
  'status',
  'person',
  'members',
  'health',
  'data',
  'errors',
  '_entities',
  '_displayName',
  'representations',
  'constructor',
  'toString',
  'then',
  '__proto__',
  'hasOwnProperty',
  'length',
];

/** Response keys already taken at one place of the answer: the same key must mean the same field there. */
interface Place {
  readonly taken: Map<string, { readonly means: string; readonly below: Place }>;
}
const newPlace = (): Place => ({ taken: new Map() });

/** Far from where an operation is refused for its size. */
const MOST_VALUES = 50_000;

/** One that is not refused for its size: what would be is drawn again. */
export function writeOperation(schema: GraphQLSchema, random: Random, subjects: Subjects): RandomOperation {
  for (;;) {
    const operation = new Writer(schema, random, subjects).operation();
    if (countValues(schema, parse(operation.query)) <= MOST_VALUES) return operation;
  }
}

/** Values that it asks for with its fragments written out, each list taken to be ten long. */
function countValues(schema: GraphQLSchema, { definitions }: DocumentNode): number {
  const fragments = new Map(
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
  );
  const count = (type: GraphQLNamedType, { selections }: SelectionSetNode, times: number): number =>
    selections.reduce((sum, selection) => sum + countOne(type, selection, times), 0);
  const countOne = (type: GraphQLNamedType, selection: SelectionNode, times: number): number => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return countOne(type, asInline(selection.name.value), times);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
      return count(on ?? type, selection.selectionSet, times);
    }
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
    if (!field) return times;
    const inside = times * (isListType(getNullableType(field.type)) ? 10 : 1);
    return inside + (selection.selectionSet ? count(getNamedType(field.type), selection.selectionSet, inside) : 0);
  };
  const asInline = (name: string): SelectionNode => ({ ...fragments.get(name)!, kind: Kind.INLINE_FRAGMENT });
  return definitions.reduce(
    (sum, one) =>
      one.kind === Kind.OPERATION_DEFINITION ? sum + count(schema.getQueryType()!, one.selectionSet, 1) : sum,
    0,
  );
}

class Writer {
  private readonly variables: Record<string, unknown> = {};
  private readonly declared: string[] = [];
  private readonly fragments: string[] = [];
  private readonly names: readonly string[];
  private fieldsLeft: number;
  private aliasesLeft = 120;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly subjects: Subjects,
  ) {
    const objects = Object.values(schema.getTypeMap()).filter(
      (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
    );
    this.names = [...HOSTILE_NAMES, ...new Set(objects.flatMap((type) => Object.keys(type.getFields())))];
    this.fieldsLeft = random.pick([15, 40, 70, 100]);
  }

  operation(): RandomOperation {
    const place = newPlace();
    const roots = Array.from({ length: 1 + this.random.int(3) }, () => this.root(place));
    const named = this.random.chance(0.5);
    const others = named && this.random.chance(0.1) ? ['query Other { me { role } }'] : [];
    const variables = this.declared.length > 0 ? `(${this.declared.join(', ')})` : '';
    const text = `${named ? 'query Asked' : this.declared.length > 0 ? 'query' : 'query '}${variables} { ${roots.join(' ')} }`;
    return {
      query: [text, ...this.fragments, ...others].join('\n'),
      operationName: others.length > 0 ? 'Asked' : undefined,
      variables: this.variables,
    };
  }

  private root(place: Place): string {
    const query = this.schema.getQueryType()!;
    const { personIds, familyIds } = this.subjects;
    const wanted = this.random.pick([
      'findPeople',
      'findPeople',
      'findPeople',
      ...(personIds.length > 0 ? ['person', 'person', 'person'] : []),
      ...(familyIds.length > 0 ? ['family', 'family'] : []),
      'caseload',
      'centres',
      'reachArea',
      'me',
    ]);
    const field = query.getFields()[wanted];
    return field ? this.field(query, field, place, 0) : this.field(query, query.getFields().me!, place, 0);
  }

  private selection(type: GraphQLObjectType, place: Place, depth: number): string {
    // What is named in `recorded` is what was asked for beside it: asked where everything is.
    const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'recorded');
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
    const branches = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const goesOn = depth < 11 && this.fieldsLeft > 0;
    const all = this.random.chance(0.15);
    const picked = [
      ...this.random.some(leaves, all ? 1 : 0.4),
      ...(goesOn ? this.random.some(branches, all ? 0.8 : Math.min(0.6, 2.5 / branches.length)) : []),
    ];
    const parts: string[] = [];
    for (const field of picked)
      if (this.fieldsLeft > 0) parts.push(this.dress(type, this.field(type, field, place, depth), place, depth));
    if (this.random.chance(0.15)) parts.push(this.typename(place));
    if (parts.length > 0 && this.random.chance(0.1)) parts.push(this.random.pick(parts));
    if (parts.length > 0) return parts.join(' ');
    const last = this.random.pick(leaves.length > 0 ? leaves : fields);
    return isLeafType(getNamedType(last.type)) ? this.field(type, last, place, depth) : this.typename(place);
  }

  private typename(place: Place): string {
    return this.keyed(place, '__typename', '')[0];
  }

  /** A field's text; a fragment, a directive or both around it now and then. */
  private dress(type: GraphQLObjectType, text: string, place: Place, depth: number): string {
    if (this.random.chance(0.12))
      return `... ${this.random.chance(0.6) ? `on ${type.name} ` : ''}${this.directive()}{ ${text} }`;
    if (!this.random.chance(0.08)) return text;
    const name = `F${this.fragments.length}_${type.name}`;
    const at = this.fragments.push('') - 1;
    const more = this.random.chance(0.5) && depth < 11 ? ` ${this.selection(type, place, depth + 1)}` : '';
    this.fragments[at] = `fragment ${name} on ${type.name} { ${text}${more} }`;
    return this.random.chance(0.2) ? `...${name} ...${name}` : `...${name} ${this.directive()}`;
  }

  private field(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, place: Place, depth: number): string {
    this.fieldsLeft -= 1;
    const given = this.given(type, field);
    const [head, below] = this.keyed(place, field.name, given);
    const returned = getNamedType(field.type);
    const directive = this.random.chance(0.08) ? ` ${this.directive()}` : '';
    if (isAbstractType(returned)) return `${head}${directive} { ${this.anyOf(returned, below, depth + 1)} }`;
    return `${head}${directive}${isObjectType(returned) ? ` { ${this.selection(returned, below, depth + 1)} }` : ''}`;
  }

  /** Of what may be of several types: their common fields, and some of each type's own, by their own names. */
  private anyOf(type: GraphQLInterfaceType | GraphQLUnionType, place: Place, depth: number): string {
    const before = this.aliasesLeft;
    this.aliasesLeft = 0;
    const common = isInterfaceType(type) ? this.random.some(Object.keys(type.getFields()), 0.5) : [];
    const each = this.random
      .some(this.schema.getPossibleTypes(type), 0.6)
      .map((one) => `... on ${one.name} ${this.directive()} { ${this.selection(one, newPlace(), depth)} }`);
    this.aliasesLeft = before;
    const parts = [...common, ...each, ...(this.random.chance(0.3) ? ['__typename'] : [])];
    return parts.length > 0 ? parts.join(' ') : this.typename(place);
  }

  /** `alias: field(arguments)`, with a response key that clashes with nothing at this place. */
  private keyed(place: Place, field: string, given: string): readonly [text: string, below: Place] {
    const means = `${field}${given}`;
    const tries = this.aliasesLeft > 0 && this.random.chance(0.3) ? [this.random.pick(this.names), field] : [field];
    for (const key of [...tries, ...Array.from({ length: 50 }, (_, at) => `x${at}`)]) {
      const taken = place.taken.get(key);
      if (taken && taken.means !== means) continue;
      const below = taken?.below ?? newPlace();
      place.taken.set(key, { means, below });
      if (key !== field) this.aliasesLeft -= 1;
      return [key === field ? means : `${key}: ${means}`, below];
    }
    throw new RangeError('no response key is left');
  }

  private directive(): string {
    const value = this.random.chance(0.75);
    const name = this.random.pick(['include', 'skip']);
    const stated = name === 'include' ? value : !value;
    return `@${name}(if: ${this.random.chance(0.7) ? this.variable('Boolean!', stated) : stated})`;
  }

  private variable(type: string, value: unknown): string {
    const hostile = this.names[this.declared.length];
    const name = this.random.chance(0.1) && hostile && hostile !== '__proto__' ? hostile : `v${this.declared.length}`;
    this.declared.push(`$${name}: ${type}`);
    this.variables[name] = value;
    return `$${name}`;
  }

  private given(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
    const { nhsNumbers, personIds, familyIds } = this.subjects;
    switch (`${type.name}.${field.name}`) {
      case 'Query.findPeople': {
        const nhsNumber = this.random.pick(nhsNumbers);
        if (this.random.chance(0.3))
          return `(by: { nhsNumber: ${this.random.chance(0.5) ? this.variable('String', nhsNumber) : JSON.stringify(nhsNumber)} })`;
        return `(by: ${this.variable('PersonSearch!', { nhsNumber })})`;
      }
      case 'Query.person':
        return `(id: ${this.id('PersonID!', personIds)})`;
      case 'Query.family':
        return `(id: ${this.id('FamilyID!', familyIds)})`;
      case 'Query.caseload':
        return `(first: ${1 + this.random.int(4)}${this.random.chance(0.5) ? ', area: "thornwick"' : ''})`;
      case 'Query.reachArea':
        return `(id: ${this.variable('ID!', 'thornwick')})`;
      default:
        return '';
    }
  }

  private id(type: string, ids: readonly string[]): string {
    const id = this.random.pick(ids);
    return this.random.chance(0.7) ? this.variable(type, id) : JSON.stringify(id);
  }
}
