import { FamilyViewError } from '../errors';
import type { Published } from '../linkage/linkage-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import { columnsOf, whoMay } from '../policy/explain/who-may';
import type { GatewayRegistry } from '../schema-registry/open-gateway-registry';
import type { PublishedVersion } from '../schema-registry/open-registry';
import type { Staging } from '../schema-registry/open-staging';
import type { Comparison } from '../schema-registry/version-diff';
import { sha256, type VersionRecord } from '../schema-registry/version-record';
import type { CacheSection } from '../shared/cache-budget';
import { heapBytes } from '../shared/heap-bytes';

/** Where versions are kept and tried. */
export interface KeptVersions {
  readonly registryParts: Pick<GatewayRegistry, 'registry'>;
  readonly staging: Staging | null;
  readonly compare: Compare;
}

/** Changes that cannot be told: no such version, or none to compare it with. */
class NothingToCompare extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'BAD_USER_INPUT', httpStatus: 400 });
  }
}

const MOST_VERSIONS = 20;

/** What the agencies publish, and what a version or staging changes. Open under `gateway:sharing` alone. */
export function resolvePublished(
  kept: KeptVersions | null,
  served: { readonly supergraph: string; readonly protocol: CompiledProtocol },
): Published {
  return {
    async published() {
      if (kept === null) return null;
      const { registryParts, staging } = kept;
      const log = (await registryParts.registry.log()).toReversed();
      return {
        served: log.find((one) => isServed(one, served)) ?? null,
        versions: log.slice(0, MOST_VERSIONS),
        staged: (await staging?.staged()) ?? [],
      };
    },
    async publishedChanges(version) {
      if (kept === null) throw new NothingToCompare('This gateway serves one supergraph, and keeps no versions.');
      const { before, after, changed } = version === null ? await staged(kept) : await ofVersion(kept, version);
      const found = await kept.compare(before, after);
      const columns = columnsOf(served.protocol);
      return {
        changed,
        opened: found.opened.map(({ stream, fields }) => ({
          stream,
          agency: stream.split(':')[0],
          label: served.protocol.stream(stream)?.label ?? null,
          detail: served.protocol.stream(stream)?.detail ?? null,
          fields,
          shared: whoMay(stream, columns),
        })),
        went: found.went,
        moved: found.changes.filter(({ criticality }) => criticality === 'RULE').map(({ message }) => message),
        sentences: found.changes.map(({ message }) => message),
        agreements: found.agreements,
      };
    },
  };
}

type Texts = Pick<PublishedVersion, 'supergraphSdl' | 'protocols'>;
interface Change {
  readonly before: Texts;
  readonly after: Texts;
  readonly changed: readonly string[];
}

async function ofVersion({ registryParts: { registry } }: KeptVersions, number: number): Promise<Change> {
  if (number < 2)
    throw new NothingToCompare('Version 1 is the first: there is none before it. Ask for a version from 2 on.');
  const after = await registry.version(number);
  return { before: await registry.version(number - 1), after, changed: after.record.changed };
}

async function staged({ registryParts: { registry }, staging }: KeptVersions): Promise<Change> {
  // A gateway that has just begun, or was told of it by another, may not serve it yet.
  if (staging?.tried() === null && (await staging.staged()).length > 0) await staging.refresh();
  const [before, after] = [await registry.newest(), staging?.tried() ?? null];
  if (!before || after === null) throw new NothingToCompare('No agency tries a change in staging.');
  return { before, after, changed: await staging!.staged() };
}

export type Compare = (before: Texts, after: Texts) => Promise<Comparison>;

/** Versions never change: what differs between two is worked out once, by a digest of all that both say. */
export function diffOnce({ compare }: Pick<GatewayRegistry['schemaCheck'], 'compare'>, caches: CacheSection): Compare {
  const known = caches.open<Comparison>('comparisons', { bytesOf: heapBytes });
  const underWay = new Map<string, Promise<Comparison>>();
  return (...both) => {
    const [before, after] = both.map(({ supergraphSdl, protocols }) => ({ supergraphSdl, protocols }));
    const name = sha256(JSON.stringify([before, after]));
    const found = known.get(name) ?? underWay.get(name);
    if (found) return Promise.resolve(found);
    const comparing = compare(before!, after!).finally(() => underWay.delete(name));
    underWay.set(name, comparing);
    comparing.then((comparison) => known.set(name, comparison)).catch(() => {});
    return comparing;
  };
}

const isServed = (
  { supergraph, protocol }: VersionRecord,
  served: { readonly supergraph: string; readonly protocol: CompiledProtocol },
): boolean => supergraph.startsWith(served.supergraph) && protocol === served.protocol.version;
