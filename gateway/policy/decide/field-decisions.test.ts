import { buildSchema } from 'graphql';
import { entryOf, protocolOf, TODAY } from '../../fixtures/protocols';
import type { Rule } from '../read/read-rules';
import { compileProtocols, type Rights } from './compile-protocol';
import { decideFields, type LinkageRequirements, requireFields, uncoveredFields } from './field-decisions';

const policy = (...policies: readonly (readonly string[])[]): Rule => ({
  policies,
  scopes: null,
  authenticated: false,
});

const SDL = `
  type Query { person: Person  places: [Place!] }
  type Person { id: ID!  displayName: String  health: HealthRecord  housing: HousingRecord  family: Family }
  type Family { id: ID!  members: [Person!] }
  type HealthRecord { visits: [Visit!]  notes: Notes  worker: Worker }
  type Visit { date: String  worker: Worker }
  type Notes { text: String }
  type Worker { name: String  desk: Desk }
  type Desk { phone: String }
  type HousingRecord { rent: Int  band: Band }
  enum Band { A B }
  type Place { name: String }
`;
const RULES: Readonly<Record<string, Rule>> = {
  'HealthRecord.visits': policy(['north:visits']),
  Visit: policy(['north:visits']),
  Notes: policy(['north:notes']),
  'HealthRecord.worker': policy(['north:visits'], ['north:notes']),
  'HousingRecord.rent': policy(['south:rent', 'south:existence']),
  'HousingRecord.band': policy(['south:rent']),
  Band: policy(['south:existence']),
  'Query.places': policy(['south:places']),
  Place: policy(['south:places']),
};
const linkage: LinkageRequirements = (coordinate) =>
  coordinate === 'Person.displayName'
    ? ['north:existence', 'south:existence']
    : /^(Person|Family)\.id$/.test(coordinate)
      ? 'key'
      : undefined;

const requirement = (rules: Readonly<Record<string, Rule>> = RULES, sdl = SDL) => {
  const schema = buildSchema(sdl);
  const read = { rules: new Map(Object.entries(rules)), owners: new Map(), sdl: '' };
  return { schema, requirements: requireFields(schema, read, linkage) };
};

/** Rights that grant exactly these streams. */
const holding = (...streams: readonly string[]): Rights => ({
  signature: streams.join(),
  decide: (stream) =>
    streams.includes(stream)
      ? { kind: 'granted', clause: 'A' }
      : { kind: 'withheld', reason: 'ROLE_NOT_NAMED', stream, clause: null },
  flows: () => false,
  factsFor: () => [],
  settle: () => ({ kind: 'withheld', reason: 'FACTS_UNKNOWN', stream: null, clause: null }),
  ways: () => ({ opening: [], closing: [] }),
  turnsOn: () => false,
  agreementFor: () => null,
});
const deciderFor = (...streams: readonly string[]) => {
  const { schema, requirements } = requirement();
  return decideFields(schema, requirements, holding(...streams));
};
const kindOf = (coordinate: string, ...streams: readonly string[]): string => deciderFor(...streams)(coordinate).kind;

test('a field is open under its own stream and shut under any other', () => {
  expect(deciderFor('north:visits')('HealthRecord.visits')).toEqual({ kind: 'granted', streams: ['north:visits'] });
  expect(deciderFor('north:notes')('HealthRecord.visits')).toEqual({
    kind: 'withheld',
    stream: 'north:visits',
    reason: 'ROLE_NOT_NAMED',
    clause: null,
  });
});

test('a rule on a type guards its fields and the fields that return it', () => {
  expect(kindOf('HealthRecord.notes', 'north:visits')).toBe('withheld');
  expect(kindOf('Notes.text', 'north:visits')).toBe('withheld');
  expect(kindOf('HealthRecord.notes', 'north:notes')).toBe('granted');
});

