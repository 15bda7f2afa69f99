/** Cohorts: people who meet conditions at several agencies at once, against the truth of an invented borough. */
import { readFileSync } from 'node:fs';
import { catalogueTexts, readCatalogue } from '@family-view/gateway/catalogue/read-catalogue';
import { createOverlapBudget } from '@family-view/gateway/disclosure/overlap-budget';
import { openSqliteBudgetStore } from '@family-view/gateway/disclosure/sqlite-budget-store';
import { askCohort } from '@family-view/gateway/figures/ask-cohort';
import type { AskContract } from '@family-view/gateway/figures/ask-counts';
import { readCohort } from '@family-view/gateway/figures/cohort';
import { countTogether, TOKEN_CHARACTERS } from '@family-view/gateway/figures/count-together';
import type { FiguresParts } from '@family-view/gateway/figures/measures';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { type CohortBorough, openCohortBorough } from './cohort-agencies';

const FAMILIES = process.env.PROOF === '1' ? 20_000 : 2_000;
const catalogue = readCatalogue(catalogueTexts()!);
let borough: CohortBorough;
beforeAll(async () => {
  borough = await openCohortBorough(FAMILIES, 11);
}, 300_000);
beforeEach(() => void borough.carried.splice(0));

const run = (refused: readonly string[] = []) =>
  ({
    entry: { requester: { id: 'a', organisation: 'council', role: 'ANALYST', area: null } },
    rights: {
      decide: (stream: string) => ({ kind: refused.includes(stream.split(':')[0]!) ? 'withheld' : 'granted' }),
    },
    answers: { trouble: () => undefined },
    protocolVersion: 'p',
    supergraphVersion: 's',
  }) as never;

const partsFor = (ask: AskContract = borough.ask, requester = 40): FiguresParts => ({
  catalogue,
  terms: {
    disclosure: { minCell: 6, roundTo: 5, complementary: true },
    budget: { windowDays: 30, requester, organisation: 120 },
    ownArea: new Set(['AREA_MANAGER']),
  },
  budget: createOverlapBudget({
    store: openSqliteBudgetStore(':memory:'),
    key: new Uint8Array(32),
    now: () => new Date(),
  }),
  agencies: AGENCIES,
  withoutCohorts: () => new Set(),
  ask,
  today: () => '2026-11-01',
});

interface Told {
  readonly count: number | null;
  readonly reason: string | null;
  readonly complete: boolean;
  readonly answers: readonly { readonly agency: string; readonly status: string }[];
}
const cohort = (where: readonly object[], parts = partsFor(), as = run()) =>
  readCohort(parts, { where: where as never, area: null, from: null, to: null }, as) as Promise<Told>;

const setsOf = (agencies: readonly AgencyName[], count = 'everybody-all') =>
  [...agencies].sort().map((agency) => ({
    agency,
    conditions: [{ count, without: false, values: [], from: null, to: null }],
    isWithin: true,
    name: agency,
  }));
const tokensOf = async (agencies: readonly AgencyName[], count?: string) =>
  (await askCohort(setsOf(agencies, count), AGENCIES, new Set(), borough.ask, run())).records!;

const everybodyIn = (agencies: readonly AgencyName[], count: string): number => {
  const [first, ...rest] = agencies.map((agency) => borough.truthOf(agency, count));
  return [...first!].filter((one) => rest.every((other) => other.has(one))).length;
};

test('the count is near the truth: never much above it, and short of it by what is written differently', async () => {
  const lines: string[] = [];
  for (const agencies of [
    ['health', 'education'],
    ['health', 'social-care'],
    ['health', 'housing'],
    ['health', 'childrens-centre'],
    ['education', 'social-care'],
    ['education', 'housing'],
    ['health', 'housing', 'social-care'],
    ['health', 'education', 'housing', 'social-care'],
    AGENCIES,
  ] as readonly (readonly AgencyName[])[]) {
    const began = performance.now();
    const together = await countTogether(await tokensOf(agencies));
    const [told, truth] = [together.at(-1)!, everybodyIn(agencies, 'everybody-all')];
    const error = (100 * (told - truth)) / truth;
    const bytes = borough.carried.splice(0).reduce((sum, one) => sum + JSON.stringify(one.answered).length, 0);
    lines.push(
      `| ${agencies.join(', ')} | ${truth} | ${told} | ${error.toFixed(1)} % | ${(bytes / 1e6).toFixed(1)} | ${((performance.now() - began) / 1e3).toFixed(1)} |`,
    );
    if (truth > 50) expect(error).toBeGreaterThan(-15);
    expect(told - truth).toBeLessThanOrEqual(Math.max(3, truth / 50));
  }
  if (process.env.PROOF === '1') process.stdout.write(`${lines.join('\n')}\n`);
}, 600_000);

