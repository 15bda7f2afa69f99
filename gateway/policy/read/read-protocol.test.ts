import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { MalformedProtocol, readProtocol } from './read-protocol';

const directory = join(schemaDirectory, 'protocol');
const schema = JSON.parse(readFileSync(join(directory, 'protocol.schema.json'), 'utf8')) as object;

const TEXT = `protocol:
  id: agreement
  version: 1
  title: Agreement
  status: IN_FORCE
  agreedBy: { body: The board, on: 2026-01-01 }
  validFrom: 2026-01-01
  validUntil: 2026-12-31
  review: { next: 2026-10-01, onOverdue: DENY }
parties:
  - id: north
    name: North
    type: HEALTH
    controller: SOLE
    signed: { by: Director, on: 2026-01-01 }
  - { id: south, name: South, type: HOUSING, controller: SOLE }
purposes:
  - { code: EARLY_HELP, title: Early help, lawful: { art6: e } }
roles:
  - { code: NURSE, title: Nurse, purposes: [EARLY_HELP] }
streams:
  north:visits: { detail: CONTENT, label: visits }
flows:
  - { id: LINK, by: north, shares: [identity], to: [south], purposes: [EARLY_HELP] }
clauses:
  - id: A-01
    by: north
    shares: [visits]
    to: { roles: [NURSE] }
    purposes: [EARLY_HELP]
    when: { from: 2026-02-01, until: 2026-03-01 }
`.replace('  north:visits:', '  north:identity: { detail: CONTENT, label: names }\n  north:visits:');

const lineOf = (words: string, text = TEXT): number => text.slice(0, text.indexOf(words)).split('\n').length;

function faultsOf(text: string): MalformedProtocol {
  try {
    readProtocol('agreement.yaml', text, schema);
  } catch (fault) {
    if (fault instanceof MalformedProtocol) return fault;
    throw fault;
  }
  throw new Error('The text was taken for a protocol.');
}

test('a protocol that says all it must is read as it stands', () => {
  const document = readProtocol('agreement.yaml', TEXT, schema);
  expect(document.clauses).toEqual([
    {
      id: 'A-01',
      by: 'north',
      shares: ['visits'],
      to: { roles: ['NURSE'] },
      purposes: ['EARLY_HELP'],
      when: { from: '2026-02-01', until: '2026-03-01' },
    },
  ]);
});

test('the protocol that the partners signed is one', () => {
  const file = join(directory, 'best-start.yaml');
  expect(readProtocol(file, readFileSync(file, 'utf8'), schema).protocol.id).toBe('best-start');
});

