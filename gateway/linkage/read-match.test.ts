import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constantFrom,
  double,
  oneof,
  option,
  property,
  record,
  string,
} from 'fast-check';
import { mostly } from '../fixtures/not-of-form';
import { matchReply } from './contract-replies';
import { readPlainMatch } from './read-match';

const runs = { numRuns: process.env.PROOF ? 50_000 : 500 };

const lists = (item: Arbitrary<unknown>) =>
  mostly(array(mostly(array(mostly(item), { maxLength: 3 })), { maxLength: 3 }));

const candidate = record(
  {
    ref: oneof(string({ minLength: 1, maxLength: 40 }), string({ unit: 'grapheme', maxLength: 20 })),
    outcome: mostly(constantFrom('MATCH', 'POTENTIAL', 'MANY', 'match')),
    score: mostly(double({ noNaN: true, noDefaultInfinity: true })),
    comparedOn: mostly(array(mostly(string({ maxLength: 8 })), { maxLength: 3 })),
    said: mostly(option(boolean())),
    notOfTheContract: string(),
  },
  { requiredKeys: ['ref', 'outcome', 'score', 'comparedOn'] },
);
const reply = mostly(record({ match: lists(candidate) }, { requiredKeys: [] }));

test('matches that are read straight are what the schema reads, in the same order', () => {
  let straight = 0;
  assert(
    property(reply, (data) => {
      const read = readPlainMatch(data);
      if (read === null) return;
      straight += 1;
      const { success, data: expected } = matchReply.safeParse(data);
      expect([success, read]).toEqual([true, expected]);
      expect(JSON.stringify(read)).toBe(JSON.stringify(expected));
    }),
    runs,
  );
  expect(straight).toBeGreaterThan(runs.numRuns / 20);
});

test('the usual answer of an agency is read straight', () => {
  const megan = { ref: 'h-1', outcome: 'MATCH', score: 0.99, comparedOn: ['nhsNumber'] };
  expect(readPlainMatch({ match: [[megan], []] })).toEqual({ match: [[{ ...megan, said: null }], []] });
});

test.each([
  ['a pointer of nobody', { ref: '' }],
  ['an outcome that the contract does not have', { outcome: 'CERTAIN' }],
  ['a score that is none', { score: Number.NaN }],
])('%s is left to the schema, which refuses it', (_, other) => {
  const data = { match: [[{ ref: 'h-1', outcome: 'MATCH', score: 1, comparedOn: [], ...other }]] };
  expect(readPlainMatch(data)).toBeNull();
  expect(matchReply.safeParse(data).success).toBe(false);
});
