/**
 * The gateway's checkpoints as an agency reads and signs them: C2SP `signed-note`, `tlog-checkpoint` and `tlog-cosignature`,
 * with code of the agency's own.
 */
import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** Under which name the gateway signs, and of which log. */
export const GATEWAY = 'family-view-audit';
const ED25519 = 0x01;
const COSIGNATURE = 0x04;
const KEY_BYTES = 32;

/** A note of a tree: its own text, without signatures, and what that says. */
export interface AuditNote {
  readonly text: string;
  /** Which log it is of: the origin up to a slash. What follows names the key, which may change. */
  readonly log: string;
  readonly size: number;
  readonly root: Buffer;
}

/** A public key by its 32 bytes; null where they are not as many. */
export function publicKeyFrom(raw: Uint8Array): KeyObject | null {
  if (raw.length !== KEY_BYTES) return null;
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

export const rawKeyOf = (key: KeyObject): Buffer =>
  Buffer.from((key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }).x ?? '', 'base64url');

const keyIdOf = (name: string, kind: number, raw: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([kind]), raw]), 'buffer').subarray(0, 4);

/** What a note says, where this key signed it under the gateway's name; else null. */
export function readSignedNote(note: string, rawKey: Uint8Array): AuditNote | null {
  const key = publicKeyFrom(rawKey);
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  const said = /^([^\n/]+)[^\n]*\n(\d{1,10})\n([A-Za-z0-9+/]{43}=)\n/.exec(text);
  if (!key || end < 0 || !said) return null;
  const id = keyIdOf(GATEWAY, ED25519, rawKey);
  const isSigned = [...note.slice(end + 2).matchAll(/^— (\S+) (\S+)$/gm)].some(([, name, bytes]) => {
    const all = Buffer.from(bytes!, 'base64');
    return name === GATEWAY && id.equals(all.subarray(0, 4)) && verify(null, Buffer.from(text), key, all.subarray(4));
  });
  return isSigned ? { text, log: said[1]!, size: Number(said[2]), root: Buffer.from(said[3]!, 'base64') } : null;
}

/** A line of `tlog-cosignature`: that this agency saw the tree go on to there, at that time. */
export function cosign(text: string, agency: string, key: KeyObject, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signed = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), key);
  const bytes = Buffer.concat([keyIdOf(agency, COSIGNATURE, rawKeyOf(key)), time, signed]);
  return `— ${agency} ${bytes.toString('base64')}\n`;
}
