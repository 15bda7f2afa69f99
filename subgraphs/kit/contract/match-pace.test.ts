import { createMatchPace } from './match-pace';

/** @param timer how long a timer takes that is set for so many milliseconds. */
function open({ timer = (milliseconds: number) => milliseconds, spread = (): number => 0 } = {}) {
  let time = 0;
  const pace = createMatchPace({
    now: () => time,
    wait: async (milliseconds) => {
      time += timer(milliseconds);
    },
    spread,
  });
  /** How long it takes to be told, where the work takes so long and reads a record for everybody, or not. */
  const told = async (work: number, read: 'found' | 'closed' | 'none', kind = 'number'): Promise<number> => {
    const began = time;
    await pace.keep(kind, async () => {
      time += work;
      return { answer: null, everybodyRead: read !== 'none', everybodyTold: read === 'found' };
    });
    return time - began;
  };
  return { told, pass: (milliseconds: number) => (time += milliseconds) };
}

/** From 0 to 1, evenly, in an order of no meaning. */
const drawn = (at: number): number => ((at * 37) % 100) / 99;
const sorted = (all: readonly number[]): readonly number[] => all.toSorted((a, b) => a - b);

test('that there is nobody is told after the times that reading somebody takes, from the quickest to the slowest', async () => {
  const { told } = open();
  const [none, closed]: [number[], number[]] = [[], []];
  for (let at = 0; at < 300; at += 1) {
    const tellNone = await told(5 + 10 * drawn(at), 'none');
    const tellClosed = await told(8 + 14 * drawn(at + 50), 'closed');
    if (at >= 100) none.push(tellNone);
    if (at >= 100) closed.push(tellClosed);
  }
  const apart = sorted(none).map((one, at) => Math.abs(one - sorted(closed)[at]!));
  expect(Math.max(...apart)).toBeLessThan(1.5);
});

test('timers that take whole milliseconds tell nothing: on average both are told as late', async () => {
  const draws = Array.from({ length: 1_000 }, (_, at) => drawn(at * 7));
  const { told } = open({ timer: Math.ceil, spread: () => draws.pop()! });
  const [none, closed]: [number[], number[]] = [[], []];
  for (let round = 0; round < 400; round += 1) {
    const tellNone = await told(1 + 0.7 * drawn(round), 'none');
    const tellClosed = await told(2 + 0.9 * drawn(round + 50), 'closed');
    if (round >= 100) none.push(tellNone);
    if (round >= 100) closed.push(tellClosed);
  }
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  // Half a millisecond apart where nothing is spread.
  expect(Math.abs(mean(none) - mean(closed))).toBeLessThan(0.15);
});

test('what is added is what reading adds: a busy machine makes nobody wait for its slowest answers', async () => {
  const { told } = open();
  for (let at = 0; at < 128; at += 1) {
    await told(12 + 100 * drawn(at), 'found');
    await told(10 + 100 * drawn(at + 50), 'none');
  }
  for (const work of [12, 40, 80, 105]) expect(await told(work, 'none')).toBeLessThan(work + 7);
});

test('whoever is found waits for nothing, and what was slower than reading takes for no more than a timer', async () => {
  const { told } = open();
  for (let at = 0; at < 20; at += 1) await told(10, 'found');
  expect([await told(2, 'found'), await told(30, 'none')]).toEqual([2, 32]);
});

test('until it is known what is quick, nobody is told of as late as the slowest that was read', async () => {
  const { told } = open();
  expect(await told(3, 'none')).toBe(5);
  expect([await told(10, 'closed'), await told(3, 'none'), await told(10, 'closed')]).toEqual([12, 12, 12]);
});

test('each kind is held to its own', async () => {
  const { told } = open();
  for (let at = 0; at < 20; at += 1) {
    await told(10, 'found');
    await told(80, 'found', 'twelve by name');
  }
  expect([await told(3, 'none'), await told(3, 'none', 'twelve by name')]).toEqual([12, 82]);
});

test('a system that was slow for a while makes nobody wait for long, and the while is forgotten', async () => {
  const { told, pass } = open();
  for (let at = 0; at < 20; at += 1) await told(2_500, 'found');
  expect(await told(3, 'none')).toBe(252);
  pass(60_001);
  await told(10, 'found');
  expect(await told(3, 'none')).toBe(12);
});
