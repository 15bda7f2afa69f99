import type { Answered } from './agreements';
import { sharingCsv } from './sharing-csv';

const SHARING = {
  agreements: [
    {
      ...{ id: 'best-start', version: 8, title: 'Best Start', status: 'IN_FORCE', parties: [], ending: [] },
      ...{ validUntil: '2036-03-31', reviewNext: '2035-03-31', onOverdue: 'DENY' },
      purposes: [{ code: 'EARLY_HELP', lawful: ['UK GDPR, Article 6(1)(e)', 'Children Act 2004, section 10'] }],
      clauses: [
        { id: 'HOUSING-02', text: 'id: HOUSING-02\nby: housing' },
        { id: 'EXCEPT-02', text: 'id: EXCEPT-02' },
      ],
    },
  ],
  streams: [
    {
      ...{ stream: 'housing:arrears', agency: 'housing', label: 'rent arrears', detail: 'CONTENT' },
      fields: ['HousingRecord.arrearsBand'],
      shared: [
        {
          ...{ role: 'HOUSING_OFFICER', purpose: 'EARLY_HELP', decision: 'CONDITIONAL', clause: 'HOUSING-02' },
          terms: 'never where an agency has marked the person as shielded',
          clauses: ['HOUSING-02', 'EXCEPT-02'],
        },
      ],
    },
    { stream: 'housing:facts', agency: 'housing', label: 'facts', detail: 'CONTENT', fields: [], shared: [] },
  ],
} as const satisfies Answered;

test('a line has the condition in words, the clauses as they are written and the lawful basis of its purpose', () => {
  const [, line] = sharingCsv(SHARING, new Date('2026-11-29T09:00:00Z')).split('\r\n');
  expect(line).toBe(
    [
      ...[
        'housing:arrears',
        'rent arrears',
        'Housing',
        'Content',
        'Housing Officer',
        'Early help',
        'under a condition',
      ],
      'never where an agency has marked the person as shielded',
      'HOUSING-02',
      'id: HOUSING-02\nby: housing\n\nid: EXCEPT-02',
      'Best Start, version 8',
      'UK GDPR, Article 6(1)(e); Children Act 2004, section 10',
      ...['HousingRecord.arrearsBand', '2026-11-29'],
    ]
      .map((cell) => `"${cell}"`)
      .join(','),
  );
});

test('what is open to nobody has a line that says so', () => {
  expect(sharingCsv(SHARING, new Date()).split('\r\n')[2]).toMatch(
    /^"housing:facts","facts","Housing","Content","nobody",/,
  );
});