test('all streams of one alternative are needed, and one alternative is enough', () => {
  expect(kindOf('HousingRecord.rent', 'south:rent')).toBe('withheld');
  expect(kindOf('HousingRecord.rent', 'south:existence')).toBe('withheld');
  expect(deciderFor('south:rent', 'south:existence')('HousingRecord.rent')).toEqual({
    kind: 'granted',
    streams: ['south:rent', 'south:existence'],
  });
  expect(deciderFor('north:notes')('HealthRecord.worker')).toEqual({ kind: 'granted', streams: ['north:notes'] });
});

test("a field's rule and the rule of what it returns must both be met", () => {
  expect(kindOf('HousingRecord.band', 'south:rent')).toBe('withheld');
  expect(kindOf('HousingRecord.band', 'south:existence')).toBe('withheld');
  expect(kindOf('HousingRecord.band', 'south:rent', 'south:existence')).toBe('granted');
});

test('a container is open if anything in it is, and tells the first refusal if nothing is', () => {
  expect(deciderFor('north:notes')('Person.health')).toMatchObject({ kind: 'granted', streams: [] });
  expect(kindOf('Query.person', 'north:notes')).toBe('granted');
  expect(deciderFor('south:rent')('Person.health')).toMatchObject({
    kind: 'withheld',
    reason: 'ROLE_NOT_NAMED',
    stream: 'north:visits',
  });
  expect(kindOf('Person.housing', 'south:rent')).toBe('withheld');
});

test('a container that holds itself opens nothing by that', () => {
  expect(kindOf('Person.family')).toBe('withheld');
  expect(kindOf('Family.members')).toBe('withheld');
  expect(kindOf('Query.person')).toBe('withheld');
  const decide = deciderFor('south:places');
  expect(['Family.members', 'Person.family', 'Query.person', 'Family.members'].map((one) => decide(one).kind)).toEqual(
    Array(4).fill('withheld'),
  );
});

test('whatever is asked first, each container is decided alike', () => {
  const containers = ['Query.person', 'Person.family', 'Family.members', 'Person.health', 'Person.housing'];
  for (const streams of [
    [],
    ['north:notes'],
    ['north:existence'],
    ['south:rent', 'south:existence'],
    ['south:places'],
  ]) {
    const forwards = deciderFor(...streams);
    const backwards = deciderFor(...streams);
    const there = containers.map((one) => forwards(one).kind);
    const back = containers.toReversed().map((one) => backwards(one).kind);
    expect(back.toReversed()).toEqual(there);
  }
});

test('an id alone opens no container: that somebody is known is information', () => {
  expect(kindOf('Person.id')).toBe('exempt');
  expect(kindOf('Query.person')).toBe('withheld');
});

test('values without rules are carried by the guarded fields that return them', () => {
  expect(kindOf('Worker.name')).toBe('exempt');
  expect(kindOf('HealthRecord.worker')).toBe('withheld');
});

test('a value of a carried value is not carried: it must be marked', () => {
  expect(uncoveredFields(requirement().requirements)).toEqual(['Desk.phone']);
});

test('a value that one unguarded field returns is carried by nobody', () => {
  const open = SDL.replace('type Person {', 'type Person { keyWorker: Worker ');
  expect(uncoveredFields(requirement(RULES, open).requirements)).toContain('Worker.name');
});

test("linkage's own fields are open where any one agency opens them", () => {
  expect(deciderFor('south:existence')('Person.displayName')).toEqual({
    kind: 'granted',
    streams: ['south:existence'],
  });
  expect(deciderFor('south:existence', 'north:existence')('Person.displayName')).toEqual({
    kind: 'granted',
    streams: ['north:existence', 'south:existence'],
  });
  expect(kindOf('Person.displayName', 'north:visits')).toBe('withheld');
});

