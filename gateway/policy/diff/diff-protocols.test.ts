import { protocolOf, TODAY } from '../../fixtures/protocols';
import type { Clause } from '../read/protocol-document';
import { diffProtocols, otherSections } from './diff-protocols';

const clause = (more: Partial<Clause> = {}): Clause => ({
  id: 'A',
  by: 'north',
  shares: ['visits'],
  to: { roles: ['NURSE'] },
  purposes: ['EARLY_HELP'],
  ...more,
});
type Changed = Parameters<typeof protocolOf>[1];
const sentences = (before: readonly Clause[], after: readonly Clause[], old: Changed = {}, next: Changed = old) =>
  diffProtocols(protocolOf(before, old), protocolOf(after, next), TODAY()).map(({ sentence }) => sentence);

const leads = clause({ conditions: { relationship: ['LEAD_PROFESSIONAL'] } });
const complex = clause({ conditions: { needLevelAtLeast: 'COMPLEX' } });

test.each<[string, readonly Clause[], readonly Clause[], readonly string[]]>([
  ['nothing', [clause()], [clause()], []],
  ['a clause written otherwise', [clause()], [clause({ id: 'B', shares: ['visits'], effect: 'ALLOW' })], []],
  ['a clause added', [], [clause()], ['NURSE can now see what north:visits holds for early help.']],
  ['a clause gone', [clause()], [], ['NURSE can no longer see what north:visits holds for early help.']],
  [
    'a clause that refuses',
    [clause()],
    [clause(), clause({ id: 'D', effect: 'DENY', to: { roles: 'ANY' } })],
    ['NURSE can no longer see what north:visits holds for early help.'],
  ],
  [
    'two purposes at once',
    [],
    [clause({ purposes: 'ANY' })],
    ['NURSE can now see what north:visits holds for early help and safeguarding.'],
  ],
  [
    'a condition added',
    [clause()],
    [leads],
    [
      'NURSE can see what north:visits holds for early help, now only under a condition: the requester is the lead professional for this family.',
    ],
  ],
  [
    'a condition lifted',
    [leads],
    [clause()],
    ['NURSE can now see what north:visits holds for early help without a condition.'],
  ],
  [
    'a condition changed',
    [leads],
    [complex],
    [
      'NURSE can see what north:visits holds for early help, now under another condition: the level of need is complex or higher.',
    ],
  ],
  [
    'something opened under a condition',
    [],
    [complex],
    [
      'NURSE can now see what north:visits holds for early help, only under a condition: the level of need is complex or higher.',
    ],
  ],
  [
    'some organisations only',
    [clause()],
    [clause(), clause({ id: 'D', effect: 'DENY', to: { organisationTypes: ['HOUSING'] } })],
    ['NURSE (in an organisation of the type HOUSING) can no longer see what north:visits holds for early help.'],
  ],
])('%s', (_title, before, after, expected) => {
  expect(sentences(before, after)).toEqual(expected);
});

test('a role that may no longer state a purpose sees no more for it', () => {
  const roles = [{ code: 'NURSE', title: 'Nurse', purposes: ['SAFEGUARDING'] }] as const;
  expect(sentences([clause()], [clause()], {}, { roles })).toEqual([
    'Nurse can no longer see what north:visits holds for early help.',
  ]);
});

test('a draft is read for what it would do, and its status is told', () => {
  const draft: Changed = { protocol: { status: 'DRAFT' } };
  expect(sentences([], [clause()], {}, draft)).toEqual([
    "The protocol's status is DRAFT, and was IN_FORCE: while it is so, it shares nothing.",
    'NURSE can now see what north:visits holds for early help.',
  ]);
});

test('a party without a signature shares nothing, and that is told first', () => {
  const { parties } = protocolOf([]);
  const { signed: _, ...unsigned } = parties[0]!;
  expect(sentences([clause()], [clause()], {}, { parties: [unsigned, parties[1]!] })).toEqual([
    'The north agency no longer has a signature.',
    'NURSE can no longer see what north:visits holds for early help.',
  ]);
});

test('a section that says something else is named, whether or not a change is told of it; a number alone is none', () => {
  const before = protocolOf([clause()]);
  expect(otherSections(before, protocolOf([clause()], { protocol: { version: 2 } }))).toEqual([]);
  expect(otherSections(before, protocolOf([clause()], { protocol: { title: 'Another' } }))).toEqual(['protocol']);
  const retention = { audit: 'P6Y' };
  const after = protocolOf([clause({ id: 'B' })], { retention });
  expect(diffProtocols(before, after, TODAY())).toEqual([]);
  expect(otherSections(before, after)).toEqual(['clauses', 'retention']);
});

test('what passes between agencies is told', () => {
  const flow = { id: 'F', by: 'north', shares: ['identity'], to: ['south'], purposes: ['EARLY_HELP'] } as const;
  expect(sentences([], [], {}, { flows: [flow] })).toEqual([
    'The north agency now passes identity to The south agency for early help, to join records by.',
  ]);
  expect(sentences([], [], { flows: [{ ...flow, shares: ['facts'], to: ['gateway'] }] }, {})).toEqual([
    'The north agency no longer passes facts to the gateway for early help, to judge by.',
  ]);
});
