import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';

const MEMBERS = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id family { members { person {
  displayName identities { agency givenName familyName postcode uprn } involvements { agency team contact { name phone } }
  education { setting { educationSettingName } } childrensCentre { registration { centre { name } } }
} } } } } }`;

interface Member {
  readonly displayName: string;
  readonly identities:
    | readonly {
        readonly agency: string;
        readonly givenName: string;
        readonly postcode: string | null;
        readonly uprn: string | null;
      }[]
    | null;
  readonly involvements:
    | readonly { readonly agency: string; readonly team: string | null; readonly contact: object | null }[]
    | null;
}

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const atOldHome = (role: 'child' | 'mother') =>
  searchFor({ ...storyPerson('ashdown', role), address: storyPerson('ashdown', 'father').address });
const ask = (persona: PersonaName, who: object) => stack.ask(persona, MEMBERS, { variables: { who } });
const membersFor = async (persona: PersonaName, who: object) => {
  const answer = await ask(persona, who);
  const people: readonly Member[] = (
    answer.body.data.findPeople.certain as { family: { members: { person: Member }[] } }[]
  ).flatMap(({ family }) => family.members.map(({ person }) => person));
  return { answer, people, named: (name: string) => people.filter(({ displayName }) => displayName === name) };
};
describe('the school’s line for a shielded mother, with the old home and no date of birth', () => {
  test('shows a school lead no address, hers or her daughter’s, and says that it is withheld', async () => {
    const { answer, named } = await membersFor('school-lead', atOldHome('child'));
    for (const name of ['Leanne Ashdown', 'Mia Ashdown'])
      for (const { identities } of named(name))
        expect(identities).toEqual([expect.objectContaining({ agency: 'education', postcode: null, uprn: null })]);
    expect(named('Leanne Ashdown')).toHaveLength(1);
    expect(answer.body.extensions.notices).toContainEqual(
      expect.objectContaining({ kind: 'WITHHELD', stream: 'education:address', ring: expect.any(String) }),
    );
  });

  test('the father, who is told apart from her, is shown as before', async () => {
    const { named } = await membersFor('school-lead', atOldHome('child'));
    const [wayne] = named('Wayne Ashdown');
    expect(wayne!.identities).toContainEqual(expect.objectContaining({ agency: 'education', postcode: 'ZB3 3ZW' }));
  });

  test('shows neither the school nor the centre of those who live with her, nor a worker to wait for', async () => {
    const { people, named } = await membersFor('head-of-centre', atOldHome('child'));
    expect(people.length).toBeGreaterThan(1);
    for (const name of ['Mia Ashdown', 'Alfie Ashdown', 'Leanne Ashdown'])
      for (const member of named(name)) {
        expect((member as unknown as { education: { setting: object } | null }).education?.setting ?? null).toBeNull();
        for (const { team, contact } of member.involvements ?? []) expect([team, contact]).toEqual([null, null]);
      }
  });

  test('no word of the answer says why', async () => {
    for (const persona of ['school-lead', 'head-of-centre', 'social-worker'] as const) {
      const { answer } = await membersFor(persona, atOldHome('child'));
      expect(answer.text).not.toMatch(/shield|refuge|marker|marked|EXCEPT|danger|protect/i);
    }
  });
});

test('a family that nobody has marked shows what it showed', async () => {
  const { people } = await membersFor('school-lead', searchFor(storyPerson('okafor', 'oldest')));
  const daniel = people.find(({ displayName }) => displayName === 'Daniel Okafor');
  expect(daniel!.identities).toContainEqual(expect.objectContaining({ agency: 'education', postcode: 'ZB2 4ZQ' }));
});
