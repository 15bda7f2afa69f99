import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { wordsOf } from '../fixtures/render';
import type { Answered } from './agreements';
import { Matrix } from './matrix';

const SHARING = {
  agreements: [
    {
      ...{ id: 'best-start', version: 8, title: 'Best Start', status: 'IN_FORCE', parties: [] },
      ...{ validUntil: '2036-03-31', reviewNext: '2035-03-31', onOverdue: 'DENY', purposes: [] },
      ending: [{ clause: 'HOUSING-06', until: '2027-03-31' }],
      clauses: [
        { id: 'HOUSING-02', text: 'id: HOUSING-02' },
        { id: 'HOUSING-06', text: 'id: HOUSING-06' },
      ],
    },
  ],
  streams: [
    {
      ...{ stream: 'housing:arrears', agency: 'housing', label: 'rent arrears', detail: 'CONTENT', fields: [] },
      shared: [
        {
          ...{ role: 'HOUSING_OFFICER', purpose: 'EARLY_HELP', decision: 'GRANTED', clause: 'HOUSING-02', terms: null },
          clauses: ['HOUSING-02', 'HOUSING-06'],
        },
      ],
    },
    { stream: 'housing:visit', agency: 'housing', label: 'visit', detail: 'ACT', fields: [], shared: [] },
  ],
} as const satisfies Answered;
const words = wordsOf(renderToStaticMarkup(createElement(Matrix, { sharing: SHARING })));

test('under each clause stands of which agreement it is and when it ends: its own end before the agreement’s', () => {
  expect(words).toContain('id: HOUSING-02 Best Start, version 8. It ends on 31 Mar 2036.');
  expect(words).toContain('id: HOUSING-06 Best Start, version 8. It ends on 31 Mar 2027.');
});

test('no level is shown as a code', () => expect(words).not.toMatch(/\b(ACT|CONTENT)\b/));

test('that emergency access opens more is said beside who may see what', () =>
  expect(words).toContain('Emergency access is not counted here'));
