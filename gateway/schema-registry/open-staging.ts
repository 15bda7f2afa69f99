import { FamilyViewError } from '../errors';
import type { PublishedVersion, Registry, RegistryParts, VersionToPrepare } from './open-registry';
import type { AgencySubgraph } from './published-set';
import type { RegistryStore } from './registry-store';
import type { SchemaCheckResult } from './schema-check';
import type { Signed } from './signed-statement';
import { sha256 } from './version-record';

export type StageOutcome =
  | { readonly kind: 'staged'; readonly agencies: readonly string[]; readonly checkResult: SchemaCheckResult }
  /** It is what is published: nothing of this agency is tried any more. */
  | { readonly kind: 'cleared' }
  | { readonly kind: 'refused'; readonly checkResult: SchemaCheckResult };

/** What agencies would publish, tried beside what they do: the staging supergraph. */
export interface Staging {
  /** Judged and signed as a publish is; served in its own place, and to nobody else. */
  stage(signed: Signed, sdl: string): Promise<StageOutcome>;
  /** Builds it again over the version that is live now. What does not fit any more is no longer tried. */
  refresh(): Promise<void>;
  /** Agencies whose change is tried. */
  staged(): Promise<readonly string[]>;
  /** What is served in staging; null where nothing is. */
  tried(): VersionToPrepare | null;
}

class StagedSdlDiffers extends FamilyViewError {
  constructor() {
    super('The SDL that came is not the one that was signed. Send both together.', {
      code: 'BAD_REGISTRY_REQUEST',
      httpStatus: 400,
    });
  }
}

export function openStaging(parts: {
  readonly registry: Pick<Registry, 'admit' | 'newest'>;
  readonly store: RegistryStore;
  readonly schemaCheck: RegistryParts['schemaCheck'];
  /** Serves it, in the place of whatever was tried before; null: nothing is tried. */
  readonly serve: (version: VersionToPrepare | null) => Promise<void>;
  readonly tell: (sentence: string) => void;
}): Staging {
  const { registry, store } = parts;
  let served: VersionToPrepare | null = null;
  const serveNow = async (version: VersionToPrepare | null): Promise<void> => {
    await parts.serve(version);
    served = version;
  };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
  const over = (base: readonly AgencySubgraph[], tried: readonly AgencySubgraph[]): readonly AgencySubgraph[] => [
    ...base.filter(({ name }) => !tried.some((one) => one.name === name)),
    ...tried,
  ];
  const checked = (current: PublishedVersion, agencies: readonly AgencySubgraph[], changed: readonly string[]) =>
    parts.schemaCheck({
      agencies,
      changed,
      protocols: current.protocols,
      before: current.supergraphSdl,
      breaking: 'TOLD',
    });
  const serve = (
    current: PublishedVersion,
    agencies: readonly AgencySubgraph[],
    { supergraphSdl, read }: SchemaCheckResult,
  ) => serveNow({ agencies, protocols: current.protocols, supergraphSdl: supergraphSdl!, read });

  async function refreshNow(): Promise<void> {
    const current = await registry.newest();
    const tried = await store.staged();
    if (!current || tried.length === 0) return serveNow(null);
    const isLive = ({ name, sdl, url }: AgencySubgraph): boolean =>
      current.agencies.some((one) => one.name === name && one.sdl === sdl && (url === null || one.url === url));
    for (const one of tried.filter(isLive)) await store.unstage(one.name);
    const left = tried.filter((one) => !isLive(one));
    if (left.length === 0) return serveNow(null);
    const agencies = over(current.agencies, left);
    const checkResult = await checked(
      current,
      agencies,
      left.map(({ name }) => name),
    );
    if (checkResult.supergraphSdl !== null) return serve(current, agencies, checkResult);
    for (const { name } of left) await store.unstage(name);
    parts.tell(
      `What ${left.map(({ name }) => name).join(', ')} tried in staging no longer fits what is published: stage it again.`,
    );
    await serveNow(null);
  }

  return {
    refresh: () => inTurn(refreshNow),
    staged: async () => (await store.staged()).map(({ name }) => name),
    tried: () => served,
    async stage(signed, sdl) {
      await registry.admit(signed, 'stage');
      const { agency, url, sdl: hash } = signed.statement;
      if (agency === null || hash !== sha256(sdl)) throw new StagedSdlDiffers();
      return inTurn(async () => {
        const current = (await registry.newest())!;
        const published = current.agencies.find(({ name }) => name === agency);
        if (published?.sdl === sdl && (url === null || url === published.url)) {
          await store.unstage(agency);
          await refreshNow();
          return { kind: 'cleared' };
        }
        const would = { name: agency, sdl, url: url ?? published?.url ?? null };
        const tried = [...(await store.staged()).filter(({ name }) => name !== agency), would];
        const agencies = over(current.agencies, tried);
        const checkResult = await checked(current, agencies, [agency]);
        if (checkResult.supergraphSdl === null) return { kind: 'refused', checkResult };
        await serve(current, agencies, checkResult);
        await store.stage(would);
        return { kind: 'staged', agencies: tried.map(({ name }) => name), checkResult };
      });
    },
  };
}
