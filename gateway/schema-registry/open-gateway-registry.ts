import { join } from 'node:path';
import type { Config } from '../config';
import { loadProtocols, type NamedText } from '../policy/read/load-protocols';
import { openFileStore } from './file-store';
import { openRegistry, type Prepared, type Registry, type RegistryParts, type VersionToPrepare } from './open-registry';
import { isComposedFrom, subgraphsOf } from './published-set';
import type { Judgement } from './schema-check';
import { type Judge, startJudge } from './schema-check-client';
import type { SchemaFolder } from './schema-folder';
import type { RegistryStore } from './version-record';

export interface HouseRegistry {
  readonly registry: Registry;
  readonly store: RegistryStore;
  readonly judge: Judge;
  /** Judges without publishing: what somebody would publish, beside what is published now. */
  readonly check: RegistryParts['judge'];
}

/** In development the thread stays: whoever edits an SDL sees it within two seconds. */
const STAYS_MS = 2_147_483_647;

/** The registry as files in the data directory, founded from `schema/`. */
export async function openHouseRegistry(options: {
  readonly config: Pick<Config, 'dataDirectory' | 'development' | 'followFiles'>;
  readonly files: SchemaFolder;
  readonly operations: readonly (readonly [string, string])[];
  readonly prepare: (version: VersionToPrepare) => Promise<Prepared>;
  /** Whether somebody may be waiting for an answer. */
  readonly isServing: () => boolean;
  readonly now: () => Date;
}): Promise<HouseRegistry> {
  const { files, config, now, isServing } = options;
  const judge = startJudge(undefined, config.followFiles ? STAYS_MS : undefined);
  const check: RegistryParts['judge'] = async (change) => {
    const sharedSdl = files.sharedSdl();
    return (
      asCommitted(change, files.supergraph(), sharedSdl) ??
      judge.judge({
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
    judge: check,
    ownership: files.ownership,
    protocolVersion: (texts: readonly NamedText[]) => loadProtocols(now, texts).version,
    // Read on the thread that judges where somebody is being answered meanwhile.
    prepare: async (version) =>
      options.prepare({
        ...version,
        read: version.read ?? (isServing() ? await judge.read(version.supergraphSdl) : null),
      }),
    now,
  });
  return { registry, store, judge, check };
}

/** The first version, where the committed supergraph was composed from these very files: `npm run check` has judged it. */
function asCommitted(
  { agencies, before }: Parameters<RegistryParts['judge']>[0],
  supergraphSdl: string | null,
  sharedSdl: string,
): Judgement | null {
  if (before !== null || supergraphSdl === null) return null;
  if (!isComposedFrom(supergraphSdl, subgraphsOf(agencies, sharedSdl))) return null;
  return { findings: [], supergraphSdl, read: null, changes: [], openings: [], documents: [], milliseconds: 0 };
}
