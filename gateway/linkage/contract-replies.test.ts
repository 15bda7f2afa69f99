import { identityReply, matchReply, singleViewReply } from './contract-replies';

const identity = {
  ref: 'N-1',
  lifeState: 'BORN',
  dateOfBirth: '2024-02-29',
  expectedDateOfBirth: null,
  asOf: '2026-11-01T09:00:00.000Z',
};
const involvement = {
  ref: 'N-1',
  service: 'Health visiting',
  status: 'CURRENT',
  from: '2024-03-01',
  to: null,
  lastInteraction: '2026-10-01',
  asOf: '2026-11-01T09:00:00+00:00',
};
const coverage = { currentAsOf: '2026-11-01T09:00:00Z', area: null, from: null, to: null, notCovered: [] };
const read = (more: object) =>
  singleViewReply.safeParse({
    identity: [{ ...identity, ...more }],
    involvements: [[{ ...involvement, ...more }]],
    coverage: { ...coverage, ...more },
    ...('involvements' in more ? more : {}),
  }).success;

test('an answer of the form that the contract states is read', () => {
  expect(read({})).toBe(true);
});

// `schema/contract.graphql`: Date is "a real calendar date, YYYY-MM-DD", DateTime "an instant, ISO 8601 with a time zone".
test.each<object>([
  { dateOfBirth: 'yesterday' },
  { dateOfBirth: '2023-02-29' },
  { expectedDateOfBirth: '01/06/2026' },
  { lifeState: 'GHOST' },
  { lifeState: 'constructor' },
  { from: '2024' },
  { to: '' },
  { lastInteraction: 'soon' },
  { asOf: 'now' },
  { involvements: [[{ ...involvement, asOf: null }]] },
  { asOf: '2026-11-01T09:00:00' },
  { asOf: '2026-11-01' },
  { currentAsOf: '2026-13-01T09:00:00Z' },
])('%j is malformed, and is not told as it came', (more) => {
  expect(read(more)).toBe(false);
});

test('a birthday that is no day is none to compare by, and the others of its reply are read', () => {
  const badly = { ...identity, dateOfBirth: '2023-02-29' };
  const { identity: found } = identityReply.parse({ identity: [badly, identity] });
  expect(found.map((one) => one?.dateOfBirth)).toEqual([null, '2024-02-29']);
});

test('a reference with half a letter in it would come back as another, and is none', () => {
  const candidate = { outcome: 'MATCH', score: 1, comparedOn: [], said: null };
  const parse = (ref: string) => matchReply.safeParse({ match: [[{ ...candidate, ref }]] }).success;
  expect([parse('N-\u{1F600}'), parse('N-\uD83D'), parse('\uDE00')]).toEqual([true, false, false]);
});
