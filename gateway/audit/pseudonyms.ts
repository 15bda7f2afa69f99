import { hash } from 'node:crypto';

const BLOCK = 64;
const DIGEST = 32;
const LENGTH = 22;

/**
 * HMAC-SHA-256 (RFC 2104) in base64url, cut to 22 characters: a stable stand-in for an identifier, of no use without the
 * key. Every disclosure names each of its people at each agency, so it is made of two hashes at once, which Node does in
 * half the time that its own HMAC takes to begin and end.
 */
export function pseudonymsBy(key: Uint8Array): (value: string) => string {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  const inner = Buffer.from(block.map((byte) => byte ^ 0x36));
  const outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(DIGEST)]);
  return (value) => {
    outer.set(hash('sha256', Buffer.concat([inner, Buffer.from(value)]), 'buffer'), BLOCK);
    return hash('sha256', outer, 'base64url').slice(0, LENGTH);
  };
}
