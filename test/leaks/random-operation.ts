/** Random valid operations, with names chosen to mislead. */
import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
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

/** How deep a selection stands, and how often, each list around it taken to be ten long. */
interface Level {
  readonly depth: number;
  readonly times: number;
}
const TOP: Level = { depth: 0, times: 1 };
const below = ({ depth, times }: Level, type: GraphQLOutputType): Level => ({
  depth: depth + 1,
  times: times * (isListType(getNullableType(type)) ? 10 : 1),
});

export function writeOperation(schema: GraphQLSchema, random: Random, subjects: Subjects): RandomOperation {
  const writer = new Writer(schema, random, subjects);
  return writer.operation();
}

class Writer {
  private readonly variables: Record<string, unknown> = {};
  private readonly declared: string[] = [];
  private readonly fragments: string[] = [];
  private readonly names: readonly string[];
  private fieldsLeft: number;
  private aliasesLeft = 120;
  /** Far from where an operation is refused for its size, also where a fragment of it is spread twice. */
  private valuesLeft = 20_000;

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
    return field ? this.field(query, field, place, TOP) : this.field(query, query.getFields().me!, place, TOP);
  }

  private selection(type: GraphQLObjectType, place: Place, level: Level): string {
    // What is named in `recorded` is what was asked for beside it: asked where everything is.
    const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'recorded');
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
    const branches = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const goesOn = level.depth < 11 && this.fieldsLeft > 0;
    const all = this.random.chance(0.15);
    const picked = [
      ...this.random.some(leaves, all ? 1 : 0.4),
      ...(goesOn ? this.random.some(branches, all ? 0.8 : Math.min(0.6, 2.5 / branches.length)) : []),
    ];
    const parts: string[] = [];
    for (const field of picked)
      if (this.fieldsLeft > 0 && below(level, field.type).times <= this.valuesLeft)
        parts.push(this.dress(type, this.field(type, field, place, level), place, level));
    if (this.random.chance(0.15)) parts.push(this.typename(place));
    if (parts.length > 0 && this.random.chance(0.1)) parts.push(this.random.pick(parts));
    if (parts.length > 0) return parts.join(' ');
    const last = this.random.pick(leaves.length > 0 ? leaves : fields);
    return isLeafType(getNamedType(last.type)) ? this.field(type, last, place, level) : this.typename(place);
  }

  private typename(place: Place): string {
    return this.keyed(place, '__typename', '')[0];
  }

  /** A field's text; a fragment, a directive or both around it now and then. */
  private dress(type: GraphQLObjectType, text: string, place: Place, level: Level): string {
    if (this.random.chance(0.12))
      return `... ${this.random.chance(0.6) ? `on ${type.name} ` : ''}${this.directive()}{ ${text} }`;
    if (!this.random.chance(0.08)) return text;
    const name = `F${this.fragments.length}_${type.name}`;
    const at = this.fragments.push('') - 1;
    const more =
      this.random.chance(0.5) && level.depth < 11
        ? ` ${this.selection(type, place, { ...level, depth: level.depth + 1 })}`
        : '';
    this.fragments[at] = `fragment ${name} on ${type.name} { ${text}${more} }`;
    return this.random.chance(0.2) ? `...${name} ...${name}` : `...${name} ${this.directive()}`;
  }

  private field(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, place: Place, level: Level): string {
    this.fieldsLeft -= 1;
    this.valuesLeft -= level.times;
    const inside = below(level, field.type);
    const given = this.given(type, field);
    const [head, there] = this.keyed(place, field.name, given);
    const returned = getNamedType(field.type);
    const directive = this.random.chance(0.08) ? ` ${this.directive()}` : '';
    if (isAbstractType(returned)) return `${head}${directive} { ${this.anyOf(returned, there, inside)} }`;
    return `${head}${directive}${isObjectType(returned) ? ` { ${this.selection(returned, there, inside)} }` : ''}`;
  }

  /** Of what may be of several types: their common fields, and some of each type's own, by their own names. */
  private anyOf(type: GraphQLInterfaceType | GraphQLUnionType, place: Place, level: Level): string {
    const before = this.aliasesLeft;
    this.aliasesLeft = 0;
    const common = isInterfaceType(type) ? this.random.some(Object.keys(type.getFields()), 0.5) : [];
    const each = this.random
      .some(this.schema.getPossibleTypes(type), 0.6)
      .map((one) => `... on ${one.name} ${this.directive()} { ${this.selection(one, newPlace(), level)} }`);
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
