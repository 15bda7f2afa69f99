import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFileRegistryStore } from '../schema-registry/file-registry-store';
import { openPostgresRegistryStore } from '../schema-registry/postgres-registry-store';
import type { RegistryStore } from '../schema-registry/registry-store';
import type { Postgres } from '../shared/postgres';
import { createFileStopStore, stopsFile } from '../stops/file-stop-store';
import type { StopEntry, StopStore } from '../stops/types';
import { openFileGrantKeyStore } from '../subgraph-client/file-grant-key-store';
import type { GrantKeyStore } from '../subgraph-client/grant-key-store';
import { isShared, sharedMark } from './shared-mark';

/**
 * Takes what a gateway kept in files into the database that it shares from now on, so that nothing that was stopped opens
 * again and nothing that was published is lost: the registry and grant keys where the database has none, and every stop
 * that it does not have. Safe to run at every start.
 */
export async function carryOver(
  dataDirectory: string,
  postgres: Postgres,
  stores: { readonly grantKeys: GrantKeyStore; readonly stops: StopStore },
): Promise<void> {
  await carryStops(createFileStopStore(stopsFile(dataDirectory)), stores.stops);
  if (isShared(dataDirectory)) return;
  if (existsSync(join(dataDirectory, 'grant-keys.json')) && (await stores.grantKeys.read()).length === 0)
    await stores.grantKeys.replace([], await openFileGrantKeyStore(dataDirectory).read());
  const registry = join(dataDirectory, 'registry');
  if (existsSync(registry)) await carryRegistry(await openFileRegistryStore(registry), postgres);
  writeFileSync(sharedMark(dataDirectory), 'What this gateway kept here is in the database of DATABASE_URL.\n');
}

async function carryStops(from: StopStore, to: StopStore): Promise<void> {
  const kept = new Set((await to.read()).map(nameOf));
  for (const entry of await from.read()) if (!kept.has(nameOf(entry))) await to.add(entry);
}

const nameOf = (entry: StopEntry): string =>
  `${entry.entry} ${entry.entry === 'STOP' ? entry.stop.reference : entry.lift.reference}`;

async function carryRegistry(from: RegistryStore, postgres: Postgres): Promise<void> {
  // What is signed for the registry names it: where there is none yet, it goes on under its name.
  const to = await openPostgresRegistryStore(postgres, from.id);
  if (to.id !== from.id) return;
  const newest = await from.newest();
  for (let version = (await to.newest()) + 1; version <= newest; version += 1) {
    const record = await from.read(version);
    const hashes = [
      record.supergraph,
      ...record.agencies.map(({ sdl }) => sdl),
      ...record.protocols.map(({ text }) => text),
    ];
    await to.add(record, await Promise.all(hashes.map((hash) => from.text(hash))));
  }
  for (const subgraph of await from.staged()) await to.stage(subgraph);
}
