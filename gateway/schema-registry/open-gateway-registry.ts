import { join } from 'node:path';
import type { Config } from '../config';
import { loadProtocols, type NamedText } from '../policy/read/load-protocols';
import { openFileStore } from './file-store';
import { openRegistry, type Prepared, type Registry, type RegistryParts, type VersionToPrepare } from './open-registry';
import { isComposedFrom, subgraphsOf } from './published-set';
import type { SchemaCheckResult } from './schema-check';
import { type SchemaCheck, startSchemaCheck } from './schema-check-client';
import type { SchemaFolder } from './schema-folder';
import type { RegistryStore } from './version-record';

export interface GatewayRegistry {
  readonly registry: Registry;
  readonly store: RegistryStore;
  readonly schemaCheck: SchemaCheck;
  /** Checks without publishing: what somebody would publish, beside what is published now. */
  readonly check: RegistryParts['schemaCheck'];
}

/** In development the thread stays: whoever edits an SDL sees it within two seconds. */
const STAYS_MS = 2_147_483_647;

/** The registry as files in the data directory, founded from `schema/`. */
export async function openGatewayRegistry(options: {
  readonly config: Pick<Config, 'dataDirectory' | 'development' | 'followFiles'>;
  readonly files: SchemaFolder;
  readonly operations: readonly (readonly [string, string])[];
  readonly prepare: (version: VersionToPrepare) => Promise<Prepared>;
  /** Whether somebody may be waiting for an answer. */
  readonly isServing: () => boolean;
  readonly now: () => Date;
}): Promise<GatewayRegistry> {
  const { files, config, now, isServing } = options;
  const schemaCheck = startSchemaCheck(undefined, config.followFiles ? STAYS_MS : undefined);
  const check: RegistryParts['schemaCheck'] = async (change) => {
    const sharedSdl = files.sharedSdl();
    return (
      asCommitted(change, files.supergraph(), sharedSdl) ??
      schemaCheck.run({
        ...change,
        sharedSdl,
        ownership: files.ownership(),
        operations: options.operations,
        development: config.development,
      })
    );
  };
  const store = await openFileStore(join(config.dataDirectory, 'registry'));
  const registry = openRegistry({
    store,
    schemaCheck: check,
    ownership: files.ownership,
    protocolVersion: (texts: readonly NamedText[]) => loadProtocols(now, texts).version,
    // Read on the thread that checks where somebody is being answered meanwhile.
    prepare: async (version) =>
      options.prepare({
        ...version,
        read: version.read ?? (isServing() ? await schemaCheck.read(version.supergraphSdl) : null),
      }),
    now,
  });
  return { registry, store, schemaCheck, check };
}

/** The first version, where the committed supergraph was composed from these very files: `npm run check` has checked it. */
function asCommitted(
  { agencies, before }: Parameters<RegistryParts['schemaCheck']>[0],
  supergraphSdl: string | null,
  sharedSdl: string,
): SchemaCheckResult | null {
  if (before !== null || supergraphSdl === null) return null;
  if (!isComposedFrom(supergraphSdl, subgraphsOf(agencies, sharedSdl))) return null;
  return { findings: [], supergraphSdl, read: null, changes: [], openings: [], documents: [], milliseconds: 0 };
}
