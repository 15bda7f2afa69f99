import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { DEFAULT_LIMIT_TERMS, type LimitTerms } from '@family-view/gateway/limits/limit-terms';
import { type Answer, type RunningStack, startStack } from '../stack';

const terms = (changed: Partial<LimitTerms> = {}): LimitTerms => ({ ...DEFAULT_LIMIT_TERMS, ...changed });
const search = (by: string, alias = 'a') =>
  `${alias}: findPeople(by: { ${by} }) { certain { id } possible { agency } }`;
const born = (day: string, name = 'Okafor', given = 'Daniel') =>
  `givenName: "${given}", familyName: "${name}", dateOfBirth: "${day}"`;
const day = (at: number): string => new Date(Date.UTC(2015, 0, 1 + at)).toISOString().slice(0, 10);
const codeOf = ({ body }: Answer): string | null => body.errors?.[0]?.extensions.code ?? null;

interface Recorded {
  readonly eventName: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

async function auditOf(stack: RunningStack): Promise<readonly Recorded[]> {
  const records: Recorded[] = [];
  for await (const { record } of readAudit(join(stack.dataDirectory, 'gateway', 'audit')))
    records.push(JSON.parse(record) as Recorded);
  return records;
}

/** Of those that ask here each is another requester, whose limits are its own. */
function stackWith(limitTerms: LimitTerms): () => RunningStack {
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await startStack({ families: 10, limitTerms });
  });
  afterAll(() => stack.close());
  return () => stack;
}

describe('whoever guesses', () => {
  const stack = stackWith(terms());

  describe.each(['lead-professional', 'school-lead', 'head-of-centre'] as const)('as %s', (persona: PersonaName) => {
    test('a calendar walked through with one name is alerted, stopped and told, and a child is not found by it', async () => {
      const before = (await auditOf(stack())).length;
      const codes: (string | null)[] = [];
      for (let at = 0; at < 25; at++) codes.push(codeOf(await stack().ask(persona, `{ ${search(born(day(at)))} }`)));
      expect(codes.filter((code) => code === null)).toHaveLength(12);
      expect(new Set(codes.slice(12))).toEqual(new Set(['SEARCHING_STOPPED']));
      const stopped = await stack().ask(persona, `{ ${search(born('2017-03-22'))} }`);
      expect([stopped.status, codeOf(stopped)]).toEqual([429, 'SEARCHING_STOPPED']);
      expect(stopped.body.errors[0].message).toMatch(/those who watch over this service have been told/);
      const events = (await auditOf(stack()))
        .slice(before)
        .filter(({ eventName }) => eventName.startsWith('FAMILY_VIEW_SEARCHING'));
      expect(events.map(({ eventName, payload }) => [eventName, payload.reason])).toEqual([
        ['FAMILY_VIEW_SEARCHING_ALERT', 'BIRTHDAYS'],
        ['FAMILY_VIEW_SEARCHING_STOPPED', 'BIRTHDAYS'],
      ]);
    });
  });
});

describe('within the usual limits', () => {
  const stack = stackWith(terms());

  test('twenty searches in one request are refused before any agency is asked, and before anything is recorded as asked', async () => {
    const before = (await auditOf(stack())).length;
    const twenty = `{ ${Array.from({ length: 20 }, (_, at) => search(born(day(at)), `a${at}`)).join(' ')} }`;
    const refused = await stack().ask('lead-professional', twenty);
    expect([refused.status, codeOf(refused)]).toEqual([400, 'TOO_MANY_AGENCY_CALLS']);
    expect(refused.body.errors[0].message).toBe(
      'One request makes at most 12 searches, and this one has 20. Search for fewer at a time.',
    );
    expect((await auditOf(stack())).slice(before).map(({ eventName }) => eventName)).toEqual(['FAMILY_VIEW_REFUSED']);
    expect((await stack().ask('lead-professional', `{ ${search(born('2017-03-22'))} }`)).status).toBe(200);
  });

  test("the README's query is far from every limit, and its disclosure holds what it cost", async () => {
    const before = (await auditOf(stack())).length;
    const { query, variables } = JSON.parse(readFileSync(join(__dirname, '../../docs/okafor-family.json'), 'utf8'));
    const answer = await stack().ask('head-of-centre', query, { variables });
    expect(answer.status).toBe(200);
    expect(answer.body.data.findPeople.certain).toHaveLength(1);
    expect(answer.body.extensions.limits).toBeUndefined();
    const disclosure = (await auditOf(stack()))
      .slice(before)
      .find(({ eventName }) => eventName === 'FAMILY_VIEW_DISCLOSURE');
    const cost = disclosure?.payload.cost as Record<string, number>;
    expect(cost).toMatchObject({ searches: 1, families: 1 });
    expect(cost.people).toBeLessThan(12);
    // Of five agencies together; the limit is of each.
    expect(cost.agencyCalls).toBeLessThan(DEFAULT_LIMIT_TERMS.agencyCallsPerRequest * 2);
  });
});

describe('with few searches a minute, and few people a day', () => {
  const stack = stackWith(terms({ searchesPerMinute: 4, peopleToldPerDay: 7 }));

  test('searches of a minute are counted as searches: the first beyond them is refused with when to come back', async () => {
    const four = `{ ${[0, 1, 2, 3].map((at) => search(born(day(at), `Name${at}`, `G${at}`), `a${at}`)).join(' ')} }`;
    const first = await stack().ask('head-of-centre', four);
    expect(first.status).toBe(200);
    expect(first.body.extensions.limits).toEqual([
      { limit: 'SEARCHES_PER_MINUTE', used: 4, of: 4, resetsInSeconds: expect.any(Number) },
    ]);
    const response = await fetch(`${stack().url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await stack().token('head-of-centre')}` },
      body: JSON.stringify({ query: `{ ${search(born('2017-03-22'))} }` }),
    });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    // Another of the same organisation is another requester, and who asks for no search is not stopped.
    expect((await stack().ask('family-support-lead', `{ ${search(born('2017-03-22'))} }`)).status).toBe(200);
    expect((await stack().ask('head-of-centre', '{ me { id } }')).status).toBe(200);
  });

  test('a roster read from end to end stops at as many people as one may be told of, and tells nobody of one more', async () => {
    const page = (after: string | null) =>
      stack().ask(
        'health-lead',
        'query ($after: String) { caseload(area: "thornwick", first: 3, after: $after) { nodes { id displayName } pageInfo { endCursor } } }',
        { variables: { after } },
      );
    const told = new Set<string>();
    let cursor: string | null = null;
    let last: Answer | null = null;
    for (let at = 0; at < 200 && (last === null || codeOf(last) === null); at++) {
      last = await page(cursor);
      for (const { id } of last.body.data?.caseload.nodes ?? []) told.add(id);
      cursor = last.body.data?.caseload.pageInfo.endCursor ?? null;
    }
    expect(last?.status).toBe(429);
    expect(codeOf(last!)).toBe('TOO_MANY_PEOPLE');
    expect(last!.body.data).toBeUndefined();
    expect(told.size).toBe(6);
    const [known = ''] = told;
    const again = await stack().ask('health-lead', 'query ($id: PersonID!) { person(id: $id) { displayName } }', {
      variables: { id: known },
    });
    expect(again.body.data.person.displayName).toEqual(expect.any(String));
  });
});
