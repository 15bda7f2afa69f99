import { buildSchema, execute, graphql, parse } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { clinic, clinicConnector } from '../fixtures/clinic';
import { own, serveClinic } from '../fixtures/served-clinic';
import { maskError } from '../http/mask-errors';
import { NotGranted } from '../not-granted';
import { buildAgencySchema } from './build-agency-schema';
import { openRequest } from './request-context';
import { RuleFault, shieldFields } from './shield';

let served: Awaited<ReturnType<typeof serveClinic>>;
let down = false;
const connector = clinicConnector(undefined, () => down);

beforeAll(async () => {
  served = await serveClinic(clinic(connector));
});
afterAll(() => served.close());

const refusedAt = (...path: (string | number)[]) => ({
  message: 'Not granted',
  path,
  extensions: { code: 'NOT_GRANTED' },
  locations: expect.anything(),
});

test('a granted field is answered; one that is not is null and says so', async () => {
  const body = await served.askAbout({ maya: ['visits'] }, 'clinic { visits { date } registration { gp } }');
  expect(body).toEqual({
    data: { _entities: [{ clinic: { visits: [{ date: '2026-01-05' }], registration: null } }] },
    errors: [refusedAt('_entities', 0, 'clinic', 'registration')],
  });
});

test("a sibling's grant opens nothing on the child beside them", async () => {
  const body = await served.askAbout({ maya: ['visits'], leo: ['registration'] }, 'clinic { visits { setting } }');
  expect(body.data).toEqual({
    _entities: [{ clinic: { visits: [{ setting: 'visit of maya' }] } }, { clinic: { visits: null } }],
  });
  expect(body.errors).toEqual([refusedAt('_entities', 1, 'clinic', 'visits')]);
});

test('a row that two siblings share is open on the one and closed on the other', async () => {
  const body = await served.askAbout({ maya: ['nurse'], leo: ['visits'] }, 'clinic { nurse { name } }');
  expect(body.data).toEqual({ _entities: [{ clinic: { nurse: { name: 'Nurse Ade' } } }, { clinic: { nurse: null } }] });
  const otherWay = await served.askAbout({ maya: ['visits'], leo: ['nurse'] }, 'clinic { nurse { name } }');
  expect(otherWay.data._entities.map((one: { clinic: { nurse: unknown } }) => one.clinic.nurse)).toEqual([
    null,
    { name: 'Nurse Ade' },
  ]);
});

test('two children whose record is one row are decided one by one, in either order', async () => {
  const nurses = async (granted: Record<string, string[]>) =>
    (await served.askAbout(granted, 'clinic { nurse { name } }', ['ada', 'ben'])).data._entities.map(
      (one: { clinic: { nurse: { name: string } | null } }) => one.clinic.nurse?.name ?? null,
    );
  expect(await nurses({ ada: ['nurse'], ben: ['visits'] })).toEqual(['Nurse Ade', null]);
  expect(await nurses({ ada: ['visits'], ben: ['nurse'] })).toEqual([null, 'Nurse Ade']);
});

test('two requests at once, one with rights and one without, each get their own', async () => {
  const ask = (streams: string[]) => served.askAbout({ maya: streams }, 'clinic { nurse { name } visits { date } }');
  const answers = await Promise.all([ask(['nurse']), ask(['visits']), ask(['nurse']), ask(['visits'])]);
  expect(answers.map(({ data }) => data._entities[0].clinic.nurse?.name ?? null)).toEqual([
    'Nurse Ade',
    null,
    'Nurse Ade',
    null,
  ]);
});

test('either stream opens the field, or two others together, but not one of the two', async () => {
  const weight = async (...streams: string[]) =>
    (await served.askAbout({ maya: streams }, 'clinic { weight }')).data._entities[0].clinic?.weight;
  expect(await weight('weight')).toBe(12.5);
  expect(await weight('visits', 'growth')).toBe(12.5);
  expect(await weight('visits')).toBeNull();
});

