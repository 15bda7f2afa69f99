import type { Withheld } from '../authorize/types';
import { nurse, protocolOf, TODAY } from '../fixtures/protocols';
import { compileProtocols } from '../policy/decide/compile-protocol';
import type { WithheldReason } from '../policy/types';
import { OperationAnswers } from './answer-record';
import { sentence, writeNotices } from './write-notices';

const protocol = compileProtocols([protocolOf([])], TODAY);
const withheld = (coordinate: string, stream: string | null, reason: WithheldReason = 'ROLE_NOT_NAMED'): Withheld => ({
  kind: 'withheld',
  coordinate,
  stream,
  reason,
  clause: null,
});
const write = (parts: Partial<Parameters<typeof writeNotices>[0]>) =>
  writeNotices(
    { withheld: [], masked: [], outcomes: [], unanswered: new Set(), possible: new Set(), ...parts },
    protocol,
    nurse,
  );
const REASONS: readonly WithheldReason[] = [
  'NO_CLAUSE',
  'ROLE_NOT_NAMED',
  'PURPOSE_NOT_NAMED',
  'PROTOCOL_NOT_IN_FORCE',
  'PROTOCOL_LAPSED',
  'PARTY_NOT_SIGNED',
  'DENIED_BY_CLAUSE',
  'NEEDS_FACTS',
  'FACTS_UNKNOWN',
  'CONDITION_NOT_MET',
  'AGGREGATE_ONLY',
];

test('one notice for each stream and reason, naming its fields, its agency and whom to ring', () => {
  const notices = write({
    withheld: [
      withheld('B.two', 'south:rent'),
      withheld('B.one', 'south:rent'),
      withheld('A.x', 'north:visits', 'PURPOSE_NOT_NAMED'),
    ],
  });
  expect(notices).toEqual([
    {
      kind: 'WITHHELD',
      agency: 'south',
      stream: 'south:rent',
      reason: 'ROLE_NOT_NAMED',
      fields: ['B.one', 'B.two'],
      message: 'What south:rent holds: not shared with the role NURSE.',
      ring: 'south duty line',
    },
    {
      kind: 'WITHHELD',
      agency: 'north',
      stream: 'north:visits',
      reason: 'PURPOSE_NOT_NAMED',
      fields: ['A.x'],
      message: 'What north:visits holds: not shared with the role NURSE for early help.',
      ring: 'north duty line',
    },
  ]);
});

test('what no stream covers is told without an agency', () => {
  expect(write({ withheld: [withheld('A.x', null, 'NO_CLAUSE')] })).toEqual([
    expect.objectContaining({
      agency: null,
      stream: null,
      ring: null,
      message: 'This: no clause of the protocol shares this.',
    }),
  ]);
});

test('an agency that failed, and one that had not answered before, are each told once as unavailable', () => {
  const answers = new OperationAnswers();
  answers.trouble('south', 'TIMED_OUT');
  answers.answered('north');
  const notices = write({ outcomes: answers.outcomesByAgency(), unanswered: new Set(['south', 'north']) });
  expect(notices.map(({ kind, agency }) => [kind, agency])).toEqual([
    ['UNAVAILABLE', 'north'],
    ['UNAVAILABLE', 'south'],
  ]);
  for (const { message } of notices) expect(message).toContain('This does not mean that nothing is held there.');
});

test('a possible record is told as one to ask about', () => {
  expect(write({ possible: new Set(['south']) })).toEqual([
    expect.objectContaining({
      kind: 'POSSIBLE_MATCH',
      agency: 'south',
      reason: 'ASK_THE_AGENCY',
      ring: 'south duty line',
    }),
  ]);
});

test('our own fault in judging a rule is never dressed up as a refusal', () => {
  const [notice] = write({ withheld: [withheld('A.x', 'north:visits', 'RULE_FAULT')] });
  expect(notice).toMatchObject({ kind: 'OUR_FAULT', reason: 'RULE_FAULT' });
  expect(notice!.message).toContain('our fault, not a refusal');
});

test('every reason has a sentence of its own kind, which names no fault of the requester’s family', () => {
  const sentences = REASONS.map((reason) => sentence('north:visits', reason, protocol, nurse));
  for (const text of sentences) expect(text).toMatch(/^What north:visits holds: .+\.$/);
  expect(new Set(sentences).size).toBeGreaterThanOrEqual(REASONS.length - 1);
});

describe('what became of an agency in one operation', () => {
  test('its first fault is the one that is kept', () => {
    const answers = new OperationAnswers();
    answers.trouble('north', 'TIMED_OUT');
    answers.trouble('north', 'ENTITY_MISMATCH');
    expect(answers.outcomesByAgency()).toEqual([expect.objectContaining({ agency: 'north', fault: 'TIMED_OUT' })]);
    expect(answers.isInTrouble('north')).toBe(true);
    expect(answers.isInTrouble('south')).toBe(false);
  });

  test('whom it was asked about is kept by its own references, each once', () => {
    const answers = new OperationAnswers();
    answers.asked('north', ['N-1', 'N-2'], ['north:visits']);
    answers.asked('north', ['N-1'], ['north:notes']);
    const [outcome] = answers.outcomesByAgency();
    expect([...outcome!.refs]).toEqual(['N-1', 'N-2']);
    expect([...outcome!.streams]).toEqual(['north:visits', 'north:notes']);
  });
});
