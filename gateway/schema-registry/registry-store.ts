import type { AgencySubgraph } from './published-set';
import type { VersionRecord } from './version-record';

/**
 * Where versions are kept. A store promises: a version is there whole or not at all, is never changed, and of two that
 * would be the next only one becomes it.
 */
export interface RegistryStore {
  /** Names this registry, so that what is signed for it is signed for no other. */
  readonly id: string;
  /** Number of the newest version; 0 where there is none. */
  newest(): Promise<number>;
  /** @throws {RegistryDamaged} */
  read(version: number): Promise<VersionRecord>;
  /** @throws {RegistryDamaged} where it is not there, or its text is another. */
  text(hash: string): Promise<string>;
  /** `overtaken`: somebody else has added that version first; nothing of ours is there. */
  add(record: VersionRecord, texts: readonly string[]): Promise<'added' | 'overtaken'>;
  /** What agencies try beside what they publish. */
  staged(): Promise<readonly AgencySubgraph[]>;
  /** In the place of what the agency tried before. */
  stage(subgraph: AgencySubgraph): Promise<void>;
  unstage(agency: string): Promise<void>;
  /** False where it was used before. */
  useNonce(nonce: string): Promise<boolean>;
}