test('a container is open with any field in it, and closed with none', async () => {
  const open = await served.askAbout({ maya: ['registration'] }, 'clinic { __typename }');
  expect(open).toEqual({ data: { _entities: [{ clinic: { __typename: 'ClinicRecord' } }] } });
  const closed = await served.askAbout({ maya: ['existence'] }, 'clinic { __typename }');
  expect(closed).toEqual({ data: { _entities: [{ clinic: null }] }, errors: [refusedAt('_entities', 0, 'clinic')] });
});

test('a person whom the grant does not list is refused whole, key and all', async () => {
  const body = await served.askAbout({ maya: ['visits'] }, 'clinicRef clinic { visits { date } }', ['leo']);
  expect(body.errors.map(({ extensions }: { extensions: unknown }) => extensions)).toContainEqual({
    code: 'NOT_GRANTED',
  });
  expect(JSON.stringify(body.data)).not.toContain('leo');
});

test('aliases do not change whom a field is about', async () => {
  const query = `query ($a: [_Any!]!, $b: [_Any!]!) {
    _entities(representations: $a) { ... on Person { clinic { visits { setting } } } }
    other: _entities(representations: $b) { ... on Person { visits: clinic { nurse { name } visits { setting } } } }
  }`;
  const asked = (clinicRef: string) => [{ __typename: 'Person', clinicRef }];
  const body = await served.askSubgraph({ people: [{ refs: ['maya'], streams: [own('visits')] }] }, query, {
    a: asked('maya'),
    b: asked('leo'),
  });
  expect(body.data).toEqual({
    _entities: [{ clinic: { visits: [{ setting: 'visit of maya' }] } }],
    other: [{ visits: null }],
  });
});

test('what a representation brings along is never answered with, and a null key is nobody', async () => {
  const query =
    'query ($them: [_Any!]!) { _entities(representations: $them) { ... on Person { clinic { visits { setting } } } } }';
  const people = [{ refs: ['maya', 'null'], streams: [own('visits')] }];
  const planted = { visits: [{ setting: 'planted' }] };
  const body = await served.askSubgraph({ people }, query, {
    them: [
      { __typename: 'Person', clinicRef: 'maya', clinic: planted },
      { __typename: 'Person', clinicRef: null },
      { __typename: 'Person' },
      { __typename: 'Person', clinicRef: '' },
      { __typename: 'Visit', setting: 'planted' },
      { __typename: 'Family', clinicRef: 'maya' },
    ],
  });
  expect(body).toEqual({
    data: {
      _entities: [{ clinic: { visits: [{ setting: 'visit of maya' }] } }, null, null, null, null, null],
    },
  });
});

test('a family is opened by its own ref, not by that of a person', async () => {
  const query = 'query ($them: [_Any!]!) { _entities(representations: $them) { ... on Family { note { text } } } }';
  const variables = { them: [{ __typename: 'Family', clinicGroupRef: 'f1' }] };
  const group = { refs: ['f1'], streams: [own('family-note')] };
  expect((await served.askSubgraph({ families: [group] }, query, variables)).data).toEqual({
    _entities: [{ note: { text: 'note of f1' } }],
  });
  expect((await served.askSubgraph({ people: [group] }, query, variables)).data).toEqual({
    _entities: [{ note: null }],
  });
});

test('places are open by the streams that need no person', async () => {
  const query = '{ rooms { name } }';
  expect(await served.askSubgraph({ streams: [own('places')] }, query)).toEqual({
    data: { rooms: [{ name: 'Room 1' }] },
  });
  const people = [{ refs: ['maya'], streams: [own('places')] }];
  expect(await served.askSubgraph({ people }, query)).toEqual({ data: { rooms: null }, errors: [refusedAt('rooms')] });
});

