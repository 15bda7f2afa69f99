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

describe('an agency that is late', () => {
  let time = 0;
  const open = () => new Bulkhead({ atOnce: 32, leastAtOnce: 4, waiting: 8, now: () => time });
  beforeEach(() => {
    time = 1_000;
  });

  test('though it answers others, is asked half as much at once, once for all that began before', () => {
    const bulkhead = open();
    const began = time;
    time += 10;
    bulkhead.answered('/graphql');
    time += 10;
    expect([bulkhead.late('/graphql', began), bulkhead.limit]).toEqual([true, 16]);
    expect([bulkhead.late('/graphql', began), bulkhead.limit]).toEqual([true, 16]);
  });

  test('and answers nobody, is not late for how much it is asked', () => {
    const bulkhead = open();
    bulkhead.answered('/graphql');
    time += 10;
    expect([bulkhead.late('/graphql', time), bulkhead.limit]).toEqual([false, 32]);
    // Another endpoint of its says nothing of this one.
    bulkhead.answered('/contract');
    expect([bulkhead.late('/graphql', time), bulkhead.limit]).toEqual([false, 32]);
  });

  test('with as few calls as it is always given, is late of itself', () => {
    const bulkhead = open();
    const kept: (readonly [boolean, number])[] = [];
    for (let round = 0; round < 4; round += 1) {
      time += 10;
      bulkhead.answered('/graphql');
      kept.push([bulkhead.late('/graphql', time - 5), Math.round(bulkhead.limit)]);
    }
    expect(kept.map(([ours]) => ours)).toEqual([true, true, true, false]);
    expect(kept.at(-1)![1]).toBe(4);
  });

  test('and slow among many, though not among few, is asked a tenth less, once for all that began before', () => {
    const bulkhead = new Bulkhead({ atOnce: 32, leastAtOnce: 4, slowFrom: 100, waiting: 8, now: () => time });
    const answer = (milliseconds: number, among: number, began = time): number => {
      time += 1;
      bulkhead.answered('/graphql', { began, milliseconds, among });
      return bulkhead.limit;
    };
    expect(answer(80, 4)).toBe(32);
    // Less than twice as long as among few, and then more.
    expect(answer(160, 20)).toBe(32);
    const began = time;
    expect(answer(170, 20, began)).toBe(28);
    expect(answer(170, 20, began)).toBe(28);
    expect(answer(170, 20)).toBe(25);
    for (let more = 0; more < 100; more += 1) answer(1_000, 20);
    expect(bulkhead.limit).toBe(4);
  });

  test('and as slow among few, is slow of itself, and is asked as much as ever', () => {
    const bulkhead = new Bulkhead({ atOnce: 32, leastAtOnce: 4, slowFrom: 100, waiting: 8, now: () => time });
    bulkhead.answered('/graphql', { began: time, milliseconds: 900, among: 1 });
    for (let call = 0; call < 100; call += 1)
      bulkhead.answered('/graphql', { began: ++time, milliseconds: 1_000, among: 32 });
    expect(bulkhead.limit).toBe(32);
  });

  test('has too much to do while it answers and could be asked less; else it is its own trouble that nobody gets a turn', () => {
    const bulkhead = open();
    expect(bulkhead.isBusy(1_500)).toBe(false);
    bulkhead.answered('/graphql');
    expect(bulkhead.isBusy(1_500)).toBe(true);
    time += 1_500;
    expect(bulkhead.isBusy(1_500)).toBe(false);
    for (let round = 0; round < 4; round += 1) {
      time += 10;
      bulkhead.answered('/graphql');
      bulkhead.late('/graphql', time - 5);
    }
    expect([bulkhead.limit, bulkhead.isBusy(1_500)]).toEqual([4, false]);
  });

  test('is asked more again with each answer in time, and not more than ever', () => {
    const bulkhead = open();
    const began = time;
    time += 10;
    bulkhead.answered('/graphql');
    bulkhead.late('/graphql', began);
    for (let answer = 0; answer < 16; answer += 1) bulkhead.answered('/graphql');
    expect(bulkhead.limit).toBe(16);
    for (let answer = 0; answer < 3; answer += 1) bulkhead.answered('/graphql');
    expect(bulkhead.limit).toBe(17);
    for (let answer = 0; answer < 1_000; answer += 1) bulkhead.answered('/graphql');
    expect(bulkhead.limit).toBe(32);
  });
});
