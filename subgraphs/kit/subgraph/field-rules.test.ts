import type { Agency } from '../agency';
import { UnguardedField, UnservableSdl } from '../errors';
import { type ClinicConnector, clinic } from '../fixtures/clinic';
import { buildAgencySchema } from './build-agency-schema';
import { meets } from './field-rules';
import { readPolicies } from './policies';

const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;
const serving = (body: string, head = link('"@key", "@policy", "@shareable"')): Agency<ClinicConnector> => ({
  ...clinic(),
  familyKey: undefined,
  resolvers: {},
  sdl: `${head}\n${body}`,
});
const PERSON = (fields: string) => `type Person @key(fields: "clinicRef") { clinicRef: ID! ${fields} }`;

test('a field with data and no stream is refused by its name', () => {
  for (const [body, coordinate] of [
    [PERSON('weight: Float'), 'Person.weight'],
    [`${PERSON('clinic: Record')} type Record { weight: Float }`, 'Record.weight'],
    [`${PERSON('')} type Query { rooms: [String] }`, 'Query.rooms'],
    [
      `${PERSON('clinic: Record')} type Record { open: Nurse, nurse: Nurse @policy(policies: [["a:b"]]) } type Nurse { name: String }`,
      'Nurse.name',
    ],
  ] as const) {
    const build = () => buildAgencySchema(serving(body));
    expect(build).toThrow(UnguardedField);
    expect(build).toThrow(coordinate);
  }
});

test('a policy on a type covers its fields; a policy on a field covers the value type it returns', () => {
  const byType = `${PERSON('clinic: Record')} type Record @policy(policies: [["a:b"]]) { weight: Float }`;
  const byField = `${PERSON('nurse: Nurse @policy(policies: [["a:b"]])')} type Nurse @shareable { name: String }`;
  expect(() => buildAgencySchema(serving(byType))).not.toThrow();
  expect(() => buildAgencySchema(serving(byField))).not.toThrow();
});

test('the directive is known by its @link and not by its spelling', () => {
  const stated = (head: string, directive: string) =>
    readPolicies(`${head}\n type T { a: Int @${directive}(policies: [["a:b"]]) }`).ofField.get('T.a');
  expect(stated(link('"@policy"'), 'policy')).toEqual([[['a:b']]]);
  expect(stated(link('{ name: "@policy", as: "@rule" }'), 'rule')).toEqual([[['a:b']]]);
  expect(stated(link('{ name: "@policy", as: "@rule" }'), 'policy')).toBeUndefined();
  expect(stated(link(''), 'federation__policy')).toEqual([[['a:b']]]);
  const named = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed", import: ["@key"])';
  expect(stated(named, 'fed__policy')).toEqual([[['a:b']]]);
});

test('a schema that only spells @policy, but means another directive, is not taken for guarded', () => {
  const body = `directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION\n${PERSON('weight: Float @policy(policies: [["a:b"]])')}`;
  expect(() => buildAgencySchema(serving(body, link('"@key"')))).toThrow(UnguardedField);
});

test('an agency cannot return people, key other types, or push', () => {
  const refused = [
    `${PERSON('')} type Query { everybody: [Person] @policy(policies: [["a:b"]]) }`,
    `${PERSON('mother: Person')}`,
    `${PERSON('')} type Room @key(fields: "id") { id: ID! @policy(policies: [["a:b"]]) }`,
    `${PERSON('')} type Subscription { visits: Int @policy(policies: [["a:b"]]) }`,
    PERSON('weight: Float @policy(policies: [[]])'),
  ];
  for (const body of refused) expect(() => buildAgencySchema(serving(body))).toThrow(UnservableSdl);
});

test('a resolver for what the SDL does not publish is refused', () => {
  const agency = { ...clinic(), resolvers: { Person: { shoeSize: () => 3 } } };
  expect(() => buildAgencySchema(agency)).toThrow(UnservableSdl);
});

test('outer lists are alternatives, inner lists are needed whole, and two policies are both needed', () => {
  const weight = [[['weight'], ['visits', 'growth']]];
  const held = (...streams: string[]) => new Set(streams);
  expect(meets(held('weight'), weight)).toBe(true);
  expect(meets(held('visits', 'growth'), weight)).toBe(true);
  expect(meets(held('visits'), weight)).toBe(false);
  expect(meets(held(), weight)).toBe(false);
  expect(meets(held('weight'), [...weight, [['extra']]])).toBe(false);
  expect(meets(held('weight', 'extra'), [...weight, [['extra']]])).toBe(true);
});
