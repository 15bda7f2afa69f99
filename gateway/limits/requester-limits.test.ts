import { DEFAULT_LIMIT_TERMS, type LimitTerms, strictestTerms } from './limit-terms';
import { createLocalLimitStore } from './local-limit-store';
import { createRequesterLimits, type LimitAlert } from './requester-limits';
import type { SearchAsked } from './search-patterns';

const helen = { id: 'w-1', organisation: 'centres' };
const namesake = { id: 'w-1', organisation: 'homes' };
const MINUTE = 60_000;

function open(terms: LimitTerms = DEFAULT_LIMIT_TERMS) {
  let time = 0;
  const store = createLocalLimitStore(() => time);
  const kept: string[] = [];
  const limits = createRequesterLimits({
    key: new Uint8Array(32).fill(7),
    store: {
      take: (key, ...rest) => {
        kept.push(key);
        return store.take(key, ...rest);
      },
      gather: (key, members, ...rest) => {
        kept.push(key, ...members);
        return store.gather(key, members, ...rest);
      },
    },
  });
  const alerts: LimitAlert[] = [];
  const of = (requester = helen) => limits.of(requester, terms, async (one) => void alerts.push(one));
  const search = async (asked: SearchAsked | readonly SearchAsked[], requester = helen) => {
    const all = Array.isArray(asked) ? asked : [asked as SearchAsked];
    try {
      await of(requester).search(all, 0);
      return 'counted';
    } catch (fault) {
      const { code, retryAfterSeconds } = fault as { readonly code: string; readonly retryAfterSeconds: number };
      return `${code} ${retryAfterSeconds}`;
    }
  };
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { of, search, alerts, kept, pass };
}

const child = (at: number): SearchAsked => ({
  givenName: `Given${at}`,
  familyName: `Family${at}`,
  dateOfBirth: `2015-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (Math.floor(at / 12) % 28)).padStart(2, '0')}`,
});

test('thirty searches a minute, whether in thirty requests or in three, and the next is told when to come back', async () => {
  const { search, pass } = open();
  for (let at = 0; at < 20; at++) expect(await search(child(at))).toBe('counted');
  pass(10_000);
  expect(await search(Array.from({ length: 11 }, (_, at) => child(20 + at)))).toBe('TOO_MANY_SEARCHES 50');
  expect(await search(Array.from({ length: 10 }, (_, at) => child(20 + at)))).toBe('counted');
  expect(await search(child(31))).toBe('TOO_MANY_SEARCHES 50');
  expect(await search(child(31), namesake)).toBe('counted');
  pass(50_000);
  expect(await search(child(31))).toBe('counted');
});

test('two hundred searches a day; a page of a roster counts as one', async () => {
  const { search, of, pass } = open();
  for (let at = 0; at < 199; at++) {
    if (at % 25 === 0) pass(MINUTE);
    expect(await search(child(at))).toBe('counted');
  }
  pass(MINUTE);
  await of().search([], 1);
  await expect(of().search([], 1)).rejects.toMatchObject({ code: 'TOO_MANY_SEARCHES', httpStatus: 429 });
});

test('what is left is told from four fifths of a limit on', async () => {
  const { of } = open({ ...DEFAULT_LIMIT_TERMS, searchesPerDay: 10, peopleToldPerDay: 5 });
  const first = of();
  await first.search(
    Array.from({ length: 7 }, (_, at) => child(at)),
    0,
  );
  expect(first.near).toEqual([]);
  const second = of();
  await second.search([child(8)], 0);
  await second.tell(['a', 'b', 'c', 'd'], []);
  expect(second.near).toEqual([
    { limit: 'SEARCHES_PER_DAY', used: 8, of: 10, resetsInSeconds: 86_400 },
    { limit: 'PEOPLE_TOLD_PER_DAY', used: 4, of: 5, resetsInSeconds: 86_400 },
  ]);
});

test('people are told of once a day each; an answer that would tell of too many tells of nobody; those known stay open', async () => {
  const { of } = open({ ...DEFAULT_LIMIT_TERMS, peopleToldPerDay: 5 });
  await of().tell(['a', 'b', 'c'], []);
  await expect(of().tell(['c', 'd', 'e', 'f'], [])).rejects.toMatchObject({ code: 'TOO_MANY_PEOPLE' });
  await of().tell(['c', 'd', 'e'], []);
  // Full: nothing more is searched for, and whom one knows one may look at.
  await expect(of().search([child(1)], 0)).rejects.toMatchObject({ code: 'TOO_MANY_PEOPLE', httpStatus: 429 });
  await of().tell(['a', 'e'], []);
  await expect(of().tell(['f'], [])).rejects.toMatchObject({ code: 'TOO_MANY_PEOPLE' });
});

