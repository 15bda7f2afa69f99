import { AgencyLoad, type AgencyShare, beginAtAll, type OperationKind } from './agency-load';

let limit = 4;
let isSpared = false;
const open = (milliseconds?: number): AgencyLoad => {
  const load = new AgencyLoad({ limit: () => limit, isSpared: () => isSpared, longestWait: 500 });
  if (milliseconds !== undefined) load.answered(milliseconds);
  return load;
};
/** As many as there is room for, each of a requester of its own. */
const fill = (load: AgencyLoad, kind: OperationKind = 'known'): readonly AgencyShare[] => {
  const begun: AgencyShare[] = [];
  while (load.hasRoom(`requester ${begun.length}`, kind)) begun.push(load.begin(`requester ${begun.length}`, kind));
  return begun;
};
beforeEach(() => {
  limit = 4;
  isSpared = false;
});

test('as many begin as are answered within the longest wait: 4 at once, 50 ms each, are 40 in 500 ms (Little’s law)', () => {
  const load = open(50);
  expect(fill(load)).toHaveLength(40);
  expect(load.wait).toBe(500);
});

test('nobody waits for an agency that is slow of itself, as long as fewer ask than it may be asked at once', () => {
  expect(fill(open(1_400))).toHaveLength(4);
});

test('each call that has ended makes room for one, and an operation that has ended for all that it had left', () => {
  const load = open(500);
  const begun = fill(load);
  begun[0]!.called();
  expect(load.hasRoom('newcomer', 'known')).toBe(true);
  begun[0]!.end();
  load.begin('newcomer', 'known');
  expect(load.hasRoom('next', 'known')).toBe(false);
  begun[1]!.end();
  expect(load.hasRoom('next', 'known')).toBe(true);
});

test('an operation takes as much room as those of its kind before it: one that searches calls more often', () => {
  const load = open(50);
  for (let operation = 0; operation < 100; operation += 1) {
    const share = load.begin('somebody', 'search');
    for (let call = 0; call < 5; call += 1) share.called();
    share.end();
  }
  expect(fill(load, 'search')).toHaveLength(8);
  expect(load.hasRoom('newcomer', 'known')).toBe(false);
});

test('the last quarter of the room is for those who have nothing under way', () => {
  const load = open(50);
  let greedy = 0;
  for (; load.hasRoom('greedy', 'known'); greedy += 1) load.begin('greedy', 'known');
  expect(greedy).toBe(30);
  expect(fill(load)).toHaveLength(10);
});

test('whoever needs several agencies begins at all of them or at none, and is told when the slowest has time', () => {
  const [calm, full] = [open(50), open(2_000)];
  fill(full);
  const loads = new Map([
    ['calm', calm],
    ['full', full],
  ]);
  expect(() => beginAtAll(loads, 'somebody', 'known')).toThrow(
    expect.objectContaining({ code: 'OVERLOADED', httpStatus: 503, retryAfterSeconds: 2 }),
  );
  expect(calm.wait).toBe(0);
});

test('for an agency that is spared nobody waits', () => {
  const load = open(2_000);
  fill(load);
  isSpared = true;
  expect(load.hasRoom('somebody', 'known')).toBe(true);
});
