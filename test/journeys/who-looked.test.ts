import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundRecord } from '@family-view/gateway/audit/index/audit-query';
import { openSqliteIndex } from '@family-view/gateway/audit/index/sqlite-index';
import { peopleIn } from '@family-view/gateway/audit/kept-record';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { pseudonymsBy } from '@family-view/gateway/audit/pseudonyms';
import { detailOf } from '@family-view/gateway/audit/search-digests';
import { DEFAULT_LIMIT_TERMS } from '@family-view/gateway/limits/limit-terms';
import { openKeys } from '@family-view/gateway/linkage/open-keys';
import { AGENCIES } from '@family-view/schema';
import { borough, HOLDINGS, searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';

const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-looked-'));
const audit = join(dataDirectory, 'gateway', 'audit');
let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ dataDirectory, limitTerms: { ...DEFAULT_LIMIT_TERMS, peopleToldPerDay: 3 } });
});
afterAll(async () => {
  await stack.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const pseudonym = (value: string): string =>
  pseudonymsBy(openKeys(join(dataDirectory, 'gateway')).auditPseudonyms)(value);

function search(query: Parameters<ReturnType<typeof openSqliteIndex>['query']>[0]): readonly FoundRecord[] {
  const index = openSqliteIndex(audit, auditPaths(audit).index);
  while (index.fill(1_000) > 0);
  const found = index.query(query);
  index.close();
  return found;
}

/** By the references under which agencies really hold a person. */
function whoLooked(truth: string): readonly FoundRecord[] {
  const pointers = AGENCIES.flatMap((agency) =>
    borough[HOLDINGS[agency]].people.flatMap((one) => (one.truth === truth ? [`${agency}|${one.ref}`] : [])),
  );
  expect(pointers.length).toBeGreaterThan(1);
  return search({ people: pointers.map(pseudonym), first: 1_000 });
}

const daniel = storyPerson('okafor', 'oldest');
const megan = storyPerson('pryce', 'child');
const by = ({ givenName, familyName, dateOfBirth }: ReturnType<typeof searchFor>): string =>
  `by: { givenName: "${givenName}", familyName: "${familyName}", dateOfBirth: "${dateOfBirth}" }`;

interface Attack {
  readonly who: string;
  readonly persona: Parameters<RunningStack['ask']>[0];
  readonly query: string;
  /** Whose family is found by it. */
  readonly victim: string;
  readonly code?: string;
}

/** What left no name before: each tells something of somebody, and asks for no record of theirs. */
const SEARCHES: readonly Attack[] = [
  {
    who: 'a search that asks for no more than whether there is somebody',
    persona: 'lead-professional',
    query: `{ findPeople(${by(searchFor(daniel))}) { certain { __typename } } }`,
    victim: daniel.id,
  },
  {
    who: 'a search that ends in "possible"',
    persona: 'school-lead',
    query: `{ findPeople(${by({ ...searchFor(daniel), givenName: 'Dan' })}) { possible { agency } } }`,
    victim: daniel.id,
  },
  {
    who: 'a search for which agencies answer',
    persona: 'social-worker',
    query: `{ findPeople(${by(searchFor(daniel))}) { answers { agency status } } }`,
    victim: daniel.id,
  },
  {
    who: 'a search by her own mother, which is stopped',
    persona: 'family-support-lead',
    query: `{ findPeople(${by(searchFor(megan))}) { certain { id } } }`,
    victim: megan.id,
    code: 'OWN_FAMILY',
  },
  {
    who: 'a page of a roster, by ids alone',
    persona: 'head-of-centre',
    query: '{ caseload(area: "thornwick", first: 3) { nodes { id } } }',
    victim: '',
  },
  {
    who: 'a page that is refused because it would tell of too many',
    persona: 'health-lead',
    query: '{ caseload(area: "thornwick", first: 50) { nodes { id } } }',
    victim: '',
    code: 'TOO_MANY_PEOPLE',
  },
];

test.each(SEARCHES)('$who is found by who looked', async ({ persona, query, victim, code }) => {
  const purpose = persona === 'social-worker' ? 'SAFEGUARDING' : undefined;
  const { body } = await stack.ask(persona, query, purpose ? { purpose } : {});
  expect(body.errors?.[0]?.extensions.code).toBe(code);
  const requester = `w-${persona}`;
  if (victim !== '') {
    const looks = whoLooked(victim).filter(
      ({ record, intent }) => (record.actor ?? intent?.actor)?.actorId === requester,
    );
    expect(looks.map(({ record }) => record.outcome)).not.toEqual([]);
    return;
  }
  // Whoever is on the roster of the area: each of the page is named.
  const [found] = search({ requester, events: ['FAMILY_VIEW_DISCLOSURE'], first: 1 });
  expect(peopleIn(found!.record).length).toBeGreaterThanOrEqual(3);
  expect(found!.record.payload.code).toBe(code ?? null);
});

test('"was this child searched for by name?" is answered without the name being kept', async () => {
  const { givenName, familyName } = daniel;
  const details = { givenName, familyName };
  const digests = Object.entries(details).map(([name, value]) => pseudonym(detailOf(name, value)));
  const found = search({ details: digests, first: 50 });
  expect(new Set(found.map(({ record }) => record.actor?.actorId))).toEqual(
    new Set(['w-lead-professional', 'w-social-worker']),
  );
  const text = ['segments/00000001.log', 'index.sqlite']
    .map((file) => readFileSync(join(audit, file), 'latin1'))
    .join();
  expect(text).not.toContain(givenName);
  expect(text).not.toContain(familyName);
});

test('whoever is known and refused at the door is on record, each kind once a minute and counted', async () => {
  for (let count = 0; count < 3; count += 1)
    expect((await stack.ask('analyst', '{ me { id } }', { headers: { 'x-purpose': 'EARLY_HELP' } })).status).toBe(403);
  expect((await stack.ask('analyst', '{ me { id } }', { headers: { 'x-purpose': 'CURIOSITY' } })).status).toBe(400);
  const found = search({ requester: 'w-analyst', first: 10 });
  expect(found.map(({ record }) => [record.eventName, record.payload.code, record.payload.purpose])).toEqual([
    ['FAMILY_VIEW_REFUSED', 'PURPOSE_UNKNOWN', null],
    ['FAMILY_VIEW_REFUSED', 'PURPOSE_NOT_ALLOWED', 'EARLY_HELP'],
  ]);
});

test('of each look it is kept who, why, by which clauses, what was asked and what was withheld, from whom', async () => {
  const [look] = whoLooked(daniel.id).filter(({ intent }) => intent?.actor?.actorId === 'w-lead-professional');
  expect(look!.intent!.payload).toMatchObject({
    purpose: 'EARLY_HELP',
    searches: [{ familyName: expect.any(String) }],
  });
  expect(look!.intent!.payload.clauses.length).toBeGreaterThan(0);
  expect(look!.record.payload.agencies.map(({ agency }) => agency)).toContain('education');
});

const LOOKS = `query ($by: LooksBy!) { looks(by: $by, first: 20) { looks { requester purpose told agencies { agency answer } } before } }`;

test('the officer is told in GraphQL who looked, and is on record for having asked; nobody else is told', async () => {
  const pointer = borough.health.people.find(({ truth }) => truth === daniel.id)!.ref;
  const by = { references: [`health:${pointer}`] };
  const { body } = await stack.ask('ig-officer', LOOKS, { variables: { by } });
  expect(body.errors).toBeUndefined();
  expect(body.data.looks.looks.map(({ requester }: { requester: string }) => requester)).toContain(
    'w-lead-professional',
  );
  const own = search({ requester: 'w-ig-officer', people: [pseudonym(`health|${pointer}`)], first: 5 });
  expect(own.map(({ record }) => record.payload.agencies)).toEqual([
    [expect.objectContaining({ agency: 'health', answer: 'not asked', people: [] })],
  ]);
  const other = await stack.ask('head-of-centre', LOOKS, { variables: { by } });
  expect(other.body.data.looks).toBeNull();
  expect(other.body.errors[0].extensions.stream).toBe('gateway:audit');
  const malformed = await stack.ask('ig-officer', LOOKS, { variables: { by: { references: ['Daniel'] } } });
  expect(malformed.body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
});

test('the officer has the report for a family in GraphQL, and the search that was made by name', async () => {
  const pointer = borough.health.people.find(({ truth }) => truth === daniel.id)!.ref;
  const REPORT = `query ($references: [String!]!) { subjectReport(references: $references) { page csv looks omissions { rule } } }`;
  const { body } = await stack.ask('ig-officer', REPORT, { variables: { references: [`health:${pointer}`] } });
  expect(body.errors).toBeUndefined();
  expect(body.data.subjectReport.page).toContain('Who looked at information about you');
  expect(body.data.subjectReport.page).not.toMatch(/w-lead-professional|Daniel/);
  const { givenName, familyName } = daniel;
  const found = await stack.ask('ig-officer', LOOKS, { variables: { by: { details: { givenName, familyName } } } });
  const who = found.body.data.looks.looks.map(({ requester }: { requester: string }) => requester);
  expect(who).toContain('w-social-worker');
});

test('an id that is opened for nothing but itself is a look: of whom it tells, at each agency that holds them, is kept', async () => {
  const found = await stack.ask('lead-professional', `{ findPeople(${by(searchFor(daniel))}) { certain { id } } }`);
  const [{ id }] = found.body.data.findPeople.certain;
  const OPEN = 'query ($id: PersonID!) { person(id: $id) { id } }';
  const { body } = await stack.ask('lead-professional', OPEN, { variables: { id } });
  const { operation } = body.extensions.familyView;
  const look = whoLooked(daniel.id).find(({ record }) => record.correlationId === operation)!;
  const agencies = look.record.payload.agencies;
  expect(agencies.length).toBeGreaterThan(1);
  for (const part of agencies) expect([...part.people, ...part.existence]).not.toEqual([]);
  expect(agencies.some(({ answer, existence }) => answer === 'not asked' && existence.length === 1)).toBe(true);
});
