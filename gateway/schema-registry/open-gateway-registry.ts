import type { Config } from '../config';
import { loadProtocols, type NamedText } from '../policy/read/load-protocols';
import type { CountUsage } from '../shared/field-usage';
import type { BreakingChange } from './breaking-changes';
import { openRegistry, type Prepared, type Registry, type RegistryParts, type VersionToPrepare } from './open-registry';
import { isComposedFrom, subgraphsOf } from './published-set';
import type { RegistryStore } from './registry-store';
import type { SchemaCheckResult } from './schema-check';
import { type SchemaCheck, startSchemaCheck } from './schema-check-client';
import type { SchemaFolder } from './schema-folder';

export interface GatewayRegistry {
  readonly registry: Registry;
  readonly store: RegistryStore;
  readonly schemaCheck: SchemaCheck;
  /** Checks without publishing: what somebody would publish, beside what is published now. */
  readonly check: RegistryParts['schemaCheck'];
}

/** In development the thread stays: whoever edits an SDL sees it within two seconds. */
const STAYS_MS = 2_147_483_647;

/** How far back it is told who asked for what a change would break. */
const USAGE_DAYS = 30;

/** The registry wherever its versions are kept, founded from `schema/`. */
export function openGatewayRegistry(options: {
  readonly config: Pick<Config, 'development' | 'followFiles'>;
  readonly store: RegistryStore;
  readonly files: SchemaFolder;
  readonly operations: readonly (readonly [string, string])[];
  readonly prepare: (version: VersionToPrepare) => Promise<Prepared>;
  /** Who asked for what the audit names, of late. */
  readonly usage: CountUsage;
  /** Whether somebody may be waiting for an answer. */
  readonly isServing: () => boolean;
  readonly now: () => Date;
  readonly onFault: (fault: unknown) => void;
}): GatewayRegistry {
  const { files, config, store, now, isServing } = options;
  const schemaCheck = startSchemaCheck(undefined, config.followFiles ? STAYS_MS : undefined);
  const check: RegistryParts['schemaCheck'] = async (change) => {
    const sharedSdl = files.sharedSdl();
    const result =
      asCommitted(change, files.supergraph(), sharedSdl) ??
      (await schemaCheck.run({
        ...change,
        sharedSdl,
        ownership: files.ownership(),
        catalogue: files.catalogue(),
        operations: options.operations,
        development: config.development,
      }));
    return { ...result, breaks: await withUsage(result.breaks) };
  };
  /** A change is checked though the audit cannot be read: then it is said that nothing is known. */
  async function withUsage(breaks: readonly BreakingChange[]): Promise<readonly BreakingChange[]> {
    if (breaks.length === 0) return breaks;
    const since = new Date(now().getTime() - USAGE_DAYS * 86_400_000);
    const groups = breaks.map(({ fields }) => fields);
    const usages = await options.usage(groups, since).catch((fault: unknown) => {
      options.onFault(fault);
      return [];
    });
    return breaks.map((change, at) => ({ ...change, usage: change.fields.length > 0 ? (usages[at] ?? null) : null }));
  }
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
  return {
    findings: [],
    supergraphSdl,
    read: null,
    changes: [],
    breaks: [],
    openings: [],
    documents: [],
    milliseconds: 0,
  };
}
