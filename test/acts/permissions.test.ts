import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PERSONAS } from '@family-view/gateway/identity/personas';
import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { searchFor, storyPerson } from '../borough';
import { ASKINGS, type Asking } from '../leaks/askings';
import { readOracle } from '../leaks/oracle';
import { type RunningStack, startStack } from '../stack';
import { readActs } from './read-acts';

/**
 * Who may do what, by the protocol's text alone: the oracle shares no code with the gateway. Each persona asks for every act,
 * for each of its purposes, of a family whose lead professional is one of them, and of another.
 */

/** Arguments that fit their types and refer to nothing, so that little is done where an act comes through. */
const WORDS = (argument: string): string =>
  argument === 'statement' ? 'To see whether this comes through at all.' : '';
const ACTS = readActs();

const oracle = readOracle(
  publishedProtocols().map(({ text }) => text),
  new Date().toISOString().slice(0, 10),
);
const standingOf = ({ persona, purpose, caseReference }: Asking) => {
  const { role, organisation, organisationType, area, trainingUntil } = PERSONAS[persona];
  return oracle.standing({ role, organisation, organisationType, area, trainingUntil, purpose, caseReference });
};

/** Reasons of the gateway's own: the agency did not hear of it. */
const OURS_TO_REFUSE =
  /^(ROLE_NOT_NAMED|PURPOSE_NOT_NAMED|NO_CLAUSE|DENIED_BY_CLAUSE|CONDITION_NOT_MET|FACTS_UNKNOWN|AGGREGATE_ONLY|NOT_HELD)$/;
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

/** An operation has so many root fields at most. */
const AT_ONCE = 10;

/** Of each act, whether it came through to its agency. */
async function through(asking: Asking, person: string): Promise<ReadonlyMap<string, boolean>> {
  const all = new Map<string, boolean>();
  for (let from = 0; from < ACTS.length; from += AT_ONCE)
    for (const [act, came] of await someThrough(asking, person, ACTS.slice(from, from + AT_ONCE))) all.set(act, came);
  return all;
}

async function someThrough({ persona, purpose }: Asking, person: string, acts: typeof ACTS) {
  const fields = acts.map(
    ({ agency, name, given }, at) =>
      `a${at}: ${name}(agency: "${agency}", person: $person, key: "${randomUUID()}", ${given(WORDS)}) { outcome reason }`,
  );
  const query = `mutation ($person: PersonID!) { ${fields.join(' ')} }`;
  const { body, status, text } = await stack.ask(persona, query, { purpose, variables: { person } });
  if (status !== 200) throw new Error(`${persona} ${purpose}: ${text.slice(0, 400)}`);
  return acts.map(({ agency, name }, at) => {
    const answer = body.data?.[`a${at}`] as { outcome: string; reason: string | null } | null | undefined;
    return [
      `${agency} ${name}`,
      answer != null && !(answer.reason !== null && OURS_TO_REFUSE.test(answer.reason)),
    ] as const;
  });
}

const findAs = async ({ persona, purpose }: Asking, who: object): Promise<string | undefined> =>
  (await stack.ask(persona, FIND, { purpose, variables: { who } })).body.data?.findPeople?.certain?.[0]?.id;

const okafor = searchFor(storyPerson('okafor', 'toddler'));
const sutcliffe = searchFor(storyPerson('sutcliffe', 'twin'));
/** Of the Okafors, as the population's README tells: who leads, and who else is of the Team Around the Family. */
const LEADS = 'lead-professional';
const TEAM: readonly string[] = [LEADS, 'family-support-lead', 'school-lead'];
const OF_THE_TEAM = 'social-care:take-part-in-taf';

test('the acts of every agency are read', () => {
  expect(ACTS.map(({ agency, name }) => `${agency} ${name}`)).toEqual(
    expect.arrayContaining(['health submitReferral', 'social-care decideStep', 'childrens-centre answerReferral']),
  );
});

