import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type SharedStack, sharedStack } from '../stack';

const MEMBERS = 'members { person { id displayName } mayBeSame { agency person outcome } }';
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { family { id ${MEMBERS} } } } }`;
const OPEN = `query ($id: FamilyID!) { family(id: $id) { ${MEMBERS} } }`;

interface Told {
  readonly person: { readonly id: string; readonly displayName: string };
  readonly mayBeSame: readonly {
    readonly person: string;
    readonly agency: string;
    readonly outcome: string;
  }[];
}

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

async function familyOf(persona: PersonaName, purpose: string) {
  const who = searchFor(storyPerson('okafor', 'toddler'));
  const { body } = await stack.ask(persona, FIND, { purpose, variables: { who } });
  return body.data.findPeople.certain[0].family as { readonly id: string; readonly members: readonly Told[] };
}

/** Of each pair the two names, once, with who says so. */
function pairsIn(members: readonly Told[]): readonly string[] {
  const names = new Map(members.map(({ person }) => [person.id, person.displayName]));
  return members
    .flatMap(({ person, mayBeSame }) =>
      mayBeSame.map((same) => `${person.displayName} = ${names.get(same.person)}: ${same.outcome} ${same.agency}`),
    )
    .sort();
}

/** What an agency keeps for its staff to look into. */
function worklistOf(agency: string) {
  const file = join(stack.dataDirectory, 'subgraphs', agency, agency, 'notifications.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { readonly kind: string; readonly reference: string; readonly refs: readonly string[] },
    )
    .filter(({ kind }) => kind === 'POSSIBLE_DUPLICATE');
}

test('a father whom two agencies assert, and who is not certainly one, is told as such, also where the family is opened by its id', async () => {
  const { id, members } = await familyOf('social-worker', 'SAFEGUARDING');
  const pairs = pairsIn(members);
  expect(pairs.length).toBeGreaterThan(1);
  for (const pair of pairs)
    expect(pair).toMatch(/^Chidi Okafor = Chidi Okafor: POTENTIAL (health|education|social-care)$/);
  const { body } = await stack.ask('social-worker', OPEN, { purpose: 'SAFEGUARDING', variables: { id } });
  expect(pairsIn(body.data.family.members).map((pair) => pair.split(':')[0])).toEqual(
    pairs.map((pair) => pair.split(':')[0]),
  );
});

test('the agencies that hold him are told: each its own record, under one reference, once, whoever looks', async () => {
  for (const [persona, purpose] of [
    ['social-worker', 'SAFEGUARDING'],
    ['head-of-centre', 'EARLY_HELP'],
    ['social-worker', 'SAFEGUARDING'],
  ] as const)
    await familyOf(persona, purpose);
  // It is told after the answer.
  while (worklistOf('education').length === 0 || worklistOf('social-care').length === 0)
    await stack.ask('head-of-centre', '{ me { id } }');
  const [education, socialCare] = [worklistOf('education'), worklistOf('social-care')];
  const common = education.filter(({ reference }) => socialCare.some((one) => one.reference === reference));
  expect(common.length).toBeGreaterThan(0);
  for (const all of [education, socialCare])
    expect(new Set(all.map(({ reference }) => reference)).size).toBe(all.length);
  for (const { reference, refs } of common) {
    const other = socialCare.find((one) => one.reference === reference)!;
    expect([refs.length, other.refs.length]).toEqual([1, 1]);
    expect(other.refs).not.toEqual(refs);
  }
});
