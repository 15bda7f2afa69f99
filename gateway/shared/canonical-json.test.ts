import canonicalize from 'canonicalize';
import { array, assert, jsonValue, property, string } from 'fast-check';
import { writeCanonical } from './canonical-json';

test('whatever JSON can carry is written as the published implementation of RFC 8785 writes it', () => {
  assert(
    property(jsonValue(), (value) => writeCanonical(value) === canonicalize(value)),
    { numRuns: 1_000 },
  );
});

test('a frozen list is written alike the second time, wherever it stands; one that can change is written anew', () => {
  assert(
    property(array(string({ unit: 'grapheme' })), (list) => {
      const frozen = Object.freeze([...list]);
      return [1, 2].every(() => writeCanonical({ b: frozen, a: [frozen] }) === canonicalize({ b: list, a: [list] }));
    }),
  );
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