test('what is told is rounded, and a condition at one more agency or unmet changes it', async () => {
  const all = await cohort([{ measure: 'reach' }, { measure: 'sen-support-and-plans' }]);
  expect(all).toMatchObject({ complete: true, reason: null });
  expect(all.count! % 5).toBe(0);
  const [centre, school] = [
    borough.truthOf('childrens-centre', 'registered-under-fives'),
    borough.truthOf('education', 'pupils-with-sen'),
  ];
  const both = [...centre].filter((one) => school.has(one)).length;
  expect(all.count!).toBeGreaterThan(0.8 * both - 5);
  expect(all.count!).toBeLessThanOrEqual(both + 5);
  const apart = await cohort([{ measure: 'suspensions', not: true }, { measure: 'children-in-need' }]);
  const [suspended, inNeed] = [
    borough.truthOf('education', 'suspensions'),
    borough.truthOf('social-care', 'children-in-need'),
  ];
  const without = [...inNeed].filter((one) => !suspended.has(one)).length;
  expect(Math.abs(apart.count! - without)).toBeLessThan(0.15 * without + 10);
});

test.each([
  ['children-in-need', 'social-care', 'suspensions', 'education', 'suspensions'],
  ['emergency-attendances', 'health', 'notices', 'housing', 'family-notices'],
  ['suspensions', 'education', 'centre-attendance', 'childrens-centre', 'centre-visits'],
] as const)(
  'who is in %s of %s and not in %s is counted without the records of nobody that fill a set',
  async (within, agency, without, other, count) => {
    const told = await cohort([{ measure: within }, { measure: without, not: true }]);
    const outside = borough.truthOf(other, count);
    const truth = [...borough.truthOf(agency, within)].filter((one) => !outside.has(one)).length;
    expect(told.count!).toBeGreaterThanOrEqual(truth - 5);
    expect(told.count!).toBeLessThanOrEqual(1.1 * truth + 5);
  },
);

test('the tokens of two questions never match, though they are of the same people', async () => {
  const [one, other] = [await tokensOf(['health', 'education']), await tokensOf(['health', 'education'])];
  const seen = new Set(one.flat().flatMap(tokensIn));
  expect(
    other
      .flat()
      .flatMap(tokensIn)
      .filter((token) => seen.has(token)),
  ).toEqual([]);
});

const tokensIn = (record: string): readonly string[] =>
  Array.from({ length: record.length / TOKEN_CHARACTERS }, (_, at) =>
    record.slice(at * TOKEN_CHARACTERS, (at + 1) * TOKEN_CHARACTERS),
  );

test('nothing of a person is in what passes, and how many there are cannot be counted', async () => {
  await tokensOf(['health', 'housing']);
  const passed = JSON.stringify(borough.carried.map(({ answered }) => answered));
  const people = [...borough.people('health'), ...borough.people('housing')];
  const values = people.flatMap(({ ref, familyName, dateOfBirth, postcode, nhsNumber }) => [
    ref,
    (familyName?.length ?? 0) > 6 ? familyName : null,
    dateOfBirth,
    postcode,
    nhsNumber,
  ]);
  // Among ten million letters that mean nothing any seven stand somewhere: a short value counts where it stands by itself.
  const written = new Set(passed.split(/[^A-Za-z0-9+/=_ -]+/));
  const stands = (value: string): boolean => (value.length < 10 ? written.has(value) : passed.includes(value));
  expect([...new Set(values)].filter((value) => value && stands(value))).toEqual([]);
  const sizes = borough.carried.flatMap(({ answered }) => {
    const { tokens } = answered as { readonly tokens?: { readonly records: readonly string[] } };
    return tokens ? [tokens.records.length] : [];
  });
  expect(sizes.every((size) => Number.isInteger(Math.log2(size)))).toBe(true);
});

