import { join } from 'node:path';
import type { Config } from './config';
import type { Judgement } from './judge-change';
import { loadProtocols, type NamedText } from './load-protocols';
import { isComposedFrom, subgraphsOf } from './published-set';
import { openFileStore } from './registry/file-store';
import {
  openRegistry,
  type Prepared,
  type PublishedVersion,
  type Registry,
  type RegistryParts,
} from './registry/open-registry';
import type { SchemaFolder } from './schema-folder';
import { type Judge, startJudge } from './start-judge';

export interface HouseRegistry {
  readonly registry: Registry;
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
  readonly prepare: (version: Omit<PublishedVersion, 'record'>) => Promise<Prepared>;
  readonly now: () => Date;
}): Promise<HouseRegistry> {
  const { files, config, now } = options;
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
  const registry = openRegistry({
    store: await openFileStore(join(config.dataDirectory, 'registry')),
    judge: check,
    ownership: files.ownership,
    protocolVersion: (texts: readonly NamedText[]) => loadProtocols(now, texts).version,
    prepare: options.prepare,
    now,
  });
  return { registry, judge, check };
}

/** The first version, where the committed supergraph was composed from these very files: `npm run check` has judged it. */
function asCommitted(
  { agencies, before }: Parameters<RegistryParts['judge']>[0],
  supergraphSdl: string | null,
  sharedSdl: string,
): Judgement | null {
  if (before !== null || supergraphSdl === null) return null;
  if (!isComposedFrom(supergraphSdl, subgraphsOf(agencies, sharedSdl))) return null;
  return { findings: [], supergraphSdl, changes: [], openings: [], documents: [], milliseconds: 0 };
}
