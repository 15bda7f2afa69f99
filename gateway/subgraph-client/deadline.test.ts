import { startDeadline } from './deadline';

test('each round has at most half of what is left, and never more than the longest a round may take', () => {
  let now = 0;
  const deadline = startDeadline(4_000, 1_500, () => now);
  expect([deadline.remaining(), deadline.forRound()]).toEqual([4_000, 1_500]);
  now = 2_000;
  expect([deadline.remaining(), deadline.forRound()]).toEqual([2_000, 1_000]);
  now = 3_000;
  expect(deadline.forRound()).toBe(500);
  now = 9_000;
  expect([deadline.remaining(), deadline.forRound()]).toEqual([0, 0]);
});

test('what was waited for before agencies are asked takes nothing of their time', () => {
  let now = 0;
  const deadline = startDeadline(4_000, 1_500, () => now);
  now = 3_900;
  deadline.begin();
  expect([deadline.remaining(), deadline.forRound()]).toEqual([4_000, 1_500]);
  deadline.end();
  expect(deadline.remaining()).toBe(0);
});
