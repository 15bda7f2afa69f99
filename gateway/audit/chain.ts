import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto';

/** One kept record. `hash` is SHA-256 in hex over the hash before it and the record's canonical JSON. */
export interface AuditRow {
  readonly sequence: number;
  readonly record: string;
  readonly hash: string;
}

/** Where the chain ends. `seal` is keyed: without the key nobody can cut the end off, or rewrite it all, and not be found. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
  readonly seal: string;
}

export const GENESIS_HASH = '0'.repeat(64);

export const chainHash = (previous: string, record: string): string => hash('sha256', previous + record, 'hex');

export const sealHead = (sequence: number, hash: string, sealKey: Uint8Array): string =>
  createHmac('sha256', sealKey).update(`${sequence}:${hash}`).digest('hex');

export function isSealed(head: ChainHead, sealKey: Uint8Array): boolean {
  const expected = Buffer.from(sealHead(head.sequence, head.hash, sealKey));
  const came = Buffer.from(head.seal);
  return expected.length === came.length && timingSafeEqual(expected, came);
}

/** A key for the seal alone, so that who may compute pseudonyms' key material elsewhere cannot forge it by accident of reuse. */
export const sealKeyFrom = (pseudonymKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', pseudonymKey, '', 'family-view audit seal', 32));