test('an outage reads as an outage and never as a refusal, and tells nothing of the system behind', async () => {
  down = true;
  const body = await served.askAbout({ maya: ['visits'] }, 'clinic { visits { date } }');
  down = false;
  expect(body).toEqual({
    data: { _entities: [{ clinic: null }] },
    errors: [
      {
        message: 'The agency could not read its own system',
        path: ['_entities', 0, 'clinic'],
        locations: expect.anything(),
        extensions: { code: 'PARTNER_SYSTEM_UNAVAILABLE' },
      },
    ],
  });
});

test('a resolver that throws is our own fault, in fixed words; the log knows the field and no record', async () => {
  served.logged.length = 0;
  const body = await served.askAbout({ maya: ['letter'] }, 'clinic { letter }');
  expect(body.errors).toEqual([
    {
      message: 'The agency could not answer',
      path: ['_entities', 0, 'clinic', 'letter'],
      locations: expect.anything(),
      extensions: { code: 'INTERNAL' },
    },
  ]);
  expect(served.logged).toMatchObject([{ level: 'error', agency: 'clinic', coordinate: 'letter', code: 'INTERNAL' }]);
  expect(JSON.stringify(served.logged)).not.toMatch(/9449303223|filestore|maya/);
});

test('a rule that throws is told as our fault, never as a refusal and never as an answer', async () => {
  const schema = buildAgencySchema(clinic());
  const context = openRequest(clinic(), null);
  const broken = {
    ...context,
    granted: {
      ...context.granted,
      forPerson: () => {
        throw new Error('broken');
      },
    },
  };
  const result = await graphql({
    schema,
    source:
      '{ _entities(representations: [{ __typename: "Person", clinicRef: "maya" }]) { ... on Person { clinic { __typename } } } }',
    contextValue: broken,
  });
  expect(result.data).toEqual({ _entities: [{ clinic: null }] });
  expect(result.errors?.map(({ originalError }) => originalError?.constructor)).toEqual([RuleFault]);
  expect(result.errors?.map((error) => maskError(error, () => undefined).extensions)).toEqual([{ code: 'INTERNAL' }]);
});

test('an executor that brings its own field resolver gets nothing past the shield', async () => {
  const result = await execute({
    schema: buildAgencySchema(clinic()),
    document: parse(
      '{ rooms { name } _entities(representations: [{ __typename: "Person", clinicRef: "maya" }]) { ... on Person { clinicRef } } }',
    ),
    contextValue: openRequest(clinic(), null),
    fieldResolver: () => 'leak',
  });
  expect(JSON.stringify(result.data)).not.toContain('leak');
  expect(result.errors?.every(({ originalError }) => originalError instanceof NotGranted)).toBe(true);
});

test('what a representation brings along is not read even where the agency forgot a resolver', async () => {
  const forgetful = { ...clinic(), resolvers: {} };
  const context = openRequest(forgetful, null);
  const everything = new Set(['visits', 'registration', 'nurse', 'letter', 'weight'].map(own));
  const result = await graphql({
    schema: buildAgencySchema(forgetful),
    source: 'query ($them: [_Any!]!) { _entities(representations: $them) { ... on Person { clinic { letter } } } }',
    variableValues: { them: [{ __typename: 'Person', clinicRef: 'maya', clinic: { letter: 'planted' } }] },
    contextValue: { ...context, granted: { ...context.granted, forPerson: () => everything } },
  });
  expect(result).toEqual({ data: { _entities: [{ clinic: null }] } });
});

test('a field that no rule was made for is denied', async () => {
  const bare = await graphql({
    schema: applyMiddleware(
      buildSchema('type Query { _service: String, _entities: String, rooms: String } type _Service { sdl: String }'),
      shieldFields(new Map()),
    ),
    source: '{ rooms }',
    contextValue: {},
  });
  expect(bare.errors?.map(({ originalError }) => originalError instanceof NotGranted)).toEqual([true]);
});