describe('an agency that is missing', () => {
  const where = [{ measure: 'reach' }, { measure: 'sen-support-and-plans' }, { measure: 'children-in-need' }];

  test.each(['cohortKey', 'cohortShares', 'cohortTokens'])(
    'in the round of %s leaves no count, and is named',
    async (step) => {
      const ask: AskContract = (agency, question, ...more) =>
        agency === 'education' && question.query.includes(step)
          ? Promise.resolve(null)
          : borough.ask(agency, question, ...more);
      const told = await cohort(where, partsFor(ask));
      expect(told).toMatchObject({ count: null, reason: 'UNAVAILABLE', complete: false });
      expect(told.answers.filter(({ status }) => status !== 'ANSWERED')).toEqual([
        { agency: 'education', status: 'UNAVAILABLE' },
      ]);
    },
  );

  test('because it takes part in no cohort, is named, and is not taken for one that is wrong', async () => {
    const ask: AskContract = (agency, question, ...more) =>
      agency === 'education' && question.query.includes('cohortKey')
        ? Promise.resolve({ key: null })
        : borough.ask(agency, question, ...more);
    const told = await cohort(where, partsFor(ask));
    expect(told).toMatchObject({ count: null, reason: 'UNAVAILABLE', complete: false });
  });

  test('because its contract is too early, or its figures are not shared, is not asked', async () => {
    const early = await cohort(where, { ...partsFor(), withoutCohorts: () => new Set(['education']) });
    expect(early).toMatchObject({ count: null, reason: 'UNAVAILABLE' });
    expect(borough.carried).toEqual([]);
    const withheld = await cohort(where, partsFor(), run(['education']));
    expect(withheld).toMatchObject({ count: null, reason: 'WITHHELD', complete: false });
    expect(borough.carried).toEqual([]);
  });

  test.each<[string, (records: readonly string[]) => unknown]>([
    ['as many records as it has people', (records) => records.slice(1)],
    ['a name among the tokens', (records) => ['Maya Okafor', ...records.slice(1)]],
    ['nothing', () => []],
  ])('answers %s and is not believed', async (_what, lie) => {
    const ask: AskContract = async (agency, ...more) => {
      const reply = await borough.ask(agency, ...more);
      const { tokens } = (reply ?? {}) as { readonly tokens?: { readonly records: readonly string[] } };
      return agency === 'education' && tokens ? { tokens: { ...tokens, records: lie(tokens.records) } } : reply;
    };
    expect(await cohort(where, partsFor(ask))).toMatchObject({ count: null, reason: 'INCONSISTENT', complete: false });
  });
});

test('a gateway that puts its own key in the place of an agency is refused, and gets no share', async () => {
  await tokensOf(['health', 'education']);
  borough.carried.splice(0);
  const own = Buffer.alloc(32, 9).toString('base64');
  const ask: AskContract = async (agency, question, ...more) => {
    if (agency === 'education' && question.query.includes('cohortKey')) return { key: own };
    return borough.ask(agency, question, ...more);
  };
  const told = await askCohort(setsOf(['health', 'education']), AGENCIES, new Set(), ask, run());
  expect(told.records).toBeNull();
  expect([...told.statuses.values()]).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
  expect(sealedNow()).toEqual([]);
});

/** All that was sealed to anybody in what passed since. */
const sealedNow = (): readonly unknown[] =>
  borough.carried.flatMap(
    ({ answered }) => ((answered ?? {}) as { readonly shares?: readonly unknown[] }).shares ?? [],
  );

test('a gateway that adds itself as one more agency is refused', async () => {
  const asStranger: AskContract = async (agency, question, ...more) => {
    if (agency === 'wiretap') return { key: Buffer.alloc(32, 9).toString('base64') };
    return borough.ask(agency, question, ...more);
  };
  const sets = [...setsOf(['health', 'education']), { ...setsOf(['health'])[0]!, agency: 'wiretap', name: 'wiretap' }];
  const told = await askCohort(sets, [...AGENCIES, 'wiretap'], new Set(), asStranger, run());
  expect(told.records).toBeNull();
  expect(sealedNow()).toEqual([]);
});

