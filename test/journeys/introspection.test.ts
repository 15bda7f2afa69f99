import { PERSONAS, type PersonaName } from '@family-view/gateway/identity/personas';
import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery, isObjectType, printSchema } from 'graphql';
import { readPublishedSchema } from '../published-schema';
import { type RunningStack, startStack } from '../stack';

const personas = Object.keys(PERSONAS) as readonly PersonaName[];
/** As GraphiQL asks. */
const IDE = getIntrospectionQuery({
  schemaDescription: true,
  inputValueDeprecation: true,
  directiveIsRepeatable: true,
});

let stack: RunningStack;
let published: GraphQLSchema;
const seen = new Map<PersonaName, GraphQLSchema>();

beforeAll(async () => {
  stack = await startStack({ families: 4 });
  published = await readPublishedSchema();
  for (const persona of personas) seen.set(persona, buildClientSchema((await stack.ask(persona, IDE)).body.data));
}, 60_000);
afterAll(() => stack.close());

const textFor = (persona: PersonaName): string => printSchema(seen.get(persona)!);
const coordinatesOf = (schema: GraphQLSchema): readonly string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    );

test.each(personas)("the IDE's introspection gives %s a whole schema, every field of it published", (persona) => {
  const coordinates = coordinatesOf(seen.get(persona)!);
  expect(coordinates).toContain('Query.me');
  expect(coordinatesOf(published)).toEqual(expect.arrayContaining([...coordinates]));
  expect(coordinates.length).toBeLessThan(coordinatesOf(published).length);
});

test.each([
  'analyst',
  'scrutiny',
  'area-manager',
  'team-leader',
  'advisory-board',
  'collaborative',
  'ig-officer',
] as const)('%s finds no field of a person', (persona) => {
  const types = Object.keys(seen.get(persona)!.getTypeMap());
  for (const type of ['Person', 'Family', 'HealthRecord', 'SocialCareRecord', 'Involvement'])
    expect(types).not.toContain(type);
  // Who looked at a person, an officer may ask by what is known of them.
  expect(types.includes('PersonSearch')).toBe(persona === 'ig-officer');
  expect(Object.keys(seen.get(persona)!.getQueryType()!.getFields())).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/person|family|findPeople|caseload/)]),
  );
});

test('a head of centre finds no maternity, and a health lead does', () => {
  expect(coordinatesOf(seen.get('head-of-centre')!)).not.toContain('HealthRecord.maternity');
  expect(coordinatesOf(seen.get('health-lead')!)).toContain('HealthRecord.maternity');
});

test('a type that only a hidden field leads to is hidden with it', () => {
  const maternity = published.getType('HealthRecord');
  const returned = isObjectType(maternity) ? String(maternity.getFields().maternity!.type).replace(/\W/g, '') : '';
  expect(textFor('health-lead')).toMatch(new RegExp(`\\b${returned}\\b`));
  expect(textFor('head-of-centre')).not.toMatch(new RegExp(`\\b${returned}\\b`));
});

test('what is shown to some people by a condition is in the schema', async () => {
  expect(coordinatesOf(seen.get('lead-professional')!)).toContain('Person.socialCare');
});

test('introspection tells the same, to the byte, of a type that is hidden and of one that is misspelt', async () => {
  const ask = async (name: string) => {
    const { text } = await stack.ask('analyst', `{ __type(name: "${name}") { name kind fields { name } } }`);
    return text.replace(/"operation":"[^"]+"/, '');
  };
  expect(await ask('SocialCareRecord')).toContain('{"__type":null}');
  expect(await ask('SocialCareRecord')).toBe(await ask('SocialCareRecorb'));
});

test('neither a fragment, an alias, a variable nor a field beside it makes introspection tell more', async () => {
  const query = `query ($by: PersonSearch, $name: String!, $on: Boolean = true) {
    ...Schema
    it: __type(name: $name) @include(if: $on) { name fields { name } }
    me { role }
    person(id: "x") { id health { notes: __typename } }
  }
  fragment Schema on Query { all: __schema { types { name fields { name } } } }`;
  const { body, text } = await stack.ask('analyst', query.replace('$by: PersonSearch, ', ''), {
    variables: { name: 'HealthRecord' },
  });
  expect(Object.keys(body.data)).toEqual(['all', 'it', 'me', 'person']);
  expect(body.data).toMatchObject({ it: null, me: { role: 'ANALYST' }, person: null });
  expect(text).not.toMatch(/maternity|SocialCareRecord|"Person"/);
});

test('a variable of a type that is hidden neither opens the schema nor shuts it', async () => {
  const query = 'query ($id: FamilyID!) { __schema { types { name } } family(id: $id) { id } }';
  const { body, text } = await stack.ask('analyst', query, { variables: { id: 'x' } });
  expect(body.data.family).toBeNull();
  expect(body.data.__schema.types).toContainEqual({ name: 'Requester' });
  expect(text).not.toMatch(/SocialCareRecord|"Person"|FamilyID/);
});

test('a field that introspection does not tell is still refused in words to who asks for it', async () => {
  const { body } = await stack.ask(
    'analyst',
    '{ me { role } person(id: "x") { health { maternity { __typename } } } }',
  );
  expect(body.errors[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  expect(body.data.me.role).toBe('ANALYST');
});

test('one role is not told what another was just told', async () => {
  const [analyst, lead] = await Promise.all([stack.ask('analyst', IDE), stack.ask('health-lead', IDE)]);
  expect(analyst.text).not.toContain('maternity');
  expect(lead.text).toContain('maternity');
  expect((await stack.ask('analyst', IDE)).text).not.toContain('maternity');
});

test('the documentation of a field says which stream and clause open it to this role', () => {
  const fieldOf = (persona: PersonaName, type: string, field: string) => {
    const of = seen.get(persona)!.getType(type);
    return isObjectType(of) ? of.getFields()[field]?.description : undefined;
  };
  expect(fieldOf('health-lead', 'HealthRecord', 'developmentReviews')).toMatch(
    /Opened by health:development \(clause [A-Z]+-\d+\)\./,
  );
  expect(fieldOf('health-lead', 'HealthRecord', 'mandatedContacts')).toMatch(
    /Opened by health:visits \(clause [A-Z]+-\d+\), to some people’s records only/,
  );
  expect(fieldOf('head-of-centre', 'HealthRecord', 'immunisations')).toMatch(
    /Opened by health:immunisations \(clause BABIES-01\), to some people’s records only/,
  );
});