// What is written, what is put in its place, at the line of which words, and what the reader is told.
const CASES: readonly (readonly [fault: string, written: string, instead: string, at: string, told: RegExp])[] = [
  ['no title', '  title: Agreement\n', '', 'id: agreement', /protocol needs "title"/],
  [
    'a status that is none',
    'status: IN_FORCE',
    'status: RUNNING',
    'status: RUNNING',
    /protocol\.status is "RUNNING"; expected one of DRAFT, AGREED, IN_FORCE/,
  ],
  [
    'a word that no protocol has',
    '    controller: SOLE\n',
    '    controller: SOLE\n    colour: red\n',
    'colour: red',
    /has "colour", which is not a word of a protocol/,
  ],
  [
    'a version that is no number',
    'version: 1',
    'version: one',
    'version: one',
    /protocol\.version is "one": it must be integer/,
  ],
  [
    'a date in British order',
    'validFrom: 2026-01-01',
    'validFrom: 01/01/2026',
    'validFrom: 01',
    /protocol\.validFrom is "01\/01\/2026"; expected the form/,
  ],
  [
    'a day that the calendar has not',
    'validFrom: 2026-01-01',
    'validFrom: 2026-02-30',
    'validFrom: 2026-02-30',
    /"2026-02-30" is not a day of the calendar/,
  ],
  [
    'an end before its beginning',
    'validUntil: 2026-12-31',
    'validUntil: 2025-12-31',
    'validUntil: 2025',
    /validUntil 2025-12-31 is before validFrom 2026-01-01/,
  ],
  [
    'a signature on no day',
    'signed: { by: Director, on: 2026-01-01 }',
    'signed: { by: Director, on: 2026-13-01 }',
    'signed: {',
    /"2026-13-01" is not a day of the calendar/,
  ],
  [
    'a clause of nobody',
    'by: north\n    shares',
    'by: east\n    shares',
    'by: east',
    /party "east" is not declared; expected one of north, south/,
  ],
  [
    'a stream that is not declared',
    'shares: [visits]',
    'shares: [visit]',
    'shares: [visit]',
    /clause A-01 shares "north:visit", which is not declared under streams; did you mean "north:visits"\?/,
  ],
  [
    'a role that is not declared',
    'to: { roles: [NURSE] }',
    'to: { roles: [NURSES] }',
    'to: { roles: [NURSES]',
    /role "NURSES" is not declared; expected one of NURSE/,
  ],
  [
    'a role in small letters',
    'to: { roles: [NURSE] }',
    'to: { roles: [nurse] }',
    'to: { roles: [nurse]',
    /clauses\.0\.to\.roles\.0 is "nurse"; expected the form/,
  ],
  [
    'a recipient that names nobody',
    'to: { roles: [NURSE] }',
    'to: {}',
    'to: {}',
    /clauses\.0\.to is {}: it must NOT have fewer than 1 properties/,
  ],
  ['no recipient at all', '    to: { roles: [NURSE] }\n', '', 'id: A-01', /clauses\.0 needs "to"/],
  [
    'a purpose that nobody declared',
    '    purposes: [EARLY_HELP]\n    when',
    '    purposes: [TRIAGE]\n    when',
    'purposes: [TRIAGE]',
    /purpose "TRIAGE" is not declared; expected one of EARLY_HELP/,
  ],
  [
    'a purpose that is none',
    '    purposes: [EARLY_HELP]\n    when',
    '    purposes: [CURIOSITY]\n    when',
    'purposes: [CURIOSITY]',
    /clauses\.0\.purposes\.0 is "CURIOSITY"; expected one of/,
  ],
  [
    'an effect that is none',
    '    by: north\n    shares',
    '    effect: MAYBE\n    by: north\n    shares',
    'effect: MAYBE',
    /clauses\.0\.effect is "MAYBE"; expected one of ALLOW, DENY/,
  ],
  [
    'a condition that nobody could settle',
    '    when: {',
    '    conditions: { mood: GOOD }\n    when: {',
    'conditions: { mood',
    /has "mood", which is not a word of a protocol/,
  ],
  [
    'a training condition that is off',
    '    when: {',
    '    conditions: { trainingInDate: false }\n    when: {',
    'conditions: { training',
    /trainingInDate is false; expected true/,
  ],
  [
    'a clause that ends before it begins',
    'until: 2026-03-01',
    'until: 2026-01-31',
    'until: 2026-01-31',
    /clause A-01 ends on 2026-01-31, before it begins on 2026-02-01/,
  ],
  ['two clauses of one name', 'id: LINK,', 'id: A-01,', 'id: A-01, by', /"A-01" names two clauses/],
  ['a flow to nobody', 'to: [south]', 'to: [west]', 'to: [west]', /party "west" is not declared/],
  ['a stream of nobody', 'north:identity:', 'west:identity:', 'west:identity', /party "west" is not declared/],
  [
    'a stream with no detail level',
    'north:identity: { detail: CONTENT, label: names }',
    'north:identity: { label: names }',
    'north:identity',
    /needs "detail"/,
  ],
  [
    'a party that stands twice',
    '  - { id: south,',
    '  - { id: north,',
    '{ id: north',
    /"north" stands twice in parties/,
  ],
  ['a key that stands twice', 'version: 1', 'version: 1\n  version: 2', 'version: 2', /unique/i],
  ['a bracket that is not closed', 'shares: [visits]', 'shares: [visits', 'to: { roles', /./],
];

test.each(CASES)('%s is told with its line, what was expected and what came', (_fault, written, instead, at, told) => {
  expect(TEXT).toContain(written);
  const text = TEXT.replace(written, instead);
  const { faults, code, message } = faultsOf(text);
  expect(code).toBe('MALFORMED_PROTOCOL');
  const found = faults.find((fault) => told.test(fault.message));
  expect(found ?? faults).toMatchObject({ file: 'agreement.yaml', line: lineOf(at, text) });
  expect(message).toContain(`agreement.yaml:${found!.line}: ${found!.message}`);
});

test.each([
  ['nothing', ''],
  ['a sentence', 'We share everything with everybody.'],
  ['a list', '- protocol'],
  ['two documents', `${TEXT}---\n${TEXT}`],
  [
    'a bomb of aliases',
    `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [${'*a, '.repeat(20)}]\nc: [${'*b, '.repeat(50)}]\n`,
  ],
])('%s is no protocol', (_what, text) => {
  expect(faultsOf(text).faults[0]).toMatchObject({
    file: 'agreement.yaml',
    line: expect.any(Number),
    message: expect.any(String),
  });
});

test('all faults of a text are told at once', () => {
  const text = TEXT.replace('roles: [NURSE] }', 'roles: [MAYOR] }').replace('to: [south]', 'to: [west]');
  expect(faultsOf(text).faults.map(({ line }) => line)).toEqual([
    lineOf('roles: [MAYOR]', text),
    lineOf('to: [west]', text),
  ]);
});

test('of a text with thousands of faults a hundred are told: each is looked up in the whole text', () => {
  const unknown = Array.from({ length: 2_000 }, (_, at) => `word${at}: 1`).join('\n');
  const { faults } = faultsOf(`${TEXT}\n${unknown}\n`);
  expect(faults).toHaveLength(100);
  expect(faults[0]!.message).toBe('the file has "word0", which is not a word of a protocol.');
});
