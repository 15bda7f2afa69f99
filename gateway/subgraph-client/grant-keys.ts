import { createPrivateKey, type KeyObject } from 'node:crypto';
import { GRANT_ALGORITHM } from '@family-view/schema';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { GrantKeyStore, KeptGrantKey } from './grant-key-store';

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
  /** Milliseconds since they were last read from where they are kept. */
  age(): number;
}

const NEXT_AFTER_DAYS = 30;
/** A key is published so long before it signs, and after it signed. */
const PUBLISHED_DAYS = 1;
const DAY = 86_400_000;

/** The gateway's grant keys, wherever they are kept. Of gateways that share them one makes the next key, and all take it. */
export async function openGrantKeys(store: GrantKeyStore, now: () => Date): Promise<GrantKeys> {
  let kept: readonly KeptGrantKey[] = [];
  let current: GrantKey;
  const age = ({ madeAt }: KeptGrantKey): number => (now().getTime() - Date.parse(madeAt)) / DAY;

  /** What is kept, with the next key made and old ones forgotten where it is time for that. */
  const turn = async (): Promise<readonly KeptGrantKey[]> => {
    for (;;) {
      const before = await store.read();
      const [newest] = before;
      const made = newest === undefined || age(newest) >= NEXT_AFTER_DAYS;
      const all = made ? [await makeKey(now()), ...before] : before;
      const turned = all.filter((_, at) => at === 0 || age(all[at - 1]!) < 2 * PUBLISHED_DAYS);
      if (!made && turned.length === before.length) return before;
      if ((await store.replace(before, turned)) === 'kept') return turned;
    }
  };
  let readAt = 0;
  const rotate = async (): Promise<void> => {
    kept = await turn();
    readAt = performance.now();
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
    age: () => performance.now() - readAt,
  };
}

async function makeKey(now: Date): Promise<KeptGrantKey> {
  const { privateKey } = await generateKeyPair(GRANT_ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return {
    madeAt: now.toISOString(),
    jwk: { ...jwk, alg: GRANT_ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) },
  };
}
