import { searchFor, storyPerson } from '../borough';
import { type SharedStack, sharedStack } from '../stack';

const FAMILY = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { family {
  members { person { displayName dateOfBirth } relationships { agency relationship } } } } } }`;

interface Member {
  readonly person: { readonly displayName: string; readonly dateOfBirth: string | null };
  readonly relationships: readonly { readonly agency: string; readonly relationship: string | null }[];
}

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

async function familyFrom(role: string): Promise<readonly Member[]> {
  const variables = { who: searchFor(storyPerson('okafor', role)) };
  const { body } = await stack.ask('social-worker', FAMILY, { purpose: 'SAFEGUARDING', variables });
  return body.data.findPeople.certain[0].family.members;
}
const named = (members: readonly Member[]) =>
  [...new Set(members.map(({ person }) => `${person.displayName} ${person.dateOfBirth ?? ''}`.trim()))].sort();
const assertedBy = (members: readonly Member[], agency: string): readonly string[] =>
  named(members.filter(({ relationships }) => relationships.some((one) => one.agency === agency)));

test('a family is the union of what agencies assert of it: each membership with who asserts it, and none left out', async () => {
  const members = await familyFrom('oldest');
  const agencies = [
    ...new Set(members.flatMap(({ relationships }) => relationships.map(({ agency }) => agency))),
  ].sort();
  expect(agencies.length).toBeGreaterThan(2);
  // The union is more than what some of these assert.
  const each = agencies.map((agency) => assertedBy(members, agency));
  expect(each.some((some) => some.length < named(members).length)).toBe(true);
  expect([...new Set(each.flat())].sort()).toEqual(named(members));
  const samuel = members.find(({ person }) => person.displayName.startsWith('Samuel'))!;
  expect(samuel.relationships.map(({ agency }) => agency)).not.toContain('education');
  // Living at one address is no membership: the landlord alone knows of him.
  expect(named(members).join()).not.toContain('Pickles');
});

test('the same family is found from whichever child is asked about', async () => {
  expect(named(await familyFrom('toddler'))).toEqual(named(await familyFrom('oldest')));
});

test('a child of two homes has two families, apart, and a tie that has ended is a line in the one that social care asserts', async () => {
  const query = `query ($who: PersonSearch!) { findPeople(by: $who) { certain {
    family { members { person { displayName } } endedTies { agency name relationship until parentalResponsibility } }
    families { members { person { displayName } } } } } }`;
  const variables = { who: searchFor(storyPerson('marsh', 'child')) };
  const { body } = await stack.ask('social-worker', query, { purpose: 'SAFEGUARDING', variables });
  const [isla] = body.data.findPeople.certain;
  const names = (family: { readonly members: readonly { readonly person: { readonly displayName: string } }[] }) =>
    family.members.map(({ person }) => person.displayName).sort();
  expect(names(isla.family)).toEqual(['Gemma Marsh', 'Isla Marsh']);
  expect(isla.families.map(names)).toEqual([
    ['Gemma Marsh', 'Isla Marsh'],
    ['Callum Reid', 'Isla Marsh', 'Zoe Hart'],
  ]);
  expect(isla.family.endedTies).toContainEqual({
    ...{ agency: 'social-care', name: 'Darren Cole', relationship: "Mother's partner" },
    ...{ until: '2023-06-30', parentalResponsibility: false },
  });
});
