import { hmacBy } from '../shared/hmac-sha256';

const LENGTH = 22;

/** HMAC-SHA-256 in base64url, cut to 22 characters: a stable stand-in for an identifier, of no use without the key. */
export function pseudonymsBy(key: Uint8Array): (value: string) => string {
  const hmac = hmacBy(key);
  return (value) => hmac(value).slice(0, LENGTH);
}
