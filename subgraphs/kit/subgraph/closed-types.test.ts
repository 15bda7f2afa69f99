import { graphql } from 'graphql';
import type { Agency, Resolvers } from '../agency';
import { UnguardedField } from '../errors';
import { type ClinicConnector, clinic } from '../fixtures/clinic';
import { buildAgencySchema } from './build-agency-schema';
import { openRequest } from './request-context';

const HEAD =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy", "@inaccessible"])';
const SDL = `${HEAD}
  type Person @key(fields: "clinicRef") { clinicRef: ID! @inaccessible  clinic: Record }
  type Record { matters: [Matter]  newest: Matter  entry: Entry  weeks: [[Matter]] }
  union Matter = Repair | Arrears
  interface Entry { day: String }
  type Repair implements Entry @policy(policies: [["clinic:repairs"]]) { day: String  job: String }
  type Arrears implements Entry @policy(policies: [["clinic:arrears"]]) { day: String  pounds: Int }
`;
const repair = { __typename: 'Repair', day: '1 May', job: 'roof' };
const arrears = { __typename: 'Arrears', day: '2 May', pounds: 90 };
const record = {
  matters: async () => [arrears, Promise.resolve(repair), null, arrears],
  newest: arrears,
  entry: () => arrears,
  weeks: [[arrears], [repair, arrears]],
};

const agencyOf = (sdl: string): Agency<ClinicConnector> => ({
  ...clinic(),
  familyKey: undefined,
  sdl,
  resolvers: { Person: { clinic: () => record } } as Resolvers<ClinicConnector>,
});

async function ask(streams: readonly string[], selection: string) {
  const agency = agencyOf(SDL);
  const contextValue = openRequest(agency, null);
  Object.assign(contextValue, {
    granted: {
      general: new Set(),
      forPerson: () => new Set(streams.map((one) => `clinic:${one}`)),
      forFamily: () => new Set(),
    },
  });
  const { data, errors } = await graphql({
    schema: buildAgencySchema(agency),
    source: `query ($them: [_Any!]!) { _entities(representations: $them) { ... on Person { clinic { ${selection} } } } }`,
    variableValues: { them: [{ __typename: 'Person', clinicRef: 'maya' }] },
    contextValue,
  });
  const [entity] = (data as { _entities: [{ clinic: unknown } | null] })._entities;
  return { clinic: entity && JSON.parse(JSON.stringify(entity.clinic)), errors };
}

// Issue 14, A.10.
test('an object whose own type the grant does not open is left out of a list, and a single one is null', async () => {
  expect(
    await ask(['repairs'], 'matters { __typename } newest { __typename } entry { day } weeks { __typename }'),
  ).toEqual({
    clinic: {
      matters: [{ __typename: 'Repair' }, null],
      newest: null,
      entry: null,
      weeks: [[], [{ __typename: 'Repair' }]],
    },
    errors: undefined,
  });
});

test('and is there where the grant opens it', async () => {
  const { clinic: shown } = await ask(
    ['repairs', 'arrears'],
    'matters { __typename ... on Arrears { pounds } } entry { day }',
  );
  expect(shown).toEqual({
    matters: [
      { __typename: 'Arrears', pounds: 90 },
      { __typename: 'Repair' },
      null,
      { __typename: 'Arrears', pounds: 90 },
    ],
    entry: { day: '2 May' },
  });
});

test('a field of a union is closed where nothing that can stand there is open', async () => {
  const { clinic: shown, errors } = await ask(['visits'], 'matters { __typename }');
  expect(shown).toBeNull();
  expect(errors?.map(({ extensions }) => extensions.code)).not.toEqual([]);
});

test('a field of a union is served where what can stand there is guarded, and not where it is not', () => {
  expect(() => buildAgencySchema(agencyOf(SDL))).not.toThrow();
  const open = SDL.replace(' @policy(policies: [["clinic:arrears"]])', '');
  expect(() => buildAgencySchema(agencyOf(open))).toThrow(UnguardedField);
  expect(() => buildAgencySchema(agencyOf(open))).toThrow('Arrears.');
});
