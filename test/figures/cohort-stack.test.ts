/** A cohort through the whole stack: agencies over HTTP, one of them not there. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { connectEducation } from '@family-view/education';
import { inventBorough } from '@family-view/population';
import { SocialCareConnector } from '@family-view/social-care';
import { startStandIn as startSchools } from '../../subgraphs/education/stand-in';
import { openStandIn as openCases } from '../../subgraphs/social-care/stand-in';
import { HOLDINGS, truthReader } from '../borough';
import { type RunningStack, startStack } from '../stack';

const FAMILIES = 2_000;
const COHORT = `query ($where: [CohortCondition!]!) {
  cohort(where: $where) {
    conditions { agencies means from to }
    count reason complete leastTold roundedTo
    answers { agency status }
    budget { cost left }
    versions { protocol supergraph }
  }
}`;
const ABSENT_IN_NEED = [{ measure: 'persistent-absence' }, { measure: 'children-in-need' }];

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ families: FAMILIES, without: ['housing'] });
}, 180_000);
afterAll(() => stack.close());

const ask = async (where: readonly object[], persona: Parameters<RunningStack['ask']>[0] = 'analyst') =>
  (await stack.ask(persona, COHORT, { variables: { where } })).body;

test('it is near the truth of the borough', async () => {
  const { data } = await ask(ABSENT_IN_NEED);
  expect(data.cohort).toMatchObject({
    complete: true,
    reason: null,
    answers: [
      { agency: 'education', status: 'ANSWERED' },
      { agency: 'social-care', status: 'ANSWERED' },
    ],
  });
  const { from, to } = data.cohort.conditions.find((one: { from: string | null }) => one.from !== null);
  const [absent, inNeed] = await truthOf(from, to);
  const both = [...absent].filter((one) => inNeed.has(one)).length;
  expect(both).toBeGreaterThan(20);
  expect(data.cohort.count % data.cohort.roundedTo).toBe(0);
  expect(data.cohort.count).toBeGreaterThanOrEqual(0.85 * both - 3);
  expect(data.cohort.count).toBeLessThanOrEqual(both + 3);
});

/** Whom education and social care count, by truth ids: from the same invented borough, by their own connectors. */
async function truthOf(from: string, to: string): Promise<readonly [ReadonlySet<string>, ReadonlySet<string>]> {
  const truth = truthReader(inventBorough({ families: FAMILIES }));
  const schools = await startSchools({ families: FAMILIES });
  const education = connectEducation({ baseUrl: schools.url, today: () => schools.today });
  const { database, today } = await openCases(':memory:', { families: FAMILIES });
  const socialCare = new SocialCareConnector(database, { today: () => today, dutyLine: null });
  const absent = await education.counted!({ measure: 'persistently-absent-pupils', where: {}, from: null, to: null });
  const inNeed = await socialCare.counted({ measure: 'children-in-need', where: {}, from, to });
  await Promise.all([education.close(), schools.close(), socialCare.close()]);
  return [
    new Set(absent.map((ref) => truth('education', ref)!)),
    new Set(inNeed.map((ref) => truth('social-care', ref)!)),
  ];
}

test('an agency that is not there leaves no count, and is named', async () => {
  const { data, extensions } = await ask([...ABSENT_IN_NEED, { measure: 'rent-arrears' }]);
  expect(data.cohort).toMatchObject({ count: null, reason: 'UNAVAILABLE', complete: false });
  expect(data.cohort.answers).toContainEqual({ agency: 'housing', status: 'UNAVAILABLE' });
  expect(extensions.notices).toContainEqual(expect.objectContaining({ agency: 'housing', kind: 'UNAVAILABLE' }));
});

test('whoever is not shared figures is told nothing of it', async () => {
  const { data, errors } = await ask(ABSENT_IN_NEED, 'school-lead');
  expect(data.cohort).toBeNull();
  expect(errors[0].extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
});

test('nothing of a person is kept by the gateway, and its agencies keep one key each', () => {
  const borough = inventBorough({ families: FAMILIES });
  const refs = borough[HOLDINGS.education].people.slice(0, 2_000).map(({ ref }) => ref);
  const names = [...new Set(borough[HOLDINGS.education].people.map(({ familyName = '' }) => familyName))].filter(
    (name) => name.length > 7,
  );
  const kept = filesIn(join(stack.dataDirectory, 'gateway'));
  const found = kept.filter(({ text }) => [...refs, ...names].some((value) => text.includes(value)));
  expect(kept.length).toBeGreaterThan(3);
  expect(found.map(({ path }) => path)).toEqual([]);
  const peers = filesIn(stack.dataDirectory).filter(({ path }) => path.endsWith('cohort-peers.json'));
  expect(peers.map(({ text }) => Object.keys(JSON.parse(text)).length).sort()).toEqual([1, 1]);
});

function filesIn(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, text: readFileSync(path, 'latin1') }));
}
