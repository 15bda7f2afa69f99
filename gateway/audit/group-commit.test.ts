import { groupCommits } from './group-commit';

const never = () => new Promise<void>(() => {});
afterEach(() => jest.useRealTimers());

test('what arrives in one turn is one commit; what arrives while the disk is busy is the next', async () => {
  const groups: number[] = [];
  let release = () => {};
  const commits = groupCommits((records) => {
    groups.push(records.length);
    return new Promise((resolve) => {
      release = resolve;
    });
  }, 1_000);
  const first = Promise.all([commits.write('a'), commits.write('b')]);
  await new Promise((turn) => setImmediate(turn));
  const second = Promise.all([commits.write('c'), commits.write('d'), commits.write('e')]);
  release();
  await first;
  await new Promise((turn) => setImmediate(turn));
  release();
  await second;
  expect(groups).toEqual([2, 3]);
});

test('a record is not promised before its commit has ended', async () => {
  let written: Promise<unknown> = Promise.resolve();
  const order: string[] = [];
  let release = () => {};
  const committing = new Promise<void>((begun) => {
    const commits = groupCommits(() => {
      begun();
      return new Promise((resolve) => {
        release = resolve;
      });
    }, 1_000);
    written = commits.write('a').then(() => order.push('promised'));
  });
  await committing;
  await new Promise((turn) => setImmediate(turn));
  order.push('committed');
  release();
  await written;
  expect(order).toEqual(['committed', 'promised']);
});

test('a disk that does not answer refuses everyone who waits, and who comes after, within its patience', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  const commits = groupCommits(never, 40);
  const refused: string[] = [];
  const write = (record: string) => commits.write(record).catch(({ code }) => refused.push(`${record} ${code}`));
  const first = write('a');
  await new Promise((turn) => setImmediate(turn));
  const waiting = write('b');
  await jest.advanceTimersByTimeAsync(39);
  expect(refused).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  await Promise.all([first, waiting, write('c')]);
  expect(refused).toEqual(['a', 'b', 'c'].map((record) => `${record} AUDIT_UNAVAILABLE`));
});

test('a commit that fails refuses its own records and no others', async () => {
  const commits = groupCommits(
    (records) => (records.includes('bad') ? Promise.reject(new Error('disk')) : Promise.resolve()),
    1_000,
  );
  await expect(commits.write('bad')).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  await commits.write('good');
  await commits.close();
});
