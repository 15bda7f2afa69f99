import fc from 'fast-check';
import { FIVE, familyIn, partner, type State } from '../fixtures/family';
import { drawFamily, wordsOf } from '../fixtures/render';
import { agencyName } from '../look/words';

/** What may be said only when every agency that could add has answered, and is open. */
const CLAIMS = [
  /that is everybody/i,
  /agencies (that answered )?agree/i,
  /nothing (that was asked )?is withheld/i,
  /\b0 of \d+/,
  /\bAll \d+ answered/,
  /None seen in what you may compare/,
  /Nobody, by what the agencies tell/,
  /No agency (that answered )?works with them/,
  /Nothing seen in what you may look at\./,
];
/** Sentences that say of something that there is none: each names who is missing from it. */
const NONE = /^(Nothing seen|Nothing dated|Nobody is told of|None seen|No events are shown)/;
const AGENCIES = FIVE.map(({ id }) => id);
const STATES: readonly State[] = ['answered', 'asking', 'failed', 'silent', 'withheld'];

/** The texts of the page's lines, each without the markup in it. */
const linesOf = (html: string): readonly string[] =>
  [...html.matchAll(/<(p|li|dd)\b[^>]*>(.*?)<\/\1>/gs)].map(([, , text]) => wordsOf(text ?? '').trim());

function check(states: Readonly<Record<string, State>>): void {
  const html = drawFamily(familyIn(states), false);
  const words = wordsOf(html);
  const missing = AGENCIES.filter((agency) => (states[agency] ?? 'answered') !== 'answered');
  if (missing.length === 0) return;
  for (const claim of CLAIMS) expect(words).not.toMatch(claim);
  for (const line of linesOf(html).filter((one) => NONE.test(one)))
    for (const agency of missing)
      expect({ line, names: line.includes(agencyName(agency)) || line.includes('did not answer') }).toEqual({
        line,
        names: true,
      });
}

test.each(AGENCIES.flatMap((agency) => STATES.slice(1).map((state) => [agency, state] as const)))(
  '%s %s and everybody else open: the page claims nothing of a whole',
  (agency, state) => check({ [agency]: state }),
);

test.each(STATES)('every agency %s: the page claims nothing of a whole', (state) =>
  check(Object.fromEntries(AGENCIES.map((agency) => [agency, state]))),
);

test('in whatever states the agencies are', () => {
  const states = fc.record(Object.fromEntries(AGENCIES.map((agency) => [agency, fc.constantFrom(...STATES)])));
  fc.assert(fc.property(states, check), { numRuns: 15 });
});

test('where every agency has answered, and is open, it is said that all have', () => {
  const words = wordsOf(drawFamily(familyIn({})));
  expect(words).toMatch(/All 5 answered/);
  expect(words).toMatch(/None seen in what you may compare/);
});

test('what is withheld is never told as a silence, and has nothing to try again', () => {
  const html = drawFamily(familyIn(Object.fromEntries(AGENCIES.map((agency) => [agency, 'withheld' as const]))));
  expect(wordsOf(html)).not.toMatch(/did not answer|Try again|No answer|could not be reached/i);
  expect(wordsOf(html)).toMatch(/Withheld/);
});

test('a silent agency has a way to ask again and a telephone, where it is told and in the summary', () => {
  const html = drawFamily(familyIn({ housing: 'silent' }));
  expect(wordsOf(html)).toMatch(/No answer Housing : ring housing desk, 01632 960900/);
  expect(html).toContain('Try again');
});

test('no code, id of an agency or name of an enum stands on the page', () => {
  const five = {
    ...Object.fromEntries(AGENCIES.map((agency) => [agency, 'answered' as const])),
    housing: 'silent' as const,
  };
  const sixth = partner('adult-learning', { ring: 'Learning desk' });
  const words = wordsOf(drawFamily(familyIn(five, { partners: [...FIVE, sixth] }))).replaceAll(
    /[a-z-]+ (service|desk)|could not be reached/g,
    '',
  );
  const found = words.match(/\b[A-Z]{3,}(_[A-Z]+)*\b|\b(childrens-centre|social-care|adult-learning)\b/g) ?? [];
  expect(found.filter((one) => !['NHS', 'ASQ'].includes(one))).toEqual([]);
});

test('what somebody has asked about their record stands beside them, with whose record it is, on the page and on paper', () => {
  const said =
    'On 3 May 2026 it was asked to have what is wrong in this record put right. Ask the agency before you rely on it.';
  const answers = [{ agency: 'social-care', status: 'ANSWERED', asOf: null, coverage: null, noted: [said] }];
  const html = drawFamily(familyIn({}, { records: { 'social-care': { p2: { answers } } } }));
  const [, ngozi = ''] = html.split('Ngozi Okafor</h');
  expect(wordsOf(ngozi)).toContain(`${agencyName('social-care')} ${said}`);
  expect(wordsOf(html).split(said)).toHaveLength(2);
});
