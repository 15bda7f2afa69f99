import { EventEmitter } from 'node:events';
import { pauseAfter, type Supervision, superviseWorkers, type WorkerProcess } from './supervise-workers';

/** A process of which the test says what becomes. */
class Stand extends EventEmitter implements WorkerProcess {
  readonly signals: NodeJS.Signals[] = [];
  constructor(
    readonly worker: number,
    readonly pid: number,
  ) {
    super();
  }
  kill(signal: NodeJS.Signals): void {
    this.signals.push(signal);
  }
  ready(): void {
    this.emit('message', { url: 'http://127.0.0.1:4000' });
  }
  end(code: number | null, signal: NodeJS.Signals | null = null): void {
    this.emit('exit', code, signal);
  }
}

let begun: Stand[];
let lines: { readonly msg: string; readonly [about: string]: unknown }[];
beforeEach(() => {
  jest.useFakeTimers();
  begun = [];
  lines = [];
});
afterEach(() => void jest.useRealTimers());

function supervise(workers: number): Supervision {
  const write = (about: object, msg: string): void => void lines.push({ msg, ...about });
  return superviseWorkers({
    workers,
    begin(worker) {
      const stand = new Stand(worker, 100 + begun.length);
      begun.push(stand);
      return stand;
    },
    log: { info: write, error: write } as Parameters<typeof superviseWorkers>[0]['log'],
  });
}
const newest = (): Stand => begun.at(-1)!;
/** All of them, ready. */
async function started(workers: number): Promise<Supervision> {
  const supervision = supervise(workers);
  begun[0]!.ready();
  await jest.advanceTimersByTimeAsync(0);
  for (const stand of begun.slice(1)) stand.ready();
  expect(await supervision.started).toBe('http://127.0.0.1:4000');
  return supervision;
}

test('the first begins alone, and the others once it is ready', async () => {
  const supervision = supervise(3);
  expect(begun.map(({ worker }) => worker)).toEqual([1]);
  begun[0]!.ready();
  await jest.advanceTimersByTimeAsync(0);
  expect(begun.map(({ worker }) => worker)).toEqual([1, 2, 3]);
  for (const stand of begun.slice(1)) stand.ready();
  await supervision.started;
  expect(lines.map(({ msg, worker }) => [msg, worker])).toEqual([
    ['worker-ready', 1],
    ['worker-ready', 2],
    ['worker-ready', 3],
  ]);
});

test.each([
  ['tells why', (stand: Stand) => stand.emit('message', { fault: 'Port 4000 is in use.' }), 'Port 4000 is in use.'],
  ['says nothing', () => {}, 'It ended with 1.'],
])('a worker that does not start and %s ends the start with its error', async (_what, tell, told) => {
  const supervision = supervise(3);
  tell(begun[0]!);
  begun[0]!.end(1);
  await expect(supervision.started).rejects.toMatchObject({
    code: 'WORKER_NOT_STARTED',
    message: `Worker 1 did not start. ${told}`,
  });
  expect(begun).toHaveLength(1);
});

test('of several that do not start one error is told, and the rest are told to end', async () => {
  const supervision = supervise(3);
  begun[0]!.ready();
  await jest.advanceTimersByTimeAsync(0);
  for (const stand of begun.slice(1)) {
    stand.emit('message', { fault: 'The disk is full.' });
    stand.end(1);
  }
  await expect(supervision.started).rejects.toThrow('Worker 2 did not start. The disk is full.');
  const stopped = supervision.stop();
  expect(begun[0]!.signals).toEqual(['SIGTERM']);
  begun[0]!.end(0);
  expect(await stopped).toBe(true);
});

test('the pause before the next start doubles with each death, up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000].map(pauseAfter)).toEqual([
    250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('one that dies is started again after its pause, with a line that says how it ended', async () => {
  await started(2);
  begun[1]!.end(null, 'SIGKILL');
  expect(lines.at(-1)).toEqual({ msg: 'worker-ended', worker: 2, code: null, signal: 'SIGKILL', againInMs: 250 });
  await jest.advanceTimersByTimeAsync(249);
  expect(begun).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(1);
  expect([begun.length, newest().worker]).toEqual([3, 2]);
  newest().ready();
  expect(lines.at(-1)).toEqual({ msg: 'worker-ready', worker: 2, pid: 102 });
});

test('one that dies over and over is started ten times in two minutes and no more, and the other goes on', async () => {
  await started(2);
  begun[1]!.end(1);
  for (let ms = 0; ms < 120_000; ms += 250) {
    await jest.advanceTimersByTimeAsync(250);
    if (newest().worker === 2 && newest().listenerCount('exit') > 0) {
      newest().emit('message', { fault: 'The database does not answer.' });
      newest().end(1);
    }
  }
  // After 0.25, 0.5, 1, 2, 4, 8, 16, 30 and 30 seconds.
  expect(begun.filter(({ worker }) => worker === 2)).toHaveLength(1 + 9);
  expect(lines.at(-1)).toMatchObject({ msg: 'worker-ended', fault: 'The database does not answer.' });
  expect(begun[0]!.signals).toEqual([]);
});

test('whoever has answered for a minute begins with the shortest pause again', async () => {
  await started(2);
  for (let time = 0; time < 4; time += 1) {
    newest().end(1);
    await jest.advanceTimersByTimeAsync(30_000);
    newest().ready();
  }
  newest().end(1);
  expect(lines.at(-1)).toMatchObject({ againInMs: 4_000 });
  await jest.advanceTimersByTimeAsync(4_000);
  newest().ready();
  await jest.advanceTimersByTimeAsync(60_000);
  newest().end(1);
  expect(lines.at(-1)).toMatchObject({ againInMs: 250 });
});

test('told to stop, all are told once, none is started again, and it has ended when they have', async () => {
  const supervision = await started(3);
  begun[2]!.end(null, 'SIGSEGV');
  const stopped = supervision.stop();
  let ended: boolean | null = null;
  void stopped.then((well) => {
    ended = well;
  });
  expect(begun.map(({ signals }) => signals)).toEqual([['SIGTERM'], ['SIGTERM'], []]);
  begun[0]!.end(0);
  await jest.advanceTimersByTimeAsync(60_000);
  expect([begun.length, ended]).toEqual([3, null]);
  begun[1]!.end(0);
  expect(await stopped).toBe(true);
});

test('one that does not end well makes the end one that was not', async () => {
  const supervision = await started(2);
  const stopped = supervision.stop();
  begun[0]!.end(0);
  begun[1]!.end(1);
  expect(await stopped).toBe(false);
});

test('stopped while the first begins, nothing more is begun, and the end is a good one', async () => {
  const supervision = supervise(2);
  const stopped = supervision.stop();
  expect(begun[0]!.signals).toEqual(['SIGTERM']);
  begun[0]!.ready();
  await jest.advanceTimersByTimeAsync(0);
  expect(begun).toHaveLength(1);
  begun[0]!.end(0);
  expect(await stopped).toBe(true);
});

test('files are taken again by those that are ready: one that begins would end of the signal', async () => {
  const supervision = await started(2);
  begun[1]!.end(1);
  await jest.advanceTimersByTimeAsync(250);
  supervision.reload();
  expect(begun.map(({ signals }) => signals)).toEqual([['SIGHUP'], [], []]);
});
