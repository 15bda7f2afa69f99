import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type SharedStack, sharedStack } from '../stack';

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName lifeState
  answers { agency status }
  involvements { agency service }
  identities { agency postcode }
  health { maternity { dueDate } }
  socialCare { status { lookedAfter } }
  housing { temporaryAccommodation { kind since } }
  family { members { person { id displayName lifeState expectedDateOfBirth answers { agency status } involvements { agency service } } relationships { agency relationship } } }
} } }`;

async function find(who: object, persona: PersonaName = 'social-worker', purpose = 'SAFEGUARDING') {
  const { body, text } = await stack.ask(persona, FIND, { purpose, variables: { who } });
  expect(body.data.findPeople.certain).toHaveLength(1);
  return { person: body.data.findPeople.certain[0], body, text };
}

type Answer = { readonly agency: string; readonly status: string };
const statuses = (answers: readonly Answer[]) =>
  Object.fromEntries(answers.map(({ agency, status }) => [agency, status]));

describe('an unborn child', () => {
  const anna = searchFor(storyPerson('kowalska', 'mother'));

  test('is found through its mother: a member without a name, due in January, known to midwife and social worker', async () => {
    const { person } = await find(anna);
    expect(person.health.maternity).toEqual({ dueDate: '2027-01-18' });
    const unborn = person.family.members.filter(
      ({ person: { lifeState } }: { person: { lifeState: string } }) => lifeState === 'UNBORN',
    );
    expect(
      unborn.map(
        ({ person: { expectedDateOfBirth } }: { person: { expectedDateOfBirth: string } }) => expectedDateOfBirth,
      ),
    ).toContain('2027-01-18');
    const services = unborn.flatMap(
      ({ person: { involvements } }: { person: { involvements: readonly { service: string }[] } }) =>
        involvements.map(({ service }) => service),
    );
    expect(services).toEqual(expect.arrayContaining(['Midwifery', 'Social work']));
    expect(unborn).toHaveLength(1);
  });

  test('is never said to be held nowhere by an agency that holds it', async () => {
    const { person } = await find(anna);
    for (const { person: member } of person.family.members) {
      if (member.lifeState !== 'UNBORN') continue;
      const { health, 'social-care': care } = statuses(member.answers);
      expect([health, care]).not.toContain('NOTHING_HELD');
    }
  });

  test('is not found by its family name alone: nothing of its own tells it from another', async () => {
    const { body } = await stack.ask(
      'social-worker',
      'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }',
      { purpose: 'SAFEGUARDING', variables: { who: { familyName: 'Kowalska', dateOfBirth: '2027-01-18' } } },
    );
    expect(body.data.findPeople.certain).toEqual([]);
  });
});

describe('a child who is looked after', () => {
  const kayleigh = storyPerson('dewhirst', 'child');

  test('is seen with both her mother and her foster carer, each by whose word', async () => {
    const { person } = await find(searchFor(kayleigh));
    expect(person.socialCare.status).toEqual({ lookedAfter: true });
    const said = person.family.members.flatMap(
      ({
        person: { displayName },
        relationships,
      }: {
        person: { displayName: string };
        relationships: readonly { agency: string; relationship: string }[];
      }) => relationships.map(({ agency, relationship }) => `${displayName}: ${relationship} (${agency})`),
    );
    expect(said).toEqual(
      expect.arrayContaining([
        'Tracey Dewhirst: Mother (social-care)',
        'Margaret Ellwood: Foster carer (social-care)',
        'Margaret Ellwood: Foster carer (education)',
      ]),
    );
  });

  test.each(['social-worker', 'head-of-centre', 'housing-officer', 'school-lead', 'health-lead'] as const)(
    'has a placement whose postcode is shown to %s by nobody but the agency that employs them',
    async (persona) => {
      const purpose = persona === 'social-worker' ? 'SAFEGUARDING' : 'EARLY_HELP';
      const { body } = await stack.ask(persona, FIND, { purpose, variables: { who: searchFor(kayleigh) } });
      const own = {
        'social-worker': 'social-care',
        'head-of-centre': 'childrens-centre',
        'housing-officer': 'housing',
        'school-lead': 'education',
        'health-lead': 'health',
      }[persona];
      const shown = (body.data.findPeople?.certain ?? []).flatMap(
        ({ identities }: { identities: readonly { agency: string; postcode: string | null }[] | null }) =>
          identities ?? [],
      );
      for (const { agency, postcode } of shown) if (agency !== own) expect(postcode).toBeNull();
      // Social care keeps the home's postcode on her record: the placement's is not on it to be shown.
      if (persona === 'social-worker') expect(shown).toContainEqual({ agency: 'social-care', postcode: 'ZB2 1ZL' });
    },
  );

  test('is not joined to the place in the old home that nobody has taken her off: the landlord is named as one to ask', async () => {
    const { person } = await find(searchFor(kayleigh));
    expect(['POSSIBLE', 'ANSWERED']).toContain(statuses(person.answers).housing);
  });
});

test('a family that became homeless is one family, with the room that only housing and early help know of', async () => {
  const { person } = await find(searchFor(storyPerson('naylor', 'child')));
  expect(statuses(person.answers)).toEqual({
    health: 'ANSWERED',
    education: 'ANSWERED',
    'social-care': 'ANSWERED',
    housing: 'ANSWERED',
    'childrens-centre': 'NOTHING_HELD',
  });
  expect(person.housing.temporaryAccommodation).toEqual({ kind: 'Bed and breakfast', since: '2026-08-24' });
});

test('by the address from before, which school and health still have, the same child is found', async () => {
  const kian = storyPerson('naylor', 'child');
  const now = await find(searchFor(kian));
  const before = await find({ ...searchFor(kian), postcode: kian.previousAddress?.postcode });
  expect(before.person.displayName).toBe('Kian Naylor');
  const held = (answers: readonly Answer[]) =>
    answers.filter(({ status }) => status === 'ANSWERED').map(({ agency }) => agency);
  expect(held(before.person.answers).length).toBeGreaterThanOrEqual(2);
  for (const { status } of before.person.answers.filter(({ agency }: Answer) =>
    held(now.person.answers).includes(agency),
  ))
    expect(status).not.toBe('NOTHING_HELD');
});

test('a family that only the centre knows is shown by the centre, and the other four say that they looked', async () => {
  const { person, body } = await find(searchFor(storyPerson('silva', 'child')), 'head-of-centre', 'EARLY_HELP');
  expect(statuses(person.answers)).toEqual({
    health: 'NOTHING_HELD',
    education: 'NOTHING_HELD',
    'social-care': 'NOTHING_HELD',
    housing: 'NOTHING_HELD',
    'childrens-centre': 'ANSWERED',
  });
  expect(person.involvements).toEqual([{ agency: 'childrens-centre', service: "Children's centre" }]);
  expect(
    person.family.members.map(({ person: { displayName } }: { person: { displayName: string } }) => displayName).sort(),
  ).toEqual(['Maria Silva', 'Teresa Silva', 'Tiago Silva']);
  expect(body.extensions.notices.map(({ kind }: { kind: string }) => kind)).not.toContain('UNAVAILABLE');
});
