import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditUnavailable } from '../errors';

/** The name under which a gateway signs its checkpoints. */
export const SIGNER = 'family-view-audit';

/**
 * The Ed25519 key by which checkpoints are signed: kept apart from the data directory, so that whoever can change the record
 * cannot sign what they made of it. Made (PKCS 8, PEM, closed to others) where there is none, with its public half beside it.
 */
export function openSigningKey(file: string): KeyObject {
  if (!existsSync(file)) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
      writeFileSync(publicHalf(file), publicKey.export({ type: 'spki', format: 'pem' }));
    } catch (cause) {
      throw new AuditUnavailable('the key of its checkpoints cannot be made', cause);
    }
  }
  return createPrivateKey(readFileSync(file));
}

export const publicHalf = (file: string): string => `${file}.pub`;

/** A public key in PEM, or the public half of a private one; null where there is no such file. Makes nothing. */
export const readPublicKey = (file: string): KeyObject | null =>
  existsSync(file) ? createPublicKey(readFileSync(file)) : null;
