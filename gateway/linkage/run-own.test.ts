import { assert, asyncProperty } from 'fast-check';
import {
  buildSchema,
  execute,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { placeOfNull } from '../fixtures/faults-in';
import { drawFrom, type InventedOperation, operations } from '../fixtures/operations';
import { randomSchema } from '../fixtures/random-schema';
import { compileOwn } from './run-own';

const OPERATIONS = 400;
const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 99_991, 7);

/** Anything that a resolver may do, the same for the same place: a value, a null, a fault, at once or later. */
const unreliable: GraphQLFieldResolver<{ readonly at?: string } | undefined, unknown> = (
  source,
  args,
  _context,
  { schema, fieldName, parentType, returnType },
) => {
  const place = `${source?.at ?? ''}/${parentType.name}.${fieldName}(${JSON.stringify(args)})`;
  const make = (type: GraphQLOutputType, at: string): unknown => {
    const chance = hash(`${at}?`) % 23;
    if (chance === 0) return null;
    if (chance === 1) return new Error(at);
    if (chance === 2) return 'of another type';
    if (isNonNullType(type)) return make(type.ofType, `${at}!`);
    if (isListType(type)) {
      // Of two that may not be null, GraphQL's own execution leaves one's fault to nobody where the other fails first.
      const count = isNonNullType(type.ofType) ? 1 : 2;
      const items = Array.from({ length: count }, (_, place) => make(type.ofType, `${at}#${place}`));
      return chance < 5 ? items.map((item) => later(item, at)) : items;
    }
    const named = getNamedType(type);
    if (isEnumType(named)) return 'RED';
    if (isLeafType(named)) return named.name === 'Boolean' ? true : hash(at);
    const possible = isAbstractType(named) ? schema.getPossibleTypes(named) : [];
    const concrete = possible.length > 0 ? possible[hash(at) % possible.length] : named;
    return { at, __typename: isAbstractType(named) ? concrete?.name : undefined, ...passedThrough(concrete, at) };
  };
  /** What stands under fields without a resolver: values, and what works them out. */
  const passedThrough = (type: unknown, at: string): object => {
    if (!isObjectType(type)) return {};
    const fields = Object.values(type.getFields()).filter(({ resolve }) => !resolve);
    return Object.fromEntries(
      fields.map(({ name, type: of }) => {
        const workOut = (): unknown => make(of, `${at}.${name}`);
        const isDeep = !isLeafType(getNamedType(of));
        return [name, isDeep || hash(name) % 2 === 0 ? workOut : workOut()];
      }),
    );
  };
  const chance = hash(`${place}!?`) % 17;
  if (chance === 0) throw new Error(place);
  return chance < 6 ? later(make(returnType, place), place) : make(returnType, place);
};

function later(value: unknown, at: string): Promise<unknown> {
  if (hash(`${at}~`) % 13 > 0) return Promise.resolve(value);
  const fails = Promise.reject(new Error(at));
  // Whoever stands in a list after a fault may be looked at by nobody.
  fails.catch(() => {});
  return fails;
}

/** @param isResolved whether a field has a resolver; one without is passed through. */
function unreliableSchema(seed: number, isResolved: (field: string) => boolean = () => true): GraphQLSchema {
  const schema = randomSchema(drawFrom(seed));
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) && !type.name.startsWith('__'))
      for (const field of Object.values(type.getFields())) if (isResolved(field.name)) field.resolve = unreliable;
  return schema;
}

test.each([
  ['resolvers', () => true],
  ['resolvers here, and what is passed through there', (name: string) => hash(name) % 3 === 0],
])(
  'any operation over %s is answered as GraphQL itself answers it, nulls and faults and all',
  async (_, isResolved) => {
    let faults = 0;
    for (let seed = 1; seed <= OPERATIONS / 20; seed++) {
      const schema = unreliableSchema(seed, isResolved);
      const agree = async ({ document, variables }: InventedOperation): Promise<boolean> => {
        const theirs = await execute({ schema, document, variableValues: variables });
        const ours = await compileOwn(schema, document)(variables, undefined);
        const nulls = (paths: readonly (readonly (string | number)[])[]) =>
          [...new Set(paths.map((path) => placeOfNull(theirs.data, path)))].sort();
        faults += ours.faults.length;
        expect(JSON.stringify(ours.data)).toBe(JSON.stringify(theirs.data ?? null));
        expect(nulls(ours.faults.map(({ path }) => path))).toEqual(
          nulls((theirs.errors ?? []).map(({ path = [] }) => path)),
        );
        return true;
      };
      await assert(asyncProperty(operations(schema), agree), { numRuns: 20 });
    }
    expect(faults).toBeGreaterThan(OPERATIONS / 10);
  },
);

test('of several that fail in a list, later and at once, none is left behind', async () => {
  const schema = buildSchema('type Query { all: [Item!]  beside: Int }  type Item { sure: Int! }');
  const { all, beside } = schema.getQueryType()!.getFields();
  all!.resolve = () => [
    { sure: Promise.reject(new Error('first')) },
    { sure: null },
    Promise.reject(new Error('last')),
  ];
  beside!.resolve = () => 1;
  const { data, faults } = await compileOwn(schema, parse('{ all { sure } beside }'))({}, undefined);
  expect(data).toEqual({ all: null, beside: 1 });
  expect(faults.map(({ path }) => path)).toEqual([['all', 1, 'sure']]);
});

describe('who is told apart by the join alone', () => {
  const schema = unreliableSchema(1);
  const person = (): object => ({
    handle: '#0',
    get id(): string {
      throw new Error('an id was sealed');
    },
  });
  schema.getQueryType()!.getFields().person!.resolve = person;
  const { id } = (schema.getType('Person') as ReturnType<typeof schema.getQueryType>)!.getFields();
  id!.resolve = undefined;
  const ask = (text: string) => compileOwn(schema, parse(text))({}, undefined);

  test('has no id sealed', async () => {
    expect(await ask('{ person { k_id: id __typename } }')).toEqual({
      data: { person: { k_id: '#0', __typename: 'Person' } },
      faults: [],
    });
  });
  test('and has one where it is asked for as well: both are that', async () => {
    const { faults } = await ask('{ person { k_id: id id } }');
    expect(faults).toEqual([{ path: ['person', 'k_id'], fault: new Error('an id was sealed') }]);
  });
});
