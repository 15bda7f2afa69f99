import { hash } from 'node:crypto';

const BLOCK = 64;
const DIGEST = 32;
/** Bytes of a text for which there is room beside the key; a longer one is copied. */
const LONGEST = 1_000;
const BYTES_A_CHARACTER = 3;

/**
 * HMAC-SHA-256 (RFC 2104) of texts by one key, in base64url. Every request names people, requesters and limits by it, so it
 * is made of two hashes at once, which Node does in less than half the time that its own HMAC takes to begin and end.
 */
export function hmacBy(key: Uint8Array): (text: string) => string {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  const inner = Buffer.concat([block.map((byte) => byte ^ 0x36), Buffer.alloc(LONGEST)]);
  const outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(DIGEST)]);
  return (text) => {
    const isShort = text.length * BYTES_A_CHARACTER <= LONGEST;
    const bytes = isShort
      ? inner.subarray(0, BLOCK + inner.write(text, BLOCK))
      : Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(text)]);
    // A character a byte: to make a Buffer of it costs more than the hash.
    outer.write(hash('sha256', bytes, 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'base64url');
  };
}
