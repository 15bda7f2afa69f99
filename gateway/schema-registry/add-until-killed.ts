/** A program for `file-registry-store.test.ts`: adds versions without end and prints each one's number once it was promised. */
import { writeSync } from 'node:fs';
import { openFileRegistryStore } from './file-registry-store';
import { sha256, type VersionRecord, writeRecord } from './version-record';

/** Big enough that it is often half written when the process ends. */
const FILLER = 'type T { a: Int }\n'.repeat(20_000);

export function recordAfter(before: VersionRecord | null, text: string): VersionRecord {
  return {
    version: (before?.version ?? 0) + 1,
    kind: 'PUBLISHED',
    at: new Date().toISOString(),
    by: 'housing',
    changed: ['housing'],
    agencies: [{ name: 'housing', sdl: sha256(text), url: null }],
    supergraph: sha256(text),
    protocol: 'best-start:2',
    protocols: [],
    files: {},
    rolledBackTo: null,
    signed: null,
    previous: before ? sha256(writeRecord(before)) : null,
  };
}

async function addOn(folder: string): Promise<void> {
  const store = await openFileRegistryStore(folder);
  for (let at = 0; ; at += 1) {
    const newest = await store.newest();
    const text = `# ${process.pid} ${at}\n${FILLER}`;
    const record = recordAfter(newest === 0 ? null : await store.read(newest), text);
    if ((await store.add(record, [text])) === 'added') writeSync(1, `${record.version}\n`);
  }
}

if (require.main === module) void addOn(process.argv[2] ?? '');
