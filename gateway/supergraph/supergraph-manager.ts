import { FamilyViewError } from '../errors';
import type { GraphqlEndpoint } from '../http/graphql-endpoint';
import type { SchemaTeller } from '../http/schema-download';
import type { RolePurposes } from '../identity/authenticate';
import type { AgencyClient } from '../subgraph-client/agency-client';

/** One version, ready to answer. */
export interface LiveVersion {
  readonly graphql: GraphqlEndpoint;
  readonly named: { readonly supergraph: string; readonly protocol: string };
  /** The purposes that each role may state under its protocol. */
  readonly roles: RolePurposes;
  /** What an entry may ask, as SDL. */
  readonly schemaFor: SchemaTeller['schemaFor'];
  readonly clients: ReadonlyMap<string, AgencyClient>;
  /** Frees what it holds, once nobody is being answered by it. */
  close(): Promise<void>;
}

/** A request's hold on the version that it is answered by, from its token to its last byte. */
export interface Lease {
  readonly version: LiveVersion;
  leave(): void;
}

/** Who enters is answered by the version of that moment, to the end; a version that is replaced closes when the last has left. */
export interface SupergraphManager {
  readonly live: LiveVersion | null;
  enter(): Lease;
  /** Null: nothing is answered any more. */
  goLive(next: LiveVersion | null): void;
  /** Closes what is live; versions that are still leaving close by themselves. */
  close(): Promise<void>;
}

/** Nothing stands there to answer: a staging supergraph that nobody has put anything in. */
export class NothingServed extends FamilyViewError {
  constructor() {
    super('Nothing is staged. Stage a change with familyview subgraph publish --stage.', {
      code: 'NOTHING_STAGED',
      httpStatus: 404,
    });
  }
}

export function createSupergraphManager(onFault: (fault: unknown) => void): SupergraphManager {
  const inside = new Map<LiveVersion, number>();
  const closing = new Set<Promise<void>>();
  let live: LiveVersion | null = null;
  const closeIfLeft = (version: LiveVersion): void => {
    if (version === live || inside.get(version) !== 0) return;
    inside.delete(version);
    const ended: Promise<void> = version
      .close()
      .catch(onFault)
      .finally(() => closing.delete(ended));
    closing.add(ended);
  };
  return {
    get live() {
      return live;
    },
    enter() {
      if (!live) throw new NothingServed();
      const version = live;
      inside.set(version, inside.get(version)! + 1);
      let left = false;
      return {
        version,
        leave() {
          if (left) return;
          left = true;
          inside.set(version, inside.get(version)! - 1);
          closeIfLeft(version);
        },
      };
    },
    goLive(next) {
      const before = live;
      live = next;
      if (next) inside.set(next, 0);
      if (before) closeIfLeft(before);
    },
    async close() {
      await Promise.all([...closing, ...[...inside.keys()].map((version) => version.close())]);
      inside.clear();
    },
  };
}
