import canonicalize from 'canonicalize';
import { array, assert, constant, dictionary, double, jsonValue, oneof, property, string } from 'fast-check';
import { writeCanonical } from './canonical-json';

const runs = { numRuns: process.env.PROOF ? 50_000 : 500 };

test.each(['grapheme-ascii', 'binary'] as const)(
  'whatever JSON can carry is written as the published implementation of RFC 8785 writes it (texts: %s)',
  (stringUnit) => {
    assert(
      property(jsonValue({ stringUnit }), (value) => writeCanonical(value) === canonicalize(value)),
      runs,
    );
  },
);

test('what is frozen is written alike the second time, wherever it stands; what can change is written anew', () => {
  assert(
    property(array(string({ unit: 'grapheme' })), (list) => {
      const frozen = Object.freeze([...list]);
      return [1, 2].every(() => writeCanonical({ b: frozen, a: [frozen] }) === canonicalize({ b: list, a: [list] }));
    }),
    runs,
  );
  const leaves = dictionary(
    string(),
    oneof(string(), double({ noNaN: true, noDefaultInfinity: true }), constant(null)),
  );
  assert(
    property(leaves, array(string()), (object, list) => {
      const frozen = Object.freeze({ ...object, list: Object.freeze([...list]) });
      const same = { ...object, list };
      return [1, 2].every(() => writeCanonical({ b: frozen, a: [frozen] }) === canonicalize({ b: same, a: [same] }));
    }),
    runs,
  );
  // What it holds can change still.
  const held = { list: ['a'], below: { of: 'a' } };
  const frozen = [Object.freeze({ list: held.list }), Object.freeze({ below: held.below })];
  writeCanonical(frozen);
  held.list.push('b');
  held.below.of = 'b';
  expect(writeCanonical(frozen)).toBe('[{"list":["a","b"]},{"below":{"of":"b"}}]');
  const changes = ['a'];
  writeCanonical(changes);
  changes.push('b');
  expect(writeCanonical(changes)).toBe('["a","b"]');
});

test('keys stand in the order of their code units, and what is undefined is left out', () => {
  expect(writeCanonical({ b: 1, '€': 2, a: undefined, ö: { d: null, c: [] } })).toBe(
    '{"b":1,"ö":{"c":[],"d":null},"€":2}',
  );
});
