import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  GRANT_ALGORITHM,
  GRANT_ISSUER,
  GRANT_LIFETIME_SECONDS,
  type Grant,
  type GrantSeal,
  type GrantStatement,
} from '@family-view/schema';
import canonicalize from 'canonicalize';
import { CompactSign } from 'jose';
import type { GrantKeys } from './grant-keys';

export type GrantSigner = (statement: Omit<GrantStatement, 'v' | 'salt'>) => Promise<Grant>;

/** What an agency is asked, as the grant is bound to it: SHA-256 of the canonical JSON of `[query, variables]`. */
export function bodyDigest(query: string, variables: Readonly<Record<string, unknown>>): string {
  return digest(canonicalize([query, variables])!);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/**
 * Signs once for all grants of one round: statements that arrive in the same turn share a seal.
 *
 * The seal holds one salted digest per agency, in sorted order and padded with random ones to a multiple of eight, so
 * that an agency can verify its own part and learns neither who else was asked nor how many.
 */
export function createGrantSigner(keys: GrantKeys, now: () => Date): GrantSigner {
  let waiting: {
    readonly text: string;
    readonly resolve: (grant: Grant) => void;
    readonly reject: (cause: unknown) => void;
  }[] = [];

  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      const seal = await sealDigests(
        batch.map(({ text }) => digest(text)),
        keys,
        now(),
      );
      for (const { text, resolve } of batch) resolve({ statement: text, seal });
    } catch (cause) {
      for (const { reject } of batch) reject(cause);
    }
  };

  return (statement) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify({
        v: 1,
        ...statement,
        salt: randomBytes(16).toString('base64url'),
      } satisfies GrantStatement);
      if (waiting.length === 0) setImmediate(() => void flush());
      waiting.push({ text, resolve, reject });
    });
}

async function sealDigests(own: readonly string[], keys: GrantKeys, now: Date): Promise<string> {
  const padding = Array.from({ length: (8 - (own.length % 8)) % 8 }, () => randomBytes(32).toString('base64url'));
  const iat = Math.floor(now.getTime() / 1000);
  const seal: GrantSeal = {
    iss: GRANT_ISSUER,
    iat,
    exp: iat + GRANT_LIFETIME_SECONDS,
    jti: randomUUID(),
    digests: [...own, ...padding].sort(),
  };
  return new CompactSign(Buffer.from(JSON.stringify(seal)))
    .setProtectedHeader({ alg: GRANT_ALGORITHM, kid: keys.kid })
    .sign(keys.privateKey);
}
