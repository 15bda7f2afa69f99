import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/**
 * Checkpoints are signed notes (C2SP `signed-note` and `tlog-checkpoint`), so that tools of others can check them: the origin,
 * the size of the tree and its root in base64, each on a line; lines of our own; an empty line; signatures.
 */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** Hash of the group that ends with record `size`; hex. */
  readonly head: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface NoteSignature {
  readonly name: string;
  /** Four bytes that name the key: hex. */
  readonly key: string;
  readonly signature: Buffer;
}

export interface SignedNote {
  /** As it was read. */
  readonly note: string;
  readonly text: string;
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly NoteSignature[];
}

const ED25519 = 0x01;

export const checkpointText = ({ origin, size, root, head, at }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\nhead ${head}\nat ${at}\n`;

/** The 32 bytes of an Ed25519 public key. */
export function rawPublicKey(key: KeyObject): Buffer {
  const { x = '' } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

/** As the note's format names a key: of its holder's name, its kind and the key itself. Hex. */
export const keyIdOf = (name: string, key: KeyObject): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ED25519]), rawPublicKey(key)]), 'hex').slice(
    0,
    8,
  );

/** A line that signs a note's text. */
export function signatureLine(name: string, text: string, key: KeyObject): string {
  const bytes = Buffer.concat([Buffer.from(keyIdOf(name, key), 'hex'), sign(null, Buffer.from(text), key)]);
  return `— ${name} ${bytes.toString('base64')}\n`;
}

export const signNote = (checkpoint: Checkpoint, name: string, key: KeyObject): string => {
  const text = checkpointText(checkpoint);
  return `${text}\n${signatureLine(name, text, key)}`;
};

/** Null where it is no checkpoint of this form. */
export function readNote(note: string): SignedNote | null {
  const at = note.indexOf('\n\n');
  const text = note.slice(0, at + 1);
  const found =
    /^(?<origin>[^\n]+)\n(?<size>\d{1,15})\n(?<root>[A-Za-z0-9+/]{43}=)\nhead (?<head>[0-9a-f]{64})\nat (?<at>[^\n]+)\n$/.exec(
      text,
    )?.groups;
  if (at < 0 || !found) return null;
  const signatures = [...note.slice(at + 2).matchAll(/^— (\S+) (\S+)$/gm)].map(([, name = '', bytes = '']) => {
    const all = Buffer.from(bytes, 'base64');
    return { name, key: all.subarray(0, 4).toString('hex'), signature: all.subarray(4) };
  });
  const { origin = '', size, root = '', head = '', at: time = '' } = found;
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64').toString('hex'), head, at: time };
  return { note, text, checkpoint, signatures };
}

/** Whether one of a note's signatures is by this key, under this name. */
export const isSignedBy = ({ text, signatures }: SignedNote, name: string, key: KeyObject): boolean =>
  signatures.some(
    (one) =>
      one.name === name &&
      one.key === keyIdOf(name, key) &&
      verify(null, Buffer.from(text), key.type === 'private' ? createPublicKey(key) : key, one.signature),
  );
