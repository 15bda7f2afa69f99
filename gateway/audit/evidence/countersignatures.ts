import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { NoteSignature, SignedNote } from './signed-note';
import { rawPublicKey } from './signed-note';

/** What one agency countersigned last, as the gateway noted it beside its signing key. */
const noted = z.object({
  size: z.number(),
  /** How the tree stood then: a proof goes on from there. */
  roots: z.array(z.string()),
  /** Its public keys, the newest last: 32 bytes, base64. */
  keys: z.array(z.string()),
});
export type NotedCountersignature = z.infer<typeof noted>;

/** Beside the signing key, and so out of reach of whoever can write the data alone. */
export const countersignedBeside = (keyFile: string): string => `${keyFile}.countersigned`;

export function readNoted(file: string): Readonly<Record<string, NotedCountersignature>> {
  return existsSync(file) ? z.record(z.string(), noted).parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

const COSIGNATURE = 0x04;

/** An Ed25519 public key by its 32 bytes. */
export const keyFromRaw = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' });

/** Whether a signature is this agency's `cosignature/v1` (C2SP `tlog-cosignature`) of a note's text, by one of its keys. */
export function isCosignature(
  text: string,
  { name, key, signature }: NoteSignature,
  keys: readonly KeyObject[],
): boolean {
  if (signature.length !== 72) return false;
  const signed = Buffer.from(`cosignature/v1\ntime ${signature.readBigUInt64BE(0)}\n${text}`);
  return keys.some((one) => {
    const named = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([COSIGNATURE]), rawPublicKey(one)]);
    return hash('sha256', named, 'hex').slice(0, 8) === key && verify(null, signed, one, signature.subarray(8));
  });
}

/** Public keys of the agencies by name. */
export type AgencyKeys = ReadonlyMap<string, readonly KeyObject[]>;

/** What agencies countersigned of a note: by whom, and who of them is forged. An agency whose key is not known counts for neither. */
export function judgeCountersignatures({ text, signatures }: SignedNote, keys: AgencyKeys) {
  const known = signatures.flatMap((one) => {
    const own = keys.get(one.name);
    return own ? [{ agency: one.name, isGood: isCosignature(text, one, own) }] : [];
  });
  return {
    by: known.filter(({ isGood }) => isGood).map(({ agency }) => agency),
    forged: known.filter(({ isGood }) => !isGood).map(({ agency }) => agency),
  };
}
