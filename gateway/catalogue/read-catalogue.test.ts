import { BadCatalogue, catalogueTexts, lintCatalogue, readCatalogue } from './read-catalogue';

const texts = catalogueTexts()!;
const lint = (from: string | RegExp, to: string) =>
  lintCatalogue({ ...texts, measures: texts.measures.replace(from, to) }).faults.map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  );

test('the catalogue of the partners can be used, and each measure says where its definition comes from', () => {
  const { faults, catalogue } = lintCatalogue(texts);
  expect(faults.filter(({ severity }) => severity === 'FAULT')).toEqual([]);
  // The addresses that nobody has found to tell of it are named.
  const looked = catalogue!.measures.filter(({ source }) => source.seen !== undefined).length;
  const own = catalogue!.measures.filter(({ source }) => source.url === undefined).length;
  expect(faults).toHaveLength(24 - looked - own);
  expect(catalogue!.measures).toHaveLength(24);
  expect(catalogue!.measures.every(({ source }) => source.url ?? /own definition/.test(source.title))).toBe(true);
});

test.each<[string, string | RegExp, string, RegExp]>([
  [
    'a dimension that is not declared',
    'dimensions: [area, ward, sex, source, outcome, quarter]',
    'dimensions: [area, sauce, quarter]',
    /:\d+: "sauce" is not declared; expected one of area/,
  ],
  ['a measure twice', 'id: notices', 'id: homelessness', /"homelessness" names two measures/],
  ['no source', /\n {4}source: \{ title: "OHID[^\n]+C8ii[^\n]+/, '', /measures\.\d+ needs "source"/],
  ['an unknown unit', 'unit: EACH', 'unit: METRES', /is "METRES"; expected one of COUNT, PER_CENT, EACH/],
  ['a share of nothing', 'unit: COUNT', 'unit: PER_CENT', /is PER_CENT of something, and has no denominator/],
  ['an extreme', 'definition: Suspensions that', 'definition: The longest suspensions that', /tells an extreme/],
  [
    'a value that there is not',
    'only: { ageBand: [AGE_2',
    'only: { ageBand: [AGE_99',
    /"AGE_99" is no value of ageBand/,
  ],
  [
    'today by quarter',
    'dimensions: [area, ward, arrears]',
    'dimensions: [area, quarter, arrears]',
    /cannot be counted by quarter/,
  ],
  [
    'half a caveat',
    '["Suspensions are counted, not pupils."]',
    '[Suspensions are counted, not pupils.]',
    /"Suspensions are counted" is no sentence/,
  ],
  [
    'a word that is none',
    '    caveats: []',
    '    caveats: []\n    weather: fine',
    /"weather", which is not a word of the catalogue/,
  ],
])('%s is told with its line', (_what, from, to, said) => {
  expect(lint(from, to).some((line) => said.test(line) && /measures\.yaml:[1-9]\d*:/.test(line))).toBe(true);
});

test('what is said of every measure is a caveat of each', () => {
  const { measures } = readCatalogue(texts);
  expect(measures.filter(({ caveats }) => !caveats.some((one) => one.includes('holds twice')))).toEqual([]);
});

test('a sector in two wards is told, and YAML that is none', () => {
  const areas = texts.areas.replace('[ZB1 2]', '[ZB1 1]');
  expect(lintCatalogue({ ...texts, areas }).faults.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('ZB1 1 lies in aldermere-market and in'),
  );
  expect(() => readCatalogue({ ...texts, measures: 'measures: [' })).toThrow(BadCatalogue);
});
