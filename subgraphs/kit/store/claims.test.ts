import { rememberClaims } from './claims';

const at = (minutes: number): Date => new Date(Date.parse('2026-03-01T10:00:00Z') + minutes * 60_000);
const span = (from: number, until: number) => ({ from: at(from).toISOString(), until: at(until).toISOString() });

test('of two claims about one person the one that lapses last counts, in whichever order they came', () => {
  const claims = rememberClaims();
  claims.add('w-1', ['maya'], span(0, 20), at(0));
  claims.add('w-1', ['maya'], span(1, 10), at(1));
  expect(claims.of('w-1', 'maya', at(2))).toEqual(span(0, 20));
  claims.add('w-1', ['maya'], span(2, 30), at(2));
  expect(claims.of('w-1', 'maya', at(25))).toEqual(span(2, 30));
  expect(claims.of('w-1', 'maya', at(30))).toBeNull();
});

test('a requester and a ref are not confused with others that spell the same together', () => {
  const claims = rememberClaims();
  claims.add('w 1', ['2'], span(0, 20), at(0));
  expect(claims.of('w', '1 2', at(1))).toBeNull();
});

test('no more are remembered than agreed: those that lapsed go first, then those that lapse soonest', () => {
  const claims = rememberClaims(10);
  const refs = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => `r${from + place}`);
  claims.add('w-1', refs(0, 5), span(0, 5), at(0));
  claims.add('w-1', refs(5, 10), span(0, 60), at(0));
  claims.add('w-2', ['r1'], span(6, 120), at(6));
  expect(claims.size).toBe(6);
  claims.add('w-2', refs(2, 7), span(6, 120), at(6));
  expect(claims.size).toBeLessThanOrEqual(10);
  expect(refs(1, 7).map((ref) => claims.of('w-2', ref, at(7)) !== null)).toEqual([true, true, true, true, true, true]);
  expect(refs(5, 10).filter((ref) => claims.of('w-1', ref, at(7)) !== null).length).toBeLessThan(5);
});

test('what has lapsed already is not remembered', () => {
  const claims = rememberClaims();
  claims.add('w-1', ['maya'], span(0, 5), at(5));
  expect(claims.size).toBe(0);
});
