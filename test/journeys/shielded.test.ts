import { PERSONAS, type PersonaName } from '@family-view/gateway/identity/personas';
import { NOBODY, searchFor, storyPerson } from '../borough';
import { type Answer, type SharedStack, sharedStack } from '../stack';

const PERSON = `displayName lifeState dateOfBirth
  answers { agency status }
  identities { agency givenName postcode nhsNumber }
  involvements { agency service team contact { name phone } }
  health { registration { registeredGpName } mandatedContacts { kind } maternity { dueDate } }
  education { setting { educationSettingName } attendance { sessionsPossible } }
  socialCare { status { childProtectionPlan } plans { kind } keyWorker { name } }
  earlyHelp { tafMeetings { date } }
  housing { tenancy { tenureType } temporaryAccommodation { kind } alerts { type } }
  childrensCentre { registration { registeredDate } }
  family { members { person { displayName answers { agency status } } relationships { agency relationship } } household { members { fullName } tenancy { tenureType } } needLevel { code } leadProfessional { name } }`;
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id ${PERSON} } possible { agency outcome comparedOn } answers { agency status } } }`;

const CLOSED_AT = ['health', 'social-care', 'housing'];
const entries = Object.entries(PERSONAS).flatMap(([persona, { purposes }]) =>
  purposes.map((purpose) => [persona as PersonaName, purpose] as const),
);

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const find = (persona: PersonaName, purpose: string, who: object): Promise<Answer> =>
  stack.ask(persona, FIND, { purpose, variables: { who } });

/** An answer without the operation's own id, which differs between any two. */
const sameBytes = ({ text }: Answer): string => text.replace(/"operation":"[^"]*"/, '"operation":"-"');

describe.each(entries)('to %s, for %s', (persona, purpose) => {
  test('a child whose every record is closed is, byte for byte, somebody whom nobody holds', async () => {
    const tyler = storyPerson('lindley', 'birthIdentity');
    const [closed, nobody] = [await find(persona, purpose, searchFor(tyler)), await find(persona, purpose, NOBODY)];
    expect(closed.status).toBe(nobody.status);
    expect(sameBytes(closed)).toBe(sameBytes(nobody));
  });

  test('nothing of the closed records of a shielded mother and child is shown, by whatever of theirs they are looked for', async () => {
    const [mother, mia] = [storyPerson('ashdown', 'mother'), storyPerson('ashdown', 'child')];
    // School and centre hold them openly, under the old home. Elsewhere every record is closed.
    for (const who of [searchFor(mia), { nhsNumber: mother.nhsNumber }, { upn: mia.upn }]) {
      const { body, text } = await find(persona, purpose, who);
      expect(text.match(/Rowan House|refuge|hostel|ZB1 4ZR/gi)).toBeNull();
      const answers = body.data?.findPeople?.answers ?? [];
      const people = body.data?.findPeople?.certain ?? [];
      for (const { agency, status } of [
        ...answers,
        ...people.flatMap((one: { answers: readonly object[] | null }) => one.answers ?? []),
      ]) {
        if (CLOSED_AT.includes(agency)) expect(['NOTHING_HELD', 'WITHHELD']).toContain(status);
      }
      for (const person of people) {
        for (const container of ['health', 'socialCare', 'earlyHelp', 'housing'])
          expect(person[container] ?? null).toBeNull();
        for (const { agency } of [...(person.identities ?? []), ...(person.involvements ?? [])])
          expect(CLOSED_AT).not.toContain(agency);
        expect([
          person.family?.needLevel ?? null,
          person.family?.leadProfessional ?? null,
          person.family?.household ?? null,
        ]).toEqual([null, null, null]);
      }
    }
  });
});

test('a search by the address of a refuge finds nobody there, as one by an address that is none', async () => {
  const { uprn } = storyPerson('ashdown', 'mother').address;
  const who = { familyName: 'Nemowicz', dateOfBirth: '1995-09-06' };
  for (const [persona, purpose] of [
    ['housing-officer', 'EARLY_HELP'],
    ['social-worker', 'SAFEGUARDING'],
  ] as const) {
    const [there, nowhere] = [
      await find(persona, purpose, { ...who, uprn }),
      await find(persona, purpose, { ...who, uprn: '999999999999' }),
    ];
    expect(sameBytes(there)).toBe(sameBytes(nowhere));
  }
});

test('what the school holds of a shielded child comes as of a child whom the school alone knows, but for what leads to her', async () => {
  const { body } = await find(
    'social-worker',
    'SAFEGUARDING',
    searchFor({ ...storyPerson('ashdown', 'child'), address: storyPerson('ashdown', 'father').address }),
  );
  const [mia] = body.data.findPeople.certain;
  // Where she can be waited for is closed: which school it is, and who works with her there.
  expect(mia.education.setting).toBeNull();
  expect(mia.education.attendance[0].sessionsPossible).toEqual(expect.any(Number));
  expect(mia.answers).toEqual(
    ['health', 'education', 'social-care', 'housing', 'childrens-centre'].map((agency) => ({
      agency,
      status: agency === 'education' ? 'ANSWERED' : 'NOTHING_HELD',
    })),
  );
  const codes = new Set((body.errors ?? []).map(({ extensions }: { extensions: { code: string } }) => extensions.code));
  codes.delete('UNAUTHORIZED_FIELD_OR_TYPE');
  expect([...codes]).toEqual([]);
});

test("a father's family at health does not have the children in it who are hidden from him", async () => {
  for (const [persona, purpose] of [
    ['health-lead', 'SAFEGUARDING'],
    ['social-worker', 'SAFEGUARDING'],
  ] as const) {
    const { body } = await find(persona, purpose, searchFor(storyPerson('ashdown', 'father')));
    const [wayne] = body.data.findPeople.certain;
    expect(wayne.displayName).toBe('Wayne Ashdown');
    const byHealth = wayne.family.members.filter(
      ({ relationships }: { relationships: readonly { agency: string }[] | null }) =>
        relationships?.some(({ agency }) => agency === 'health'),
    );
    expect(
      byHealth
        .map(({ person }: { person: { displayName: string } }) => person.displayName)
        .filter((name: string) => name !== 'Wayne Ashdown'),
    ).toEqual([]);
  }
});
