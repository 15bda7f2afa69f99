import { hash, randomBytes, randomUUID, sign as signBytes } from 'node:crypto';
import {
  GRANT_ALGORITHM,
  GRANT_ISSUER,
  GRANT_LIFETIME_SECONDS,
  type Grant,
  type GrantSeal,
  type GrantStatement,
} from '@family-view/schema';
import type { SerializedRequest } from '../shared/serialize-request';
import type { GrantKey, GrantKeys } from './grant-keys';
import { type QuotedJson, writeStatement } from './write-statement';

export type GrantSigner = (statement: Omit<GrantStatement, 'v' | 'salt'>) => Promise<Grant>;

/** What an agency is asked, as the grant is bound to it: SHA-256 of the canonical JSON of `[query, variables]`. */
export const bodyDigest = ({ query, variables }: SerializedRequest): string => digest(`[${query},${variables}]`);

const digest = (text: string): string => hash('sha256', text, 'base64url');

const DIGEST_BYTES = 32;
const SALT_BYTES = 16;

/**
 * Signs once for all grants of one round: statements that arrive in the same turn share a seal.
 *
 * The seal holds one salted digest per agency, in sorted order and padded with random ones to a multiple of eight, so
 * that an agency can verify its own part and learns neither who else was asked nor how many.
 */
export function createGrantSigner(keys: GrantKeys, now: () => Date): GrantSigner {
  let waiting: {
    readonly written: QuotedJson;
    readonly resolve: (grant: Grant) => void;
    readonly reject: (cause: unknown) => void;
  }[] = [];
  let key = keys.current;
  let header = headerOf(key);

  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    try {
      if (keys.current !== key) {
        key = keys.current;
        header = headerOf(key);
      }
      const payload = base64url(
        JSON.stringify(
          sealOf(
            batch.map(({ written }) => written.text),
            now(),
          ),
        ),
      );
      // A compact JWS (RFC 7515). At once: to hand so short a signature to another thread costs more than to make it.
      const signed = signBytes(null, Buffer.from(`${header}.${payload}`), key.privateKey).toString('base64url');
      const seal = `${header}.${payload}.${signed}`;
      for (const { written, resolve } of batch) resolve(new SignedGrant(written, seal));
    } catch (cause) {
      for (const { reject } of batch) reject(cause);
    }
  };

  return (statement) =>
    new Promise((resolve, reject) => {
      const written = writeStatement(statement, random(SALT_BYTES));
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ written, resolve, reject });
    });
}

/** A grant that knows how its statement stands in a request. */
class SignedGrant implements Grant {
  readonly statement: string;
  readonly seal: string;
  readonly #within: string;

  constructor({ text, within }: QuotedJson, seal: string) {
    this.statement = text;
    this.seal = seal;
    this.#within = within;
  }

  static write(grant: Grant): string {
    // A compact JWS is plain (RFC 7515, section 3.1).
    return #within in grant ? `{"statement":"${grant.#within}","seal":"${grant.seal}"}` : JSON.stringify(grant);
  }
}

/** A grant as JSON. */
export const writeGrant = (grant: Grant): string => SignedGrant.write(grant);

const headerOf = ({ kid }: GrantKey): string => base64url(JSON.stringify({ alg: GRANT_ALGORITHM, kid }));

function sealOf(statements: readonly string[], now: Date): GrantSeal {
  const digests = statements.map(digest);
  const padding = (8 - (digests.length % 8)) % 8;
  for (let more = 0; more < padding; more++) digests.push(random(DIGEST_BYTES));
  const iat = Math.floor(now.getTime() / 1000);
  return { iss: GRANT_ISSUER, iat, exp: iat + GRANT_LIFETIME_SECONDS, jti: randomUUID(), digests: digests.sort() };
}

/** Drawn many at a time, as Node's own `randomUUID` is: each byte is given out once. */
let drawn = Buffer.alloc(0);
function random(bytes: number): string {
  if (drawn.length < bytes) drawn = randomBytes(4_096);
  const text = drawn.toString('base64url', 0, bytes);
  drawn = drawn.subarray(bytes);
  return text;
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');