test.each([
  ['a calendar walked through', 'BIRTHDAYS', (at: number) => ({ ...child(0), dateOfBirth: child(at).dateOfBirth })],
  ['a name in many spellings', 'SPELLINGS', (at: number) => ({ ...child(at), dateOfBirth: '2015-01-01' })],
  ['addresses guessed', 'GUESSES', (at: number) => ({ ...child(0), postcode: `ZB${at} 1AA` })],
  ['numbers guessed', 'GUESSES', (at: number) => ({ ...child(0), upn: `A${at}` })],
  ['numbers guessed without a birthday', 'GUESSES', (at: number) => ({ familyName: 'Okafor', nhsNumber: `999${at}` })],
  [
    'a name in many spellings, as a former name',
    'SPELLINGS',
    (at: number) => ({ familyName: 'A', dateOfBirth: '2015-01-01', formerNames: at === 0 ? [] : [`B${at}`] }),
  ],
  [
    'a calendar walked through with a former name',
    'BIRTHDAYS',
    (at: number) => ({ ...child(at), formerNames: ['Okafor'], givenName: 'Daniel' }),
  ],
] as const)('%s: an alert, and then a stop for an hour', async (_what, pattern, searchAt) => {
  const { search, alerts, pass } = open();
  for (let at = 0; at < 5; at++) expect(await search(searchAt(at))).toBe('counted');
  expect(alerts).toEqual([]);
  for (let at = 5; at < 12; at++) expect(await search(searchAt(at))).toBe('counted');
  expect(alerts).toEqual([{ kind: 'SEARCHING_ALERT', pattern }]);
  pass(MINUTE);
  expect(await search(searchAt(12))).toBe('SEARCHING_STOPPED 3600');
  expect(alerts.at(-1)).toEqual({ kind: 'SEARCHING_STOPPED', pattern });
  // Of anybody: whoever guesses is stopped, not the name.
  pass(10 * MINUTE);
  expect(await search(child(99))).toBe('SEARCHING_STOPPED 3000');
  expect(await search(child(99), namesake)).toBe('counted');
  pass(60 * MINUTE);
  expect(await search(child(99))).toBe('counted');
  expect(await search(searchAt(12))).toBe('SEARCHING_STOPPED 3600');
});

test('many former names in one search are as many spellings: it is stopped before any agency is asked', async () => {
  const { search, alerts } = open();
  const formerNames = Array.from({ length: 20 }, (_, at) => `Name${at}`);
  expect(await search({ givenName: 'Zoe', familyName: 'Hall', dateOfBirth: '2015-03-04', formerNames })).toBe(
    'SEARCHING_STOPPED 3600',
  );
  expect(alerts.map(({ kind }) => kind)).toEqual(['SEARCHING_ALERT', 'SEARCHING_STOPPED']);
});

test('what differs in case, marks and signs alone is one spelling, and looking again costs no pattern', async () => {
  const { search, alerts } = open();
  for (const familyName of ["O'Brien", 'OBRIEN', 'o’brien', 'Ó Brien', 'O-Brien', 'O.Brien', "O'BRIEN", 'O Brien'])
    expect(await search({ givenName: 'Zoë', familyName, dateOfBirth: '2015-01-01' })).toBe('counted');
  expect(alerts).toEqual([]);
});

test('many families in an hour: an alert, and then nothing more is told of another', async () => {
  const { of, alerts, pass } = open();
  for (let at = 0; at < 40; at++) await of().tell([], [`family ${at}`]);
  expect(alerts).toEqual([{ kind: 'SEARCHING_ALERT', pattern: 'FAMILIES' }]);
  await of().tell([], ['family 3']);
  await expect(of().tell([], ['family 40'])).rejects.toMatchObject({ code: 'SEARCHING_STOPPED' });
  pass(61 * MINUTE);
  await of().tell([], ['family 40']);
});

test('nothing that is kept holds a name, an id or a day, and the same search of two requesters looks unlike', async () => {
  const { search, of, kept } = open();
  await search({ givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' });
  await of().tell(['["health","H-1"]'], ['["health","F-1"]']);
  expect(kept.length).toBeGreaterThan(5);
  for (const one of kept) expect(one).toMatch(/^[\w-]{22}$/);
  const before = new Set(kept);
  const length = kept.length;
  await search({ givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' }, namesake);
  expect(kept.slice(length).filter((one) => before.has(one))).toEqual([]);
});

test('the strictest of several protocols counts, and the default where none says anything', () => {
  expect(strictestTerms([undefined])).toEqual(DEFAULT_LIMIT_TERMS);
  const terms = strictestTerms([
    { searchesPerDay: 50, patterns: { families: { alert: 5, stop: 80 } } },
    undefined,
    { searchesPerDay: 70, searchesPerMinute: 100, patterns: { families: { alert: 9, stop: 10 } } },
  ]);
  expect(terms).toEqual({
    ...DEFAULT_LIMIT_TERMS,
    searchesPerDay: 50,
    searchesPerMinute: 100,
    patterns: { ...DEFAULT_LIMIT_TERMS.patterns, families: { alert: 5, stop: 10 } },
  });
});