test.each([
  ['nothing at all', undefined],
  ['no more than a sign-in', { policies: null, scopes: null, authenticated: true }],
  ['an empty conjunction', policy([])],
  ['an empty conjunction beside a stream', policy(['south:rent'], [])],
] as const)(
  'a field that asks for %s is covered by no stream: it is withheld, and cannot be published',
  (_what, rule) => {
    const { 'HousingRecord.rent': _, ...rest } = RULES;
    const { schema, requirements } = requirement(rule ? { ...rest, 'HousingRecord.rent': rule } : rest);
    expect(uncoveredFields(requirements)).toContain('HousingRecord.rent');
    const decide = decideFields(schema, requirements, holding('south:rent', 'south:existence', 'south:places'));
    expect(decide('HousingRecord.rent')).toEqual({ kind: 'withheld', stream: null, reason: 'NO_CLAUSE', clause: null });
  },
);

test.each([
  ['a scope, which nobody holds', { policies: null, scopes: [['read:rent']], authenticated: false }],
  ['a scope beside a stream', { policies: [['south:rent']], scopes: [['read:rent']], authenticated: false }],
  ['one of no alternatives', policy()],
] as const)('a field that asks for %s is never open', (_what, rule) => {
  const { schema, requirements } = requirement({ ...RULES, 'HousingRecord.rent': rule });
  const decide = decideFields(schema, requirements, holding('south:rent', 'south:existence', 'south:places'));
  expect(decide('HousingRecord.rent').kind).toBe('withheld');
});

test('a sign-in beside a stream leaves the stream to decide', () => {
  const rule = { policies: [['south:rent']], scopes: null, authenticated: true };
  const { schema, requirements } = requirement({ ...RULES, 'HousingRecord.rent': rule });
  expect(decideFields(schema, requirements, holding('south:rent'))('HousingRecord.rent').kind).toBe('granted');
  expect(decideFields(schema, requirements, holding())('HousingRecord.rent').kind).toBe('withheld');
});

test('a field that is in no schema, or is called as nothing is, is withheld', () => {
  for (const coordinate of ['Person.password', 'Nobody.name', '', 'constructor', '__proto__', 'Person.__proto__'])
    expect(deciderFor('north:visits', 'north:notes')(coordinate).kind).toBe('withheld');
});

test('an interface is open by what its types hold, each judged by its own rules', () => {
  const sdl = `type Query { record: Record }
    interface Record { date: String }
    type Visit implements Record { date: String }
    type Notes implements Record { date: String }`;
  const { schema, requirements } = requirement(
    { Visit: policy(['north:visits']), Notes: policy(['north:notes']) },
    sdl,
  );
  const decide = decideFields(schema, requirements, holding('north:notes'));
  expect(['Query.record', 'Visit.date', 'Notes.date'].map((one) => decide(one).kind)).toEqual([
    'granted',
    'withheld',
    'granted',
  ]);
});

test('a clause that depends on facts leaves the field to be settled for each person', () => {
  const clause = {
    id: 'A',
    by: 'north',
    shares: ['visits'],
    to: { roles: ['NURSE'] },
    purposes: 'ANY',
    conditions: { consent: 'GIVEN' },
  } as const;
  const rights = compileProtocols([protocolOf([clause])], TODAY).rights(entryOf('NURSE'));
  const { schema, requirements } = requirement();
  expect(decideFields(schema, requirements, rights)('HealthRecord.visits')).toEqual({
    kind: 'conditional',
    streams: ['north:visits'],
    alternatives: [['north:visits']],
  });
});

test('what several may open is settled for each where a condition stands beside an open one, and an object by all that is in it', () => {
  const shared = (id: string, share: string, more = {}) =>
    ({ id, by: 'north', shares: [share], to: { roles: ['NURSE'] }, purposes: 'ANY', ...more }) as const;
  const consent = { conditions: { consent: 'GIVEN' } } as const;
  const rights = compileProtocols([protocolOf([shared('A', 'visits', consent), shared('B', 'notes')])], TODAY).rights(
    entryOf('NURSE'),
  );
  const { schema, requirements } = requirement();
  const decide = decideFields(schema, requirements, rights);
  expect(decide('HealthRecord.worker')).toEqual({ kind: 'granted', streams: ['north:notes', 'north:visits'] });
  expect(decide('Person.health')).toEqual({
    kind: 'granted',
    streams: [],
    opening: expect.arrayContaining(['north:visits', 'north:notes']),
  });
});
