import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type RunningStack, type SharedStack, sharedStack, startStack } from '../stack';

const daniel = searchFor(storyPerson('okafor', 'oldest'));
const SAME_TEXT = `query Same($who: PersonSearch!) { findPeople(by: $who) { certain { displayName
  health { registration { registeredGpName } developmentReviews { outcome } }
  education { attendance { yearStart: academicYearStart } exclusions { reason } }
  housing { arrearsBand tenancy { landlord } }
} } }`;

const sees: Readonly<Partial<Record<PersonaName, object>>> = {
  'school-lead': {
    displayName: 'Daniel Okafor',
    health: null,
    education: {
      attendance: [{ yearStart: 2026 }, { yearStart: 2025 }, { yearStart: 2024 }],
      exclusions: [{ reason: 'Persistent disruptive behaviour' }],
    },
    housing: { arrearsBand: null, tenancy: { landlord: 'Aldermere Homes' } },
  },
  'head-of-centre': {
    displayName: 'Daniel Okafor',
    health: { registration: { registeredGpName: expect.any(String) }, developmentReviews: null },
    education: null,
    housing: { arrearsBand: null, tenancy: { landlord: 'Aldermere Homes' } },
  },
  'housing-officer': {
    displayName: 'Daniel Okafor',
    health: null,
    education: null,
    housing: { arrearsBand: 'OVER_8_WEEKS', tenancy: { landlord: 'Aldermere Homes' } },
  },
};

describe.each([
  ['the richest first', ['school-lead', 'head-of-centre', 'housing-officer', 'analyst']],
  ['the poorest first', ['analyst', 'housing-officer', 'head-of-centre', 'school-lead']],
] as const)('one text from several roles, %s', (_order, personas) => {
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.close());

  test('gives each its own answer, also when they ask again and at once', async () => {
    const ask = async (persona: PersonaName) =>
      (await stack.ask(persona, SAME_TEXT, { variables: { who: daniel } })).body.data.findPeople?.certain[0] ?? null;
    for (const persona of personas) expect(await ask(persona)).toEqual(sees[persona] ?? null);
    const again = [...personas, ...personas];
    const answers = await Promise.all(again.map(ask));
    again.forEach((persona, at) => {
      expect(answers[at]).toEqual(sees[persona] ?? null);
    });
  });
});

describe('an alias', () => {
  let stack: SharedStack;
  beforeAll(async () => {
    stack = await sharedStack();
  });

  const oldest = storyPerson('okafor', 'oldest');
  const ask = (query: string) => stack.ask('head-of-centre', query, { variables: { who: daniel } });
  const person = async (selection: string, more = '') => {
    const { body, text } = await ask(
      `query ($who: PersonSearch!) { findPeople(by: $who) { certain { ${selection} } } } ${more}`,
    );
    return { person: body.data?.findPeople.certain[0], body, text };
  };

  test.each([
    ['id', 'id: displayName', { id: 'Daniel Okafor' }],
    ['nhsNumber', 'nhsNumber: displayName', { nhsNumber: 'Daniel Okafor' }],
    [
      'healthRef',
      'healthRef: displayName health { registration { registeredGpName } }',
      { healthRef: 'Daniel Okafor' },
    ],
    ['k_id', 'k_id: displayName k_typename: dateOfBirth', { k_id: 'Daniel Okafor', k_typename: '2017-03-22' }],
    ['_id', '_id: displayName _displayName: dateOfBirth', { _id: 'Daniel Okafor', _displayName: '2017-03-22' }],
    ['__typename', '__typename: displayName', { __typename: 'Daniel Okafor' }],
  ])(
    'named %s has the value of the field that was asked for, and the records below are found all the same',
    async (_alias, selection, expected) => {
      const { person: daniel } = await person(
        `${selection} housing { tenancy { landlord } } answers { agency status }`,
      );
      expect(daniel).toEqual(expect.objectContaining(expected));
      expect(daniel.housing).toEqual({ tenancy: { landlord: 'Aldermere Homes' } });
      expect(daniel.answers).toHaveLength(5);
    },
  );

  test('in a fragment, on members and on their members, never has a key or a pointer in it', async () => {
    const { body, text } = await person(
      '...Hostile family { id: __typename members { id: relationships { id: relationship healthRef: agency } person { ...Hostile family { members { person { ...Hostile } } } } } }',
      'fragment Hostile on Person { id: displayName socialCareRef: dateOfBirth ... on Person { educationRef: lifeState } }',
    );
    expect(body.errors).toBeUndefined();
    expect(text).not.toMatch(/[pfc]1\./);
    for (const number of [oldest.nhsNumber, oldest.upn, oldest.laChildId]) expect(text).not.toContain(number);
  });

  test('takes what it names from no other field: a withheld one stays withheld under every name', async () => {
    const { person: daniel, body } = await person(
      'displayName: identities { displayName: agency givenName: upn upn: givenName }',
    );
    for (const { displayName, givenName, upn } of daniel.displayName) {
      expect(['health', 'education', 'social-care', 'housing', 'childrens-centre']).toContain(displayName);
      expect(upn).toBe('Daniel');
      if (displayName !== 'childrens-centre') expect(givenName).toBeNull();
    }
    expect(JSON.stringify(body.data)).not.toContain(oldest.upn);
  });

  test.each(['healthRef', 'educationRef', 'socialCareRef', 'housingRef', 'childrensCentreRef', 'nhsNumber'])(
    'cannot be put on %s: a person has no such field to ask for',
    async (field) => {
      const { body } = await person(`id: ${field}`);
      expect(body.data).toBeUndefined();
      expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    },
  );
});
