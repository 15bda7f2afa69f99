import type { Config } from '../config';
import { FamilyViewError } from '../errors';
import { loadProtocols, type NamedText } from '../policy/read/load-protocols';
import { type GatewayRegistry, openGatewayRegistry } from '../schema-registry/open-gateway-registry';
import type { Prepared, VersionToPrepare } from '../schema-registry/open-registry';
import { openStaging, type Staging } from '../schema-registry/open-staging';
import { inRegistryOrder } from '../schema-registry/published-set';
import type { RegistryStore } from '../schema-registry/registry-store';
import type { SchemaFolder } from '../schema-registry/schema-folder';
import { followChanges, reloadFiles } from '../schema-registry/watch-schema-files';
import { buildLive, type LiveParts } from './build-live';
import { createSupergraphManager, type LiveVersion, type SupergraphManager } from './supergraph-manager';

export interface ServedVersions {
  readonly versions: SupergraphManager;
  /** None where the gateway was given one supergraph to serve, and no other. */
  readonly registryParts: GatewayRegistry | null;
  /** Changes that are tried before they are published; null where that is not done here. */
  readonly staged: { readonly versions: SupergraphManager; readonly staging: Staging } | null;
  /** Takes `schema/` again: the protocols, and the agencies' SDL where files are followed. */
  reloadFiles(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  readonly config: Config;
  readonly files: SchemaFolder;
  /** In place of those in the folder. */
  readonly protocols?: readonly NamedText[];
  /** Where the registry keeps versions; opened where there is a registry. */
  readonly registryStore: () => Promise<RegistryStore>;
  /** Served as it is, without a registry. */
  readonly supergraphSdl?: string;
  readonly operations: readonly (readonly [string, string])[];
  readonly live: Omit<LiveParts, 'earlierLists'>;
  /** Lines, and breakers, for what is only tried: what is wrong with that takes no agency from live requesters. */
  readonly stagingClients: LiveParts['clients'];
  readonly now: () => Date;
  /** Told in the terminal, or the log: what became of a change. */
  readonly tell: (event: 'version-live' | 'change-refused', sentence: string) => void;
}

/** Ids of today may have been sealed under so many lists of agencies before this one. */
const LISTS_KEPT = 8;

/** Opens the registry, builds its newest version, and goes on to the next whenever there is one. */
export async function startSupergraph(options: Options): Promise<ServedVersions> {
  const { config, now, live } = options;
  const versions = createSupergraphManager(live.onFault);
  const lists: (readonly string[])[] = [];
  const remember = (agencies: readonly string[]): void => {
    const others = lists.filter((list) => list.join() !== agencies.join());
    lists.splice(0, lists.length, agencies, ...others.slice(0, LISTS_KEPT - 1));
  };
  const build = (version: VersionToPrepare, clients = live.clients): Promise<LiveVersion> => {
    const protocol = loadProtocols(now, version.protocols);
    return buildLive({ ...live, clients, earlierLists: () => lists }, { ...version, protocol });
  };
  const prepare = async (version: VersionToPrepare): Promise<Prepared> => {
    const next = await build(version);
    return {
      goLive() {
        versions.goLive(next);
        remember(inRegistryOrder(version.agencies).map(({ name }) => name));
      },
      drop: next.close,
    };
  };
  const files = options.protocols
    ? { ...options.files, protocols: () => options.protocols!, protocolVersions: () => ({}) }
    : options.files;
  if (options.supergraphSdl !== undefined) {
    const agencies = files.agencies().filter(({ name }) => config.agencies.has(name));
    const version = { supergraphSdl: options.supergraphSdl, agencies, protocols: files.protocols(), read: null };
    (await prepare(version)).goLive();
    return { versions, registryParts: null, staged: null, reloadFiles: async () => {}, close: versions.close };
  }

  const registryParts = openGatewayRegistry({
    config,
    store: await options.registryStore(),
    files,
    operations: options.operations,
    prepare,
    usage: live.gateway.audit.usage,
    onFault: live.onFault,
    isServing: () => versions.live !== null,
    now,
  });
  const { registry } = registryParts;
  try {
    for (const { agencies } of (await registry.log()).slice(-LISTS_KEPT))
      remember(inRegistryOrder(agencies.map((one) => ({ ...one, sdl: '' }))).map(({ name }) => name));
    await reloadFiles(registry, files, config.followFiles);
    await registry.catchUp();
  } catch (cause) {
    await registryParts.schemaCheck.close();
    throw cause;
  }

  const tried = createSupergraphManager(live.onFault);
  const staging = openStaging({
    ...registryParts,
    schemaCheck: registryParts.check,
    serve: async (version) => tried.goLive(version && (await build(version, options.stagingClients))),
    tell: (sentence) => options.tell('change-refused', sentence),
  });
  if (config.staging && (await staging.staged()).length > 0) void staging.refresh().catch(live.onFault);

  // Whoever edits first would wait for the thread to load all that it composes with.
  const newest = await registry.newest();
  if (config.followFiles && newest) void registryParts.schemaCheck.read(newest.supergraphSdl).catch(() => {});

  let lastTold = '';
  const told = async (work: () => Promise<string | null>): Promise<void> => {
    try {
      const sentence = await work();
      if (sentence !== null) options.tell('version-live', sentence);
      lastTold = '';
    } catch (fault) {
      const sentence = fault instanceof Error ? fault.message : String(fault);
      // What stays wrong is looked at again and again, and told once.
      if (sentence === lastTold) return;
      lastTold = sentence;
      if (!(fault instanceof FamilyViewError)) live.onFault(fault);
      options.tell('change-refused', sentence);
    }
  };
  const take = (): Promise<void> =>
    told(async () => {
      const outcome = await reloadFiles(registry, files, config.followFiles);
      return outcome.kind === 'added' ? `schema/ is live as version ${outcome.record.version}.` : null;
    });
  const following = followChanges({
    files: config.followFiles && !options.protocols ? files : null,
    reloadFiles: take,
    catchUp: () =>
      told(async () => {
        if (!(await registry.catchUp())) return null;
        if (config.staging) await staging.refresh();
        return `Version ${(await registry.newest())?.record.version} is live.`;
      }),
  });
  return {
    versions,
    registryParts,
    staged: config.staging ? { versions: tried, staging } : null,
    reloadFiles: take,
    async close() {
      await following.close();
      await registryParts.schemaCheck.close();
      await tried.close();
      await versions.close();
    },
  };
}
