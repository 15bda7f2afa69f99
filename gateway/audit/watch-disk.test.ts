import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type DiskWatch, watchDisk } from './watch-disk';

let directory: string;
let watch: DiskWatch;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'disk-'));
  watch = watchDisk(directory, 5_000, 10);
});
afterEach(() => {
  watch.close();
  rmSync(directory, { recursive: true, force: true });
});
const until = async (writable: boolean): Promise<void> => {
  while (watch.isWritable() !== writable) await wait(5);
};

test('a disk that cannot be written is told of while nobody writes, and so is that it can be again', async () => {
  expect(watch.isWritable()).toBe(true);
  rmSync(directory, { recursive: true });
  await until(false);
  await mkdir(directory);
  await until(true);
});

test('a write of the record that failed is told of at once, until a look finds the disk well', async () => {
  watch.note(false);
  expect(watch.isWritable()).toBe(false);
  await until(true);
});
