import { EXAMPLES } from './examples';
import { historyStorage } from './history-storage';
import { sharedText, withoutIdentifiers } from './without-identifiers';

const asWritten = (title: RegExp) => {
  const { query, variables } = EXAMPLES.find((one) => title.test(one.title))!;
  return { query, variables: JSON.stringify(variables) };
};

test.each([
  'Who is registered with a centre, by reach area?',
  'How many children in need are persistently absent?',
  'What changed beyond chance, and where?',
  'My reach area, its centres and the children on my caseload',
])('"%s" may stay, with its variables and without its comments', (title) => {
  const written = asWritten(new RegExp(title.replaceAll('?', '\\?')));
  const kept = withoutIdentifiers(written)!;
  expect(kept.variables).toBe(written.variables);
  expect(kept.query).not.toContain('#');
});

test.each<readonly [what: string, query: string, variables: object | string | null]>([
  ['a name', '{ findPeople(by: { givenName: "grace" }) { certain { id } } }', null],
  ['an id', '{ person(id: "p1-g18") { id } }', null],
  ['somebody in a variable', 'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id } } }', { by: {} }],
  [
    'somebody in part of a variable',
    'query ($n: String) { findPeople(by: { givenName: $n }) { certain { id } } }',
    null,
  ],
  ['a name in the place of a measure', '{ measures(measure: "Grace Okafor", by: []) { complete } }', null],
  ['an NHS number in the place of a measure', '{ measures(measure: "9990000018", by: []) { complete } }', null],
  ['an NHS number as a number', '{ caseload(first: 9990000018) { nodes { id } } }', null],
  ['a cursor', '{ caseload(first: 5, after: "p1.g18.KxYYt") { nodes { id } } }', null],
  ['a name in a variable', 'query ($m: ID!) { measures(measure: $m, by: []) { complete } }', { m: 'Grace' }],
  ['a number in a variable', 'query ($m: ID!) { measures(measure: $m, by: []) { complete } }', { m: 9990000018 }],
  [
    'a name deep in a variable',
    'query ($w: [CohortCondition!]!) { cohort(where: $w) { count } }',
    { w: [{ a: ['O K'] }] },
  ],
  [
    'a name in a fragment',
    '{ ...F } fragment F on Query { findPeople(by: { givenName: "grace" }) { certain { id } } }',
    null,
  ],
  ['a name beside figures', '{ centres { urn } findPeople(by: { givenName: "grace" }) { certain { id } } }', null],
  ['half a query', '{ findPeople(', null],
  ['variables that are none', '{ centres { urn } }', '{ "by": Grace'],
])('%s does not', (_what, query, variables) => {
  const written = typeof variables === 'string' ? variables : variables && JSON.stringify(variables);
  expect(withoutIdentifiers({ query, variables: written })).toBeNull();
});

test('of a query about a child its text may be shared, and its variables may not', () => {
  const shared = sharedText(asWritten(/whom do I ring/))!;
  expect(shared.query).toContain('findPeople(by: $by)');
  expect(shared.variables).toBeUndefined();
  expect(sharedText({ query: '{ findPeople(by: { givenName: "Grace" }) { certain { id } } }' })).toBeNull();
  expect(sharedText(asWritten(/by reach area/))!.variables).toBe('{"measure":"reach"}');
});

test('the history that stays is of such queries alone; tabs and the rest go with the page', () => {
  const kept = new Map<string, string>();
  const browser = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const storage = historyStorage(browser);
  const figures = { ...asWritten(/by reach area/), label: 'Grace', headers: '{"x":1}', operationName: 'Reach' };
  storage.setItem('graphiql:queries', JSON.stringify({ queries: [asWritten(/whom do I ring/), figures] }));
  storage.setItem('graphiql:tabState', JSON.stringify({ tabs: ['Okafor'] }));
  expect(JSON.parse(storage.getItem('graphiql:queries')!).queries).toHaveLength(2);
  const text = [...kept.values()].join();
  expect(text).not.toMatch(/Grace|Okafor|findPeople|"x"/);
  const again = historyStorage(browser);
  expect(JSON.parse(again.getItem('graphiql:queries')!).queries).toMatchObject([{ operationName: 'Reach' }]);
  expect(again.getItem('graphiql:tabState')).toBeNull();
  again.setItem('graphiql:queries', JSON.stringify({ queries: [] }));
  expect([...kept.keys()]).toEqual([]);
});

test('a browser that keeps nothing, or whose store holds something else, loses the history and nothing more', () => {
  const refusing = {
    getItem: () => '{"queries": 7}',
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
    removeItem: () => undefined,
  };
  const storage = historyStorage(refusing);
  expect(storage.getItem('graphiql:queries')).toBeNull();
  storage.setItem('graphiql:queries', JSON.stringify({ queries: [asWritten(/by reach area/)] }));
  expect(storage.getItem('graphiql:queries')).toContain('Reach');
});