test('cohorts that share a measure cost budget, the same one does not, and a spent budget asks nobody', async () => {
  const parts = partsFor(borough.ask, 1);
  const [two, three] = [
    [{ measure: 'reach' }, { measure: 'children-in-need' }],
    [{ measure: 'reach' }, { measure: 'children-in-need' }, { measure: 'suspensions' }],
  ];
  await cohort(two, parts);
  await cohort(two, parts);
  await cohort(three, parts);
  borough.carried.splice(0);
  await expect(cohort([{ measure: 'reach', not: true }, { measure: 'referrals' }], parts)).rejects.toMatchObject({
    code: 'FIGURES_BUDGET_SPENT',
  });
  expect(borough.carried).toEqual([]);
});

test.each<[string, readonly object[], string]>([
  ['one condition', [{ measure: 'reach' }], 'two to 5 conditions; came 1'],
  ['six', Array.from({ length: 6 }, () => ({ measure: 'reach' })), 'two to 5 conditions; came 6'],
  ['one agency', [{ measure: 'suspensions' }, { measure: 'persistent-absence' }], 'this one is of 1: education'],
  [
    'nobody but who is not',
    [
      { measure: 'suspensions', not: true },
      { measure: 'notices', not: true },
    ],
    'at least one',
  ],
  ['an unknown measure', [{ measure: 'rain' }, { measure: 'reach' }], 'There is no measure "rain"'],
  ['workers', [{ measure: 'workload' }, { measure: 'reach' }], 'is not a condition'],
  [
    'an unknown value',
    [{ measure: 'rent-arrears', values: [{ dimension: 'ARREARS', values: ['HUGE'] }] }, { measure: 'reach' }],
    'UP_TO_4_WEEKS, WEEKS_4_TO_8, OVER_8_WEEKS',
  ],
  [
    'a dimension that the measure has not',
    [{ measure: 'notices', values: [{ dimension: 'SEX', values: ['F'] }] }, { measure: 'reach' }],
    'has no dimension SEX',
  ],
  // Of the cohort in one area and the agency's own measure there, the few who are in one and not in the other are told.
  [
    'one condition in an area and another anywhere',
    [
      { measure: 'suspensions', values: [{ dimension: 'AREA', values: ['aldermere'] }] },
      { measure: 'children-in-need' },
    ],
    'Narrow every condition that has AREA to the same values, or give the cohort an area.',
  ],
  [
    'two areas',
    [
      { measure: 'suspensions', values: [{ dimension: 'AREA', values: ['aldermere'] }] },
      { measure: 'children-in-need', not: true, values: [{ dimension: 'AREA', values: ['saltby'] }] },
      { measure: 'emergency-attendances' },
    ],
    '"suspensions" is narrowed to AREA aldermere, and "children-in-need" to saltby',
  ],
])('a cohort of %s is refused with what may be asked, before any agency is asked', async (_what, where, said) => {
  await expect(cohort(where)).rejects.toThrow(said);
  expect(borough.carried).toEqual([]);
});

test('an area manager counts in their own area alone', async () => {
  const manager = {
    ...(run() as object),
    entry: { requester: { id: 'm', organisation: 'council', role: 'AREA_MANAGER', area: 'saltby' } },
  } as never;
  const where = [{ measure: 'reach' }, { measure: 'children-in-need' }] as const;
  await readCohort(partsFor(), { where, area: null, from: null, to: null }, manager);
  const asked = JSON.stringify(borough.carried.map(({ asked: one }) => one));
  expect(asked.match(/"dimension":"area","values":\["saltby"\]/g)!.length).toBeGreaterThan(3);
  await expect(
    readCohort(partsFor(), { where, area: 'thornwick', from: null, to: null }, manager),
  ).rejects.toMatchObject({ code: 'NOT_OWN_AREA' });
});

test('the secret half of a key is in its own file alone, and only its owner may read it', async () => {
  const { readdirSync, statSync } = await import('node:fs');
  const { join } = await import('node:path');
  const folder = join(borough.directory, readdirSync(borough.directory)[0]!);
  expect(readdirSync(folder).sort()).toEqual(expect.arrayContaining(['cohort.key', 'cohort.pub']));
  expect(statSync(join(folder, 'cohort.key')).mode & 0o077).toBe(0);
  expect(readFileSync(join(folder, 'cohort.pub'), 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
});
