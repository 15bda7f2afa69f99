import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GRANT_ALGORITHM } from '@family-view/schema';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface GrantKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** The keys that grants are signed with, as they are at this moment. */
export interface GrantKeys {
  /** Signs from now on. */
  readonly current: GrantKey;
  /** What agencies verify against: the key in use, the next and the one before, for a day each. */
  readonly jwks: { readonly keys: readonly JWK[] };
  /** Makes, takes into use and forgets keys by their age. To be called now and then while the gateway runs. */
  rotate(): Promise<void>;
}

/** Newest first. */
interface KeptKey {
  readonly madeAt: string;
  readonly jwk: JWK;
}

const NEXT_AFTER_DAYS = 30;
/** A key is published so long before it signs, and after it signed. */
const PUBLISHED_DAYS = 1;
const DAY = 86_400_000;

/** The gateway's grant keys, kept at `<directory>/grant-keys.json` (owner only). */
export async function openGrantKeys(directory: string, now: () => Date): Promise<GrantKeys> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'grant-keys.json');
  let kept: readonly KeptKey[] = [];
  let current: GrantKey;

  const rotate = async (): Promise<void> => {
    const age = ({ madeAt }: KeptKey): number => (now().getTime() - Date.parse(madeAt)) / DAY;
    const before = readKept(file);
    const [newest] = before;
    const made = newest === undefined || age(newest) >= NEXT_AFTER_DAYS;
    const all = made ? [await makeKey(now()), ...before] : before;
    const turned = all.filter((_, at) => at === 0 || age(all[at - 1]!) < 2 * PUBLISHED_DAYS);
    if (turned.length !== before.length || made) keep(file, turned);
    kept = turned;
    // Where none has been published for long enough, it is the first.
    const { jwk } = kept.find((key) => age(key) >= PUBLISHED_DAYS) ?? kept.at(-1)!;
    if (current?.kid !== jwk.kid)
      current = { kid: jwk.kid!, privateKey: createPrivateKey({ key: { ...jwk }, format: 'jwk' }) };
  };

  await rotate();
  return {
    get current() {
      return current;
    },
    get jwks() {
      return { keys: kept.map(({ jwk: { d: _private, ...published } }) => published) };
    },
    rotate,
  };
}

async function makeKey(now: Date): Promise<KeptKey> {
  const { privateKey } = await generateKeyPair(GRANT_ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return {
    madeAt: now.toISOString(),
    jwk: { ...jwk, alg: GRANT_ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) },
  };
}

function keep(file: string, keys: readonly KeptKey[]): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 });
  renameSync(draft, file);
}

function readKept(file: string): readonly KeptKey[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeptKey[];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
