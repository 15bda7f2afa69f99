import { faultsIn } from '../fixtures/faults-in';
import { FaultyNull } from '../shared/faulty-null';
import { placeErrors } from './place-errors';

const why = { kind: 'agency', agency: 'north', fault: 'failed' } as const;
const place = (data: object, ...paths: readonly (readonly (string | number)[] | null)[]) => {
  const given = structuredClone(data) as Record<string, unknown>;
  const named = placeErrors(
    given,
    paths.map((path) => ({ path, why })),
  );
  return { faults: faultsIn(given), named };
};

test.each<[string, object, (string | number)[], string[]]>([
  ['at its own field', { a: null, b: null }, ['a'], ['a failed']],
  ['at an item', { a: [null, null] }, ['a', 1], ['a.1 failed']],
  ['at what holds it', { a: { b: null } }, ['a', 'b', 2, 'c'], ['a.b/2.c failed']],
])('an error stands %s (GraphQL, section 6.4.4)', (_where, data, path, faults) => {
  expect(place(data, path)).toEqual({ faults, named: true });
});

test('all that is told of one null stays with it', () => {
  expect(place({ a: null }, ['a', 0, 'b'], ['a', 2, 'b']).faults).toEqual(['a/0.b failed', 'a/2.b failed']);
});

test('an agency that tells ten thousand errors of one null is heard to a bound', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ['a', at]);
  expect(place({ a: null }, ...many).faults).toHaveLength(20);
});

test.each<[string, (string | number)[] | null, string[]]>([
  ['names nothing', null, ['a failed', 'b.0 failed', 'c.d failed']],
  ['names nothing at all', [], ['a failed', 'b.0 failed', 'c.d failed']],
  ['is too short', ['c'], ['c.d failed']],
  ['leads nowhere', ['z'], ['a failed', 'b.0 failed', 'c.d failed']],
  ['leads into a value', ['c', 'e', 'f'], ['c.d failed']],
  ['is no item of the list', ['b', 0.5], ['b.0 failed']],
  ['goes by what every object has', ['constructor'], ['a failed', 'b.0 failed', 'c.d failed']],
])('one that %s puts in doubt the nulls of what it does name', (_what, path, faults) => {
  expect(place({ a: null, b: [null, 1], c: { d: null, e: 1 } }, path)).toEqual({ faults, named: false });
});

test('what is in doubt already stays as it was told', () => {
  expect(place({ a: null, b: null }, ['a'], null).faults).toEqual(['a failed', 'b failed']);
});

test('a deep answer is looked through', () => {
  let deep: object = { end: null };
  for (let at = 0; at < 50_000; at++) deep = [deep];
  const data = { deep };
  expect(placeErrors(data, [{ path: null, why }])).toBe(false);
  let at: unknown = data.deep;
  while (Array.isArray(at)) at = at[0];
  expect((at as { end: unknown }).end).toBeInstanceOf(FaultyNull);
});
