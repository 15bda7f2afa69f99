import { groupCommits } from './group-commit';

const never = () => new Promise<void>(() => {});

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
  let promised = false;
  let release = () => {};
  const commits = groupCommits(
    () =>
      new Promise((resolve) => {
        release = resolve;
      }),
    1_000,
  );
  const write = commits.write('a').then(() => {
    promised = true;
  });
  await new Promise((later) => setTimeout(later, 50));
  expect(promised).toBe(false);
  release();
  await write;
});

test('a disk that does not answer refuses everyone who waits, and who comes after, within its patience', async () => {
  const commits = groupCommits(never, 40);
  const first = commits.write('a');
  const waiting = new Promise((turn) => setImmediate(turn)).then(() => commits.write('b'));
  const started = performance.now();
  await expect(first).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  await expect(waiting).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  await expect(commits.write('c')).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  expect(performance.now() - started).toBeLessThan(1_000);
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
