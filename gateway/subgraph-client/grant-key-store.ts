import type { JWK } from 'jose';

/** One key pair, as it is kept. */
export interface KeptGrantKey {
  /** ISO instant. Its age says what it is for: `grant-keys.ts`. */
  readonly madeAt: string;
  /** With the private part. */
  readonly jwk: JWK;
}

/**
 * Where the keys are kept that grants are signed with. Gateways that share a store sign with the same keys and publish the
 * same list, so that any agency takes a grant of any of them at any moment of a rotation.
 */
export interface GrantKeyStore {
  /** Newest first; none where none was ever made. */
  read(): Promise<readonly KeptGrantKey[]>;
  /** Puts these in place of those; `overtaken`: other keys are kept by now, and nothing of ours is. */
  replace(before: readonly KeptGrantKey[], keys: readonly KeptGrantKey[]): Promise<'kept' | 'overtaken'>;
}
