import { array, assert, oneof, option, property, record, string, stringMatching } from 'fast-check';
import { writeStatement } from './write-statement';

const runs = { numRuns: process.env.PROOF ? 100_000 : 1_000 };

const usual = stringMatching(/^[\w:./|-]{0,40}$/);
/** Quotes, backslashes, control characters, halves of surrogate pairs, and whatever else a text may hold. */
const awkward = oneof(
  string({ unit: 'binary', maxLength: 20 }),
  stringMatching(/^["\\\n\u007f\u2028é]{0,8}$/),
  string({ maxLength: 6 }).map((text) => `${text}\ud800`),
);
const text = oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: awkward });
const groups = array(record({ refs: array(text, { maxLength: 4 }), streams: array(text, { maxLength: 4 }) }), {
  maxLength: 3,
});
const statements = record({
  agency: text,
  requester: record({ id: text, organisation: text, role: text, area: option(text) }),
  purpose: text,
  caseReference: option(text),
  protocolVersion: text,
  operation: text,
  body: text,
  people: groups,
  families: groups,
  streams: array(text, { maxLength: 4 }),
});

test('a statement is the text that JSON.stringify makes of it, to the byte, whatever it holds', () => {
  assert(
    property(statements, text, (statement, salt) => {
      expect(writeStatement(statement, salt).text).toBe(JSON.stringify({ v: 1, ...statement, salt }));
    }),
    runs,
  );
});

test('within a request it stands as JSON.stringify would put it there, to the byte, and is read back as the same text', () => {
  assert(
    property(statements, text, (statement, salt) => {
      const written = writeStatement(statement, salt);
      const sent = `{"statement":"${written.within}"}`;
      expect(sent).toBe(JSON.stringify({ statement: written.text }));
      expect(JSON.parse(sent)).toEqual({ statement: written.text });
    }),
    runs,
  );
});
