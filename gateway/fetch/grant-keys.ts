import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GRANT_ALGORITHM } from '@family-view/schema';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface GrantKeys {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** What agencies verify against: the key in use and those it replaced within the last day. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

interface KeptKey {
  readonly madeAt: string;
  readonly jwk: JWK;
}

const ROTATE_AFTER_DAYS = 30;
const PUBLISH_AFTER_ROTATION_DAYS = 1;
const DAY = 86_400_000;

/** The gateway's grant keys, kept at `<directory>/grant-keys.json` (owner only), rotated by age when the gateway starts. */
export async function openGrantKeys(directory: string, now: Date): Promise<GrantKeys> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'grant-keys.json');
  const age = (key: KeptKey): number => (now.getTime() - Date.parse(key.madeAt)) / DAY;
  let keys = readKept(file).filter((key) => age(key) < ROTATE_AFTER_DAYS + PUBLISH_AFTER_ROTATION_DAYS);
  if (keys[0] === undefined || age(keys[0]) >= ROTATE_AFTER_DAYS) {
    const { privateKey } = await generateKeyPair(GRANT_ALGORITHM, { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(privateKey);
    keys = [
      {
        madeAt: now.toISOString(),
        jwk: { ...jwk, alg: GRANT_ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) },
      },
      ...keys,
    ];
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 });
    renameSync(draft, file);
  }
  const current = keys[0]!;
  return {
    kid: current.jwk.kid!,
    privateKey: createPrivateKey({ key: { ...current.jwk }, format: 'jwk' }),
    jwks: { keys: keys.map(({ jwk: { d: _private, ...published } }) => published) },
  };
}

function readKept(file: string): readonly KeptKey[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeptKey[];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
