import { Bulkhead, type Turn } from './bulkhead';

const turns = (bulkhead: Bulkhead, many: number, milliseconds = 1_000) =>
  Array.from({ length: many }, () => bulkhead.enter(milliseconds));
const kindOf = async (turn: Turn | Promise<Turn>) => (await turn).kind;
const end = async (turn: Turn | Promise<Turn>) => {
  const come = await turn;
  if (come.kind === 'come') come.end();
};

test('as many as may be come at once, some wait for their turn, and the next is told at once that there is no room', async () => {
  const bulkhead = new Bulkhead({ atOnce: 2, waiting: 2 });
  const [first, second, third, fourth, fifth] = turns(bulkhead, 5);
  expect(fifth).toEqual({ kind: 'full' });
  expect([await kindOf(first!), await kindOf(second!)]).toEqual(['come', 'come']);
  await end(first!);
  expect(await kindOf(third!)).toBe('come');
  await end(second!);
  expect(await kindOf(fourth!)).toBe('come');
});

test('a turn that is given back twice makes room once', async () => {
  const bulkhead = new Bulkhead({ atOnce: 1, waiting: 2 });
  const [first, second, third] = turns(bulkhead, 3, 50);
  await end(first!);
  await end(first!);
  expect([await kindOf(second!), await kindOf(third!)]).toEqual(['come', 'too late']);
});

test('whoever waits longer than they may leaves, and makes room to wait', async () => {
  const bulkhead = new Bulkhead({ atOnce: 1, waiting: 1 });
  const [first, second] = turns(bulkhead, 2, 20);
  expect(await kindOf(second!)).toBe('too late');
  const third = bulkhead.enter(1_000);
  await end(first!);
  expect(await kindOf(third)).toBe('come');
});

test('turns go round by requester: whoever fills the queue keeps nobody else waiting behind all of it', async () => {
  const bulkhead = new Bulkhead({ atOnce: 1, waiting: 4 });
  const first = bulkhead.enter(1_000, 'flood');
  const flood = Array.from({ length: 4 }, () => bulkhead.enter(1_000, 'flood'));
  expect(bulkhead.enter(1_000, 'flood')).toEqual({ kind: 'full' });
  const other = bulkhead.enter(1_000, 'other');
  // The last of those that crowd the queue makes room.
  expect(await kindOf(flood[3]!)).toBe('full');
  await end(first);
  await end(flood[0]!);
  expect(await kindOf(other)).toBe('come');
});

test('while others ask too, one requester has so many at once and no more; their next comes as one of theirs ends', async () => {
  const bulkhead = new Bulkhead({ atOnce: 8, each: 2, waiting: 8 });
  const other = bulkhead.enter(1_000, 'other');
  const flood = Array.from({ length: 4 }, () => bulkhead.enter(1_000, 'flood'));
  expect(flood.map((turn) => turn instanceof Promise)).toEqual([false, false, true, true]);
  expect(bulkhead.enter(1_000, 'another')).toMatchObject({ kind: 'come' });
  await end(other);
  await end(flood[0]!);
  expect(await kindOf(flood[2]!)).toBe('come');
});

test('whoever has been alone for a while has all there is', async () => {
  let time = 0;
  const bulkhead = new Bulkhead({ atOnce: 8, each: 2, waiting: 8, now: () => time });
  await end(bulkhead.enter(1_000, 'other'));
  const came = () =>
    Array.from({ length: 4 }, () => bulkhead.enter(1_000, 'flood')).filter((turn) => !(turn instanceof Promise));
  expect(came()).toHaveLength(2);
  time += 10_001;
  expect(came()).toHaveLength(4);
});
