import { familyIn, type Records } from '../fixtures/family';
import { drawFamily, wordsOf } from '../fixtures/render';

const iso = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const shown = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** Facts as the agencies hold them: each must stand in the summary, and its line lead to where it is held. */
const OVERDUE = iso(-20);
const THIS_WEEK = iso(5);
const LATER = iso(40);
const CHANGED = iso(-3);
const RECORDS: Records = {
  'social-care': {
    p1: {
      earlyHelp: {
        tafMeetings: [
          {
            date: iso(-60),
            attendees: ['Lead Professional'],
            actions: [
              { action: 'Agree a rent plan', owner: 'Housing Officer', dueDate: OVERDUE, done: false },
              { action: 'Breakfast club', owner: 'School', dueDate: OVERDUE, done: true },
              { action: 'Much later', owner: 'School', dueDate: LATER, done: false },
            ],
          },
        ],
      },
      socialCare: { plans: [{ kind: 'CIN_PLAN', startDate: '2026-02-16', endDate: null, reviewDates: [THIS_WEEK] }] },
    },
  },
  health: {
    p1: {
      health: {
        mandatedContacts: [{ kind: 'ONE_YEAR', dueDate: iso(-10), date: null, outcome: 'Missed', setting: null }],
        missedAppointments: [{ date: CHANGED, setting: 'Clinic', reason: 'Not brought' }],
      },
    },
  },
  housing: { p2: { housing: { notices: [{ type: 'SECTION_21', servedDate: iso(-90), expiryDate: iso(2) }] } } },
};

/** From a summary line: where it leads, and the words that must stand there. */
const FACTS: readonly (readonly [line: string, place: string, there: readonly string[]])[] = [
  ['Complex', 'need', ['Complex', '16 Feb 2026']],
  ['Marcus Bell', 'need', ['Marcus Bell', '01632 960113']],
  [
    'Agree a rent plan',
    'record-social-care--0--earlyHelp.tafMeetings',
    ['Agree a rent plan', 'Housing Officer', shown(OVERDUE)],
  ],
  ['1 year review (missed)', 'record-health--0--health.mandatedContacts', ['1 year review', shown(iso(-10)), 'Missed']],
  ['Review: child in need plan', 'record-social-care--0--socialCare.plans', ['Child in need plan', shown(THIS_WEEK)]],
  ['Section 21 ends', 'record-housing--1--housing.notices', ['Section 21', shown(iso(2))]],
  [
    'Missed appointment: Clinic, Not brought',
    'record-health--0--health.missedAppointments',
    ['Clinic', shown(CHANGED)],
  ],
];

const html = drawFamily(familyIn({}, { records: RECORDS }));
const summary = html.slice(
  html.indexOf('<dl class="summary">'),
  html.indexOf('</dl>', html.indexOf('<dl class="summary">')),
);

/** From the heading with this id to the next heading of its kind or above. */
function sectionAt(id: string): string {
  const at = html.indexOf(`id="${id}"`);
  if (at < 0) throw new Error(`nothing on the page has the id ${id}`);
  const ends = ['<h2', '<h3', '<h4'].map((tag) => html.indexOf(tag, at)).filter((end) => end > 0);
  return wordsOf(html.slice(at, Math.min(...ends, html.length)));
}

test.each(FACTS)('the summary’s line "%s" leads to %s, which holds it', (line, place, there) => {
  const links = [...summary.matchAll(/href="#\/[^"]*?\/([^"/]+)"[^>]*>(.*?)<\/a>/g)].map(
    ([, to, text]) => [to, wordsOf(text ?? '').trim()] as const,
  );
  expect(links).toContainEqual([place, expect.stringContaining(line)]);
  for (const word of there) expect(sectionAt(place)).toContain(word);
});

test('every line of the summary that leads somewhere leads to something that is on the page', () => {
  const places = [...summary.matchAll(/href="#\/[^"]*?\/([^"/]+)"/g)].map(([, to]) => to!);
  expect(places.length).toBeGreaterThan(FACTS.length);
  expect(places.filter((to) => !html.includes(`id="${to}"`))).toEqual([]);
});

test('what is done, or is due after the week, is not among what is overdue or due this week', () => {
  expect(wordsOf(summary)).not.toMatch(/Breakfast club|Much later/);
  expect(wordsOf(html)).toContain('Much later');
  expect(wordsOf(summary)).toMatch(/up from Vulnerable/);
});
