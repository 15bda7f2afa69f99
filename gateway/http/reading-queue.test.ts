import { Overloaded } from './concurrency-limiter';
import { createReadingQueue } from './reading-queue';

const round = (): Promise<void> => new Promise((next) => setImmediate(next));

test('one new text is read in a round of the event loop, and whoever sends one waits behind one of many', async () => {
  const { turn } = createReadingQueue(10);
  const read: string[] = [];
  for (const name of ['flood 1', 'flood 2', 'flood 3', 'other 1'])
    void turn(name.split(' ')[0]!).then(() => read.push(name));
  const rounds: string[][] = [];
  for (let at = 0; at < 5; at += 1) {
    await Promise.resolve();
    rounds.push(read.splice(0));
    await round();
  }
  expect(rounds).toEqual([['flood 1'], ['flood 2'], ['other 1'], ['flood 3'], []]);
});

test('where too many wait, the last of whoever has most of them is sent away', async () => {
  const { turn } = createReadingQueue(2);
  const ended = await Promise.allSettled([turn('flood'), turn('flood'), turn('flood'), turn('other')]);
  expect(ended.map((one) => (one.status === 'rejected' ? one.reason : 'read'))).toEqual([
    'read',
    'read',
    expect.any(Overloaded),
    'read',
  ]);
});
