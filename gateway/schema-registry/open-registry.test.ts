import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordAfter } from './add-until-killed';
import { openFileRegistryStore } from './file-registry-store';
import { openRegistry, type RegistryParts } from './open-registry';
import type { VersionRecord } from './version-record';

test('the log of many versions lists the folder once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'family-view-registry-'));
  const store = await openFileRegistryStore(folder);
  let before: VersionRecord | null = null;
  for (const text of ['one', 'two', 'three', 'four']) {
    before = recordAfter(before, text);
    await store.add(before, [text]);
  }

  const newest = jest.fn(store.newest);
  const log = await openRegistry({ store: { ...store, newest } } as unknown as RegistryParts).log();
  expect(log.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  expect(newest).toHaveBeenCalledTimes(1);
  await rm(folder, { recursive: true });
});
