/** A log of the suite's own, for an agency to countersign: leaves at random, notes and proofs by RFC 6962. */
import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { publicKeyFrom, rawKeyOf } from '../countersign/audit-note';

const SIGNER = 'family-view-audit';
const node = (left: Buffer, right: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from([1]), left, right]), 'buffer');

/** The largest power of two below `size`. */
const splitOf = (size: number): number => 2 ** (Math.ceil(Math.log2(size)) - 1);

function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const split = splitOf(leaves.length);
  return node(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** SUBPROOF of RFC 6962, 2.1.2. */
function subProof(from: number, leaves: readonly Buffer[], isWhole: boolean): readonly Buffer[] {
  if (from === leaves.length) return isWhole ? [] : [rootOf(leaves)];
  const split = splitOf(leaves.length);
  return from <= split
    ? [...subProof(from, leaves.slice(0, split), isWhole), rootOf(leaves.slice(split))]
    : [...subProof(from - split, leaves.slice(split), false), rootOf(leaves.slice(0, split))];
}

export interface ForgedCheckpoint {
  readonly note: string;
  readonly key: string;
  readonly from: number;
  readonly proof: readonly string[];
}

/** A log that nobody else has, and checkpoints of it: from what was signed last, to so many leaves. */
export class ForgedLog {
  private readonly keys = generateKeyPairSync('ed25519');

  constructor(
    /** Its name: an agency keeps each log by itself. */
    readonly name = `conformance-${randomBytes(6).toString('hex')}`,
    private readonly leaves: readonly Buffer[] = Array.from({ length: 40 }, () => randomBytes(32)),
  ) {}

  /** The same up to `size`, and another from there on. */
  forkedAt(size: number): ForgedLog {
    return new ForgedLog(this.name, [
      ...this.leaves.slice(0, size),
      ...this.leaves.slice(size).map(() => randomBytes(32)),
    ]);
  }

  checkpoint(from: number, to: number, signedBy: KeyObject = this.keys.privateKey): ForgedCheckpoint {
    const raw = rawKeyOf(this.keys.publicKey);
    const id = hash('sha256', Buffer.concat([Buffer.from(`${SIGNER}\n`), Buffer.from([1]), raw]), 'buffer');
    const root = rootOf(this.leaves.slice(0, to)).toString('base64');
    const text = `${this.name}/${id.toString('hex', 0, 4)}\n${to}\n${root}\n`;
    const signature = Buffer.concat([id.subarray(0, 4), sign(null, Buffer.from(text), signedBy)]);
    return {
      note: `${text}\n— ${SIGNER} ${signature.toString('base64')}\n`,
      key: raw.toString('base64'),
      from,
      proof:
        from === 0 || from >= to
          ? []
          : subProof(from, this.leaves.slice(0, to), true).map((one) => one.toString('base64')),
    };
  }

  /** Signed by somebody else, in the log's name. */
  forged(from: number, to: number): ForgedCheckpoint {
    return this.checkpoint(from, to, generateKeyPairSync('ed25519').privateKey);
  }
}

/** Whether a line is this agency's `cosignature/v1` of the note, by the key that it tells. */
export function isCosigned(note: string, agency: string, line: string, rawKey: string): boolean {
  const [, name, bytes] = /^— (\S+) (\S+)\n$/.exec(line) ?? [];
  const key = publicKeyFrom(Buffer.from(rawKey, 'base64'));
  if (!key || !bytes || name !== agency) return false;
  const all = Buffer.from(bytes, 'base64');
  const id = hash(
    'sha256',
    Buffer.concat([Buffer.from(`${agency}\n`), Buffer.from([4]), Buffer.from(rawKey, 'base64')]),
    'buffer',
  );
  if (all.length !== 76 || !id.subarray(0, 4).equals(all.subarray(0, 4))) return false;
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  return verify(null, Buffer.from(`cosignature/v1\ntime ${all.readBigUInt64BE(4)}\n${text}`), key, all.subarray(12));
}
