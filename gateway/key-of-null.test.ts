import { keyOfNull } from './key-of-null';

test.each([
  ['at the field itself', ['a', 'b'], { a: { b: null } }, 'b'],
  ['above it, where the field may not be null', ['a', 'b', 'c'], { a: null }, 'a'],
  ['in a list', ['a', 1, 'b'], { a: [{ b: 1 }, { b: null }] }, 'b'],
  ['at a whole list', ['a', 1], { a: [1, null] }, 'a'],
  ['at an entity, which is nobody’s field', ['_entities', 0, 'a'], { _entities: [null] }, null],
  ['in an entity', ['_entities', 0, 'a', 'b'], { _entities: [{ a: { b: null } }] }, 'b'],
  ['at everything', ['a'], null, null],
  ['nowhere that the answer has', [], { a: 1 }, null],
] as const)('an error leaves its null %s', (_where, path, data, key) => {
  expect(keyOfNull(path, data)).toBe(key);
});
