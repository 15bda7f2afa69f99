import { pathwayOf } from '../family/health-pathway';
import type { Told } from './known-case';
import { seriesOf } from './outcome-picture';
import { summaryLines } from './summary-lines';

const person = (earlyHelp: object | null, family: object | null = null): Told =>
  ({
    data: { person: { id: 'p', displayName: 'Maya', family, earlyHelp }, explainAccess: [] },
    errors: [],
    notices: [],
  }) as unknown as Told;
const EMPTY = {
  ...{
    allocations: [],
    calledMeetings: [],
    agreedActions: [],
    myActions: [],
    openedAssessments: [],
    outcomeScores: [],
  },
  ...{ voices: [], programmes: [], stepProposals: [], blockages: [], closure: null },
};

test('where a part was not told, the summary says nothing of it, and does not say that there is none', () => {
  expect(summaryLines(person({ ...EMPTY, allocations: null, calledMeetings: null, agreedActions: null }))).toEqual([]);
  expect(summaryLines(person(null))).toEqual([]);
});

test('what was told and is empty is said to be so', () => {
  expect(summaryLines(person(EMPTY))).toEqual([
    'Nobody leads here, as far as early help has it.',
    'No meeting has been called through here.',
  ]);
});

test('who leads, how the actions stand and what waits come first; a case that is closed says so alone', () => {
  const lead = {
    ...{ reference: 'a', kind: 'LEAD_PROFESSIONAL', workerName: 'Marcus Bell', familyChoice: 'CHOSEN' },
    ...{ rating: 'RED', from: '2026-11-01', until: null },
  };
  const action = (state: string) => ({ reference: state, meeting: 'm', action: 'A', owner: 'w', dueDate: null, state });
  const open = {
    ...EMPTY,
    allocations: [lead],
    agreedActions: [action('DONE'), action('OVERDUE'), action('OPEN')],
    stepProposals: [{ reference: 's', direction: 'UP', toLevel: 'COMPLEX', state: 'PROPOSED' }],
    blockages: [{ reference: 'b', clearedOn: null }],
  };
  expect(
    summaryLines(person(open, { leadProfessional: null, needLevel: { code: 'VULNERABLE', from: '2026-10-01' } })),
  ).toEqual([
    'Led by Marcus Bell since 1 Nov 2026; the family chose them. Rated red.',
    'Level of need: Vulnerable, since 1 Oct 2026.',
    'No meeting has been called through here.',
    '1 of 3 actions done, 1 overdue.',
    'A step up to Complex waits for the management team.',
    'Something blocks the work.',
  ]);
  const closed = summaryLines(person({ ...open, closure: { outcome: 'NEEDS_MET', date: '2026-12-01', reason: 'x' } }));
  expect(closed[0]).toBe('Closed 1 Dec 2026: The needs are met.');
  expect(closed.join(' ')).not.toContain('Led by');
});

test('scores are kept apart by scale, in the order of their days; a tool that is not agreed keeps its own name', () => {
  const score = (scale: string, value: number, date: string, tool = 'family-star-plus') => ({
    tool,
    scale,
    score: value,
    date,
  });
  expect(
    seriesOf([
      score('keeping-safe', 7, '2026-12-01'),
      score('keeping-safe', 3, '2026-11-01'),
      score('sleep', 2, '2026-11-01', 'another-tool'),
    ]),
  ).toMatchObject([
    { scale: 'Keeping your children safe', lowest: 1, highest: 10, scores: [{ score: 3 }, { score: 7 }] },
    { tool: 'another-tool', scale: 'sleep', scores: [{ score: 2 }] },
  ]);
});

// The Healthy Child Programme's mandated contacts, by what health has on record of each.
test('each step of the universal pathway is done, due, overdue, missed or declined, in the order in which they fall due', () => {
  const contact = (kind: string, dueDate: string | null, date: string | null, outcome: string | null) => ({
    kind: kind as 'ANTENATAL',
    ...{ dueDate, date, outcome },
  });
  const steps = pathwayOf(
    [
      contact('TWO_TO_TWO_AND_A_HALF_YEARS', '2027-01-10', null, 'Offered'),
      contact('ANTENATAL', '2024-10-01', '2024-09-28', 'Completed'),
      contact('NEW_BIRTH', '2025-01-20', null, 'Not at home'),
      contact('SIX_TO_EIGHT_WEEKS', '2025-03-01', null, 'Declined'),
      contact('ONE_YEAR', '2026-01-10', null, null),
    ],
    '2026-11-02',
  );
  expect(steps.map(({ title, state, when }) => `${title}: ${state} ${when}`)).toEqual([
    'Antenatal contact: done 2024-09-28',
    'New birth visit: missed 2025-01-20',
    '6 to 8 week review: declined 2025-03-01',
    '1 year review: overdue 2026-01-10',
    '2 to 2½ year review: due 2027-01-10',
  ]);
});
