import type { PersonaName } from '@family-view/gateway/identity/personas';
import type { TruePerson } from '@family-view/population';
import { borough, pointerReader, searchFor, storyPerson, truthReader } from '../borough';
import { type SharedStack, sharedStack } from '../stack';

const CHILDRENS_SERVICES = 'aldermere-childrens-services';
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) {
  certain { id displayName dateOfBirth
    education { sen { senProvision } attendance { sessionsUnauthorised } }
    answers { agency status }
    family { members { person { id displayName } } } }
  possible { agency outcome comparedOn }
  answers { agency status }
} }`;

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const search = async (who: object, persona: PersonaName = 'social-worker', purpose = 'SAFEGUARDING') => {
  const { body, text } = await stack.ask(persona, FIND, { purpose, variables: { who } });
  expect(
    body.errors?.filter(
      ({ extensions }: { extensions: { code: string } }) => extensions.code !== 'UNAUTHORIZED_FIELD_OR_TYPE',
    ) ?? [],
  ).toEqual([]);
  return { ...body.data.findPeople, text };
};

/** Who, in truth, stands behind an id: one truth id for each agency that it points at. */
function truthsBehind(id: string): readonly (string | undefined)[] {
  const truthOf = truthReader(borough);
  return [...pointerReader(stack.dataDirectory)(id, CHILDRENS_SERVICES)].map(([agency, ref]) => truthOf(agency, ref));
}

const twins: readonly [TruePerson, TruePerson] = [
  storyPerson('sutcliffe', 'twin'),
  storyPerson('sutcliffe', 'otherTwin'),
];

test.each(twins.map((twin) => [twin.givenName, twin] as const))(
  '%s is found and not his twin, at every agency that is certain',
  async (_name, twin) => {
    const { certain } = await search(searchFor(twin));
    expect(certain.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      `${twin.givenName} Sutcliffe`,
    ]);
    expect(new Set(truthsBehind(certain[0].id))).toEqual(new Set([twin.id]));
    // Jake has the support plan and one more absence: the record that comes is his own.
    const jake = twin.givenName === 'Jake';
    expect(certain[0].education.sen.senProvision).toBe(jake ? 'K' : 'N');
    expect(certain[0].education.attendance[0].sessionsUnauthorised).toBe(jake ? 3 : 2);
  },
);

test('the landlord wrote one twin "Jak", and joins him to neither: each search says to ask', async () => {
  const [, jake] = twins;
  const { certain } = await search(searchFor(jake));
  expect(certain[0].answers).toContainEqual({ agency: 'housing', status: 'POSSIBLE' });
});

test('each twin is one member of the family, and both are there', async () => {
  for (const twin of twins) {
    const { certain } = await search(searchFor(twin));
    const members: readonly { person: { id: string; displayName: string } }[] = certain[0].family.members;
    const names = members.map(({ person }) => person.displayName);
    expect(names.filter((name) => /^Ja[ck]k?e? Sutcliffe$/.test(name)).sort()).toEqual([
      'Jack Sutcliffe',
      'Jake Sutcliffe',
    ]);
    for (const { person } of members) expect(new Set(truthsBehind(person.id)).size).toBe(1);
  }
});

test('a search by birthday and family name alone joins neither twin', async () => {
  const { familyName, dateOfBirth } = twins[0];
  const { certain, possible } = await search({ familyName, dateOfBirth });
  expect(certain).toEqual([]);
  for (const { outcome } of possible) expect(['MANY', 'POTENTIAL']).toContain(outcome);
});

const [amelia, other] = [storyPerson('taylor', 'child'), storyPerson('taylor', 'other')];

test('two girls of one name and one birthday are not joined by that: their agencies are named as ones to ask', async () => {
  const { givenName, familyName, dateOfBirth } = amelia;
  const { certain, possible } = await search({ givenName, familyName, dateOfBirth });
  expect(certain).toEqual([]);
  expect(possible).toContainEqual(expect.objectContaining({ agency: 'health', outcome: 'MANY' }));
});

test.each([
  ['Lark Way', amelia],
  ['Mill Court', other],
] as const)(
  'the Amelia Taylor of %s is found by her postcode, and nothing of the other comes with her',
  async (_where, girl) => {
    const { certain } = await search(searchFor(girl));
    expect(certain).toHaveLength(1);
    for (const { person } of certain[0].family?.members ?? [{ person: certain[0] }])
      expect(new Set(truthsBehind(person.id)).size).toBe(1);
    expect(new Set(truthsBehind(certain[0].id))).toEqual(new Set([girl.id]));
  },
);

const [thomas, tyler] = [storyPerson('lindley', 'child'), storyPerson('lindley', 'birthIdentity')];

test('an adopted boy is found as who he is now; no name, agency or relative of before comes with him', async () => {
  const { certain, possible, text } = await search(searchFor(thomas));
  expect(certain.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Thomas Lindley']);
  expect(new Set(truthsBehind(certain[0].id))).toEqual(new Set([thomas.id]));
  expect(certain[0].answers).toContainEqual({ agency: 'social-care', status: 'NOTHING_HELD' });
  expect(possible).toEqual([]);
  expect(text).not.toMatch(/Crabtree|Tyler|Shannon/);
});

test.each([
  ['name and birthday', searchFor(tyler)],
  ['NHS number', { nhsNumber: tyler.nhsNumber }],
  ['local authority child id', { laChildId: tyler.laChildId, dateOfBirth: tyler.dateOfBirth }],
])('by the %s he had before, nobody is found, nor said to be possible', async (_by, who) => {
  const { certain, possible, answers, text } = await search(who);
  expect([certain, possible]).toEqual([[], []]);
  // What may not be compared with a number is told as not compared.
  for (const { status } of answers) expect(['NOTHING_HELD', 'WITHHELD']).toContain(status);
  expect(answers).toContainEqual({ agency: 'social-care', status: 'NOTHING_HELD' });
  expect(text).not.toMatch(/Lindley|Thomas|Crabtree|Tyler/);
});

test("his birth mother's family does not have him in it", async () => {
  const { certain, text } = await search(searchFor(storyPerson('lindley', 'birthMother')));
  expect(certain.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Shannon Crabtree']);
  expect(text).not.toMatch(/Lindley|Thomas|Tyler/);
});

describe('an address, of which one agency shares its own and others do not', () => {
  const ADDRESSES =
    'query ($who: PersonSearch!) { findPeople(by: $who) { certain { identities { agency postcode } } } }';
  const asked = async (persona: PersonaName) => {
    const { body } = await stack.ask(persona, ADDRESSES, {
      variables: { who: searchFor(storyPerson('okafor', 'oldest')) },
    });
    const identities: readonly { agency: string; postcode: string | null }[] =
      body.data.findPeople.certain[0].identities;
    const notices: readonly { kind: string; agency: string; stream: string; fields: readonly string[] }[] =
      body.extensions.notices ?? [];
    return {
      unknown: identities.flatMap(({ agency, postcode }) => (postcode === null ? [agency] : [])),
      known: identities.map(({ agency }) => agency),
      told: notices.filter(({ fields }) => fields.includes('Identity.postcode')),
    };
  };

  test('is told as withheld by each that does not, and never read as an address that is not known', async () => {
    const { unknown, told } = await asked('head-of-centre');
    expect(unknown.length).toBeGreaterThan(2);
    expect(told.map(({ kind, agency, stream }) => ({ kind, agency, stream }))).toEqual(
      expect.arrayContaining(unknown.map((agency) => ({ kind: 'WITHHELD', agency, stream: `${agency}:address` }))),
    );
  });

  test('is not told of by an agency of which the requester may not know whom it knows', async () => {
    const { known, told } = await asked('housing-officer');
    expect(known).not.toContain('health');
    expect(told.map(({ agency }) => agency)).not.toContain('health');
  });
});
