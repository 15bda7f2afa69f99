import { hash } from 'node:crypto';

const BLOCK = 64;
const DIGEST = 32;
const LENGTH = 22;
/** Bytes of a value for which there is room beside the key; a longer one is copied. */
const LONGEST = 240;
const BYTES_A_CHARACTER = 3;

/**
 * HMAC-SHA-256 (RFC 2104) in base64url, cut to 22 characters: a stable stand-in for an identifier, of no use without the
 * key. Every disclosure names each of its people at each agency, so it is made of two hashes at once, which Node does in
 * half the time that its own HMAC takes to begin and end.
 */
export function pseudonymsBy(key: Uint8Array): (value: string) => string {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  const inner = Buffer.concat([block.map((byte) => byte ^ 0x36), Buffer.alloc(LONGEST)]);
  const outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(DIGEST)]);
  return (value) => {
    const isShort = value.length * BYTES_A_CHARACTER <= LONGEST;
    const text = isShort
      ? inner.subarray(0, BLOCK + inner.write(value, BLOCK))
      : Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(value)]);
    outer.set(hash('sha256', text, 'buffer'), BLOCK);
    return hash('sha256', outer, 'base64url').slice(0, LENGTH);
  };
}
