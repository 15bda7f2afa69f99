import { BreakingChangeType, buildSchema, findBreakingChanges } from 'graphql';
import type { FieldRequirement } from '../policy/decide/field-decisions';
import { breakingChanges, fieldsThatAsk } from './breaking-changes';
import { diffSchemas } from './schema-diff';

const SDL = `
  directive @shown(by: String) repeatable on FIELD | FRAGMENT_SPREAD
  interface Named { name: String }
  enum Band { LOW HIGH }
  scalar Money
  input Within { band: Band, most: Money }
  input Wanted { within: Within }
  type Tenancy implements Named { name: String landlord: String band(at: Int): Band rent: Money! }
  type Licence { until: String }
  union Home = Tenancy | Licence
  type Query { tenancy: Tenancy homes(wanted: Wanted): [Home] }
`;
const before = buildSchema(SDL);
const changed = (from: string | RegExp, to: string) => {
  const sdl = SDL.replace(from, to);
  expect(sdl).not.toBe(SDL);
  return buildSchema(sdl);
};
const REQUIREMENTS: ReadonlyMap<string, FieldRequirement> = new Map();
const broken = async (after: ReturnType<typeof buildSchema>) => {
  const compared = (schema: typeof after) => ({ schema, read: { requirements: REQUIREMENTS } });
  return breakingChanges(compared(before), compared(after), await diffSchemas(before, after));
};

const CHANGES: readonly (readonly [BreakingChangeType, string | RegExp, string])[] = [
  [BreakingChangeType.TYPE_REMOVED, /scalar Money|, most: Money|rent: Money!/g, ''],
  [BreakingChangeType.TYPE_CHANGED_KIND, 'scalar Money', 'enum Money { POUND }'],
  [BreakingChangeType.TYPE_REMOVED_FROM_UNION, '| Licence', ''],
  [BreakingChangeType.VALUE_REMOVED_FROM_ENUM, 'LOW HIGH', 'LOW'],
  [BreakingChangeType.REQUIRED_INPUT_FIELD_ADDED, 'most: Money', 'most: Money, area: String!'],
  [BreakingChangeType.IMPLEMENTED_INTERFACE_REMOVED, 'Tenancy implements Named', 'Tenancy'],
  [BreakingChangeType.FIELD_REMOVED, 'landlord: String', ''],
  [BreakingChangeType.FIELD_CHANGED_KIND, 'rent: Money!', 'rent: Money'],
  [BreakingChangeType.REQUIRED_ARG_ADDED, 'band(at: Int)', 'band(at: Int, by: Int!)'],
  [BreakingChangeType.ARG_REMOVED, 'band(at: Int)', 'band'],
  [BreakingChangeType.ARG_CHANGED_KIND, 'band(at: Int)', 'band(at: Int!)'],
  [BreakingChangeType.DIRECTIVE_REMOVED, /directive .*\n/, ''],
  [BreakingChangeType.DIRECTIVE_ARG_REMOVED, '(by: String)', ''],
  [BreakingChangeType.REQUIRED_DIRECTIVE_ARG_ADDED, '(by: String)', '(by: String, at: Int!)'],
  [BreakingChangeType.DIRECTIVE_REPEATABLE_REMOVED, 'repeatable ', ''],
  [BreakingChangeType.DIRECTIVE_LOCATION_REMOVED, ' | FRAGMENT_SPREAD', ''],
];

test("every kind of change that breaks by GraphQL's rules is tried", () => {
  expect(CHANGES.map(([type]) => type).toSorted()).toEqual(Object.values(BreakingChangeType).toSorted());
});

test.each(CHANGES)('%s breaks whoever asks as before', async (type, from, to) => {
  const after = changed(from, to);
  expect(findBreakingChanges(before, after).map((change) => change.type)).toContain(type);
  expect(await broken(after)).not.toEqual([]);
});

test.each([
  ['a field', 'landlord: String', 'landlord: String keys: Int'],
  ['an argument that may be left out', 'band(at: Int)', 'band(at: Int, by: Int)'],
  ['a word that says it will go', 'landlord: String', 'landlord: String @deprecated'],
])('%s that is added breaks nobody', async (_, from, to) => {
  expect(await broken(changed(from, to))).toEqual([]);
});

test.each([
  ['Tenancy.landlord', ['Tenancy.landlord']],
  ['Tenancy.band.at', ['Tenancy.band']],
  ['Tenancy', ['Tenancy.name', 'Tenancy.landlord', 'Tenancy.band', 'Tenancy.rent']],
  ['Band.LOW', ['Tenancy.band', 'Query.homes']],
  ['Money', ['Tenancy.rent', 'Query.homes']],
  ['Within.most', ['Query.homes']],
  ['Home', ['Query.homes']],
])('an operation meets %s through %j', (coordinate, fields) => {
  expect([...fieldsThatAsk(before, coordinate)].toSorted()).toEqual([...fields].toSorted());
});

const under = (...alternatives: readonly (readonly string[])[]): ReadonlyMap<string, FieldRequirement> => {
  const coordinate = 'Tenancy.landlord';
  return new Map([[coordinate, { coordinate, alternatives, byLinkage: false } as unknown as FieldRequirement]]);
};
test.each([
  ['moves to another stream', under(['a:x']), under(['a:y']), 'by a:x (it is by a:y)'],
  ['needs one more', under(['a:x']), under(['a:x', 'a:y']), 'by a:x (it is by a:x with a:y)'],
  ['loses one of two ways', under(['a:x'], ['a:y']), under(['a:y']), 'by a:x (it is by a:y)'],
  ['has a stream where it had none', under(), under(['a:x']), 'by what is under it (it is by a:x)'],
])('a field that %s breaks those who had it', (_, old, next, message) => {
  const found = breakingChanges(
    { schema: before, read: { requirements: old } },
    { schema: before, read: { requirements: next } },
    [],
  );
  expect(found).toEqual([
    {
      message: `Field "Tenancy.landlord" is no longer open ${message}`,
      coordinate: 'Tenancy.landlord',
      fields: ['Tenancy.landlord'],
      usage: null,
    },
  ]);
});

test.each([
  ['needs one less', under(['a:x', 'a:y']), under(['a:x'])],
  ['has another way beside', under(['a:x']), under(['a:x'], ['a:y'])],
  ['goes, which its removal tells', under(['a:x']), new Map<string, FieldRequirement>()],
])('a field that %s breaks nobody by its streams', (_, old, next) => {
  const compared = [old, next].map((requirements) => ({ schema: before, read: { requirements } }));
  expect(breakingChanges(compared[0]!, compared[1]!, [])).toEqual([]);
});
