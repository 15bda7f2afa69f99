/**
 * Hybrid public key encryption (RFC 9180) for one message, in its mode "auth": only who holds the recipient's key reads it, and
 * only who holds the sender's key can have written it. DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-GCM.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** A pair of X25519. */
export interface KeyPair {
  readonly secret: KeyObject;
  /** The public half: 32 bytes. */
  readonly raw: Buffer;
}

/** What encrypts what was agreed; AES-128 is here for the test vectors of the RFC alone. */
export const AES_256_GCM = { id: 2, cipher: 'aes-256-gcm', keyBytes: 32 } as const;
export const AES_128_GCM = { id: 1, cipher: 'aes-128-gcm', keyBytes: 16 } as const;
type Aead = typeof AES_256_GCM | typeof AES_128_GCM;

const KEY_BYTES = 32;
const TAG_BYTES = 16;
const MODE_AUTH = 2;
const KEM = Buffer.concat([Buffer.from('KEM'), twoBytes(0x20)]);
const NOTHING = Buffer.alloc(0);

/** A new pair. */
export const makeKeyPair = (): KeyPair => pairOf(generateKeyPairSync('x25519').privateKey);

/** A pair by its private half. */
export const pairOf = (secret: KeyObject): KeyPair => ({
  secret,
  raw: Buffer.from(createPublicKey(secret).export({ format: 'jwk' }).x ?? '', 'base64url'),
});

/** A pair by the 32 bytes of both halves. */
export const pairFrom = (secret: Buffer, raw: Buffer): KeyPair => ({
  secret: createPrivateKey({
    key: { kty: 'OKP', crv: 'X25519', d: secret.toString('base64url'), x: raw.toString('base64url') },
    format: 'jwk',
  }),
  raw,
});

/** What is sealed, and for whom: `info` and `aad` must be the same when it is opened. Keys are 32 bytes. */
export interface Sealing {
  readonly info: Buffer;
  readonly aad: Buffer;
}

/**
 * @param to the recipient's public key. @param once a pair for this message alone.
 * @returns `once`'s public key, the message encrypted, and the tag of 16 bytes.
 */
export function seal(
  message: Buffer,
  { from, to, info, aad }: Sealing & { readonly from: KeyPair; readonly to: Buffer },
  once: KeyPair = makeKeyPair(),
  aead: Aead = AES_256_GCM,
): Buffer {
  const agreed = Buffer.concat([agree(once, to), agree(from, to)]);
  const { key, nonce } = schedule(agreed, [once.raw, to, from.raw], info, aead);
  const cipher = createCipheriv(aead.cipher, key, nonce).setAAD(aad);
  return Buffer.concat([once.raw, cipher.update(message), cipher.final(), cipher.getAuthTag()]);
}

/** @param from the sender's public key. @returns null where it was not sealed so, by that sender to this recipient. */
export function open(
  sealed: Buffer,
  { from, to, info, aad }: Sealing & { readonly from: Buffer; readonly to: KeyPair },
  aead: Aead = AES_256_GCM,
): Buffer | null {
  if (sealed.length < KEY_BYTES + TAG_BYTES || from.length !== KEY_BYTES) return null;
  const once = sealed.subarray(0, KEY_BYTES);
  try {
    const agreed = Buffer.concat([agree(to, once), agree(to, from)]);
    const { key, nonce } = schedule(agreed, [once, to.raw, from], info, aead);
    const decipher = createDecipheriv(aead.cipher, key, nonce).setAAD(aad);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(KEY_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Throws where the other key is a point of small order: nothing would be agreed. */
const agree = ({ secret }: KeyPair, raw: Buffer): Buffer =>
  diffieHellman({
    privateKey: secret,
    publicKey: createPublicKey({
      key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') },
      format: 'jwk',
    }),
  });

/** Of RFC 9180: 4.1, `ExtractAndExpand`; 5.1, `KeySchedule` without a pre-shared key. */
function schedule(agreed: Buffer, keys: readonly Buffer[], info: Buffer, { id, keyBytes }: Aead) {
  const shared = expand(KEM, extract(KEM, NOTHING, 'eae_prk', agreed), 'shared_secret', Buffer.concat(keys), KEY_BYTES);
  const suite = Buffer.concat([Buffer.from('HPKE'), twoBytes(0x20), twoBytes(1), twoBytes(id)]);
  const context = Buffer.concat([
    Buffer.from([MODE_AUTH]),
    extract(suite, NOTHING, 'psk_id_hash', NOTHING),
    extract(suite, NOTHING, 'info_hash', info),
  ]);
  const secret = extract(suite, shared, 'secret', NOTHING);
  return {
    key: expand(suite, secret, 'key', context, keyBytes),
    nonce: expand(suite, secret, 'base_nonce', context, 12),
  };
}

const hmac = (key: Buffer, ...parts: readonly Buffer[]): Buffer =>
  createHmac('sha256', key).update(Buffer.concat(parts)).digest();

const extract = (suite: Buffer, salt: Buffer, label: string, secret: Buffer): Buffer =>
  hmac(salt, Buffer.from('HPKE-v1'), suite, Buffer.from(label), secret);

/** One block of HKDF's expansion: nothing here is longer than 32 bytes. */
const expand = (suite: Buffer, key: Buffer, label: string, info: Buffer, bytes: number): Buffer =>
  hmac(key, twoBytes(bytes), Buffer.from('HPKE-v1'), suite, Buffer.from(label), info, Buffer.from([1])).subarray(
    0,
    bytes,
  );

function twoBytes(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff]);
}