test.each(ASKINGS.map((asking) => [`${asking.persona} for ${asking.purpose}`, asking] as const))(
  '%s may do what the protocol says, to the agency that it names, and nothing else',
  async (_, asking) => {
    const standing = standingOf(asking);
    const mine = await findAs(asking, okafor);
    const others = await findAs(asking, sutcliffe);
    const allowed = ACTS.filter(({ stream }) => standing.says(stream) !== 'no');
    if (!mine || !others) {
      // Whoever can find nobody has nobody to do anything to.
      expect(allowed).toEqual([]);
      return;
    }
    const [own, other] = [await through(asking, mine), await through(asking, others)];
    for (const { agency, name, stream } of ACTS) {
      const says = standing.says(stream);
      const act = `${agency} ${name}`;
      // What depends on who leads a family, or is of its team: of the Okafors so, and of the Sutcliffes nobody.
      const fits = stream === OF_THE_TEAM ? TEAM.includes(asking.persona) : asking.persona === LEADS;
      expect([act, 'the Okafors', own.get(act)]).toEqual([
        act,
        'the Okafors',
        says === 'yes' || (says === 'if' && fits),
      ]);
      // Jack Sutcliffe is at no children's centre: what only somebody held can have done to them is refused before.
      if (says !== 'yes') expect([act, 'the Sutcliffes', other.get(act)]).toEqual([act, 'the Sutcliffes', false]);
    }
  },
  120_000,
);

test('no agency has kept anything by a role that the protocol does not name for it', () => {
  for (const agency of new Set(ACTS.map((one) => one.agency))) {
    const file = join(stack.dataDirectory, 'subgraphs', agency, agency, 'acts.jsonl');
    const kept = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { act: string; purpose: string; requester: { id: string } });
    expect(kept.length).toBeGreaterThan(0);
    for (const { act, purpose, requester } of kept) {
      const asking = ASKINGS.find((one) => PERSONAS[one.persona].id === requester.id && one.purpose === purpose)!;
      const { stream } = ACTS.find((one) => one.agency === agency && one.name === act)!;
      expect([agency, act, asking.persona, standingOf(asking).says(stream)]).not.toContain('no');
    }
  }
});

test('nothing is done under emergency access', async () => {
  const asking = { persona: 'social-worker', purpose: 'SAFEGUARDING', caseReference: 'CASE-1' } as const;
  const FAMILY = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { family { id } } } }';
  const found = await stack.ask(asking.persona, FAMILY, { purpose: asking.purpose, variables: { who: okafor } });
  const BREAK =
    'mutation ($family: FamilyID!) { breakGlass(family: $family, reason: SECTION_47, statement: "A neighbour reports a child left alone.") { key family } }';
  const { family } = found.body.data.findPeople.certain[0];
  const glass = await stack.ask(asking.persona, BREAK, { purpose: asking.purpose, variables: { family: family.id } });
  const { key, family: opened } = glass.body.data.breakGlass;
  const headers = { 'x-break-glass': key };
  const MEMBERS = 'query ($id: FamilyID!) { family(id: $id) { members { person { id } } } }';
  const seen = await stack.ask(asking.persona, MEMBERS, {
    purpose: asking.purpose,
    variables: { id: opened },
    headers,
  });
  const person = seen.body.data.family.members[0].person.id;
  const REFER =
    'mutation ($person: PersonID!, $key: ID!) { submitReferral(agency: "childrens-centre", person: $person, key: $key, service: CHILDRENS_CENTRE, primaryNeed: N1, consent: GIVEN, familyTold: true, statement: "They need somebody at the door today.") { outcome } }';
  const act = (more: object) =>
    stack.ask(asking.persona, REFER, { purpose: asking.purpose, variables: { person, key: randomUUID() }, ...more });
  expect((await act({ headers })).body.errors[0].extensions.code).toBe('ACT_UNDER_BREAK_GLASS');
  expect((await act({})).body.data?.submitReferral?.outcome).toBe('DONE');
});
