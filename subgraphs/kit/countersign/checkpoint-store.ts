import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RecordStoreUnreadable } from '../errors';
import { appendTo, type JsonlFile, readLines } from '../store/jsonl-file';
import { type AuditNote, cosign, GATEWAY, rawKeyOf, readSignedNote } from './audit-note';
import { isConsistent } from './check-consistency';

/** A checkpoint as the gateway sends it: `schema/contract.graphql`, `AuditCheckpoint`. */
export interface SentCheckpoint {
  readonly note: string;
  readonly key: string;
  readonly from: number;
  readonly proof: readonly string[];
}

/** `schema/contract.graphql`, `Countersigned`. */
export interface Countersigned {
  readonly outcome: 'SIGNED' | 'NOT_SIGNED_BY_KEY' | 'NOT_FROM_LAST' | 'NOT_CONSISTENT';
  readonly signature: string | null;
  readonly key: string;
  readonly size: number;
}

/** Countersigns the gateway's audit, and keeps what it signed: `checkpoints/<year>.jsonl`, with both signatures on each note. */
export interface CheckpointStore {
  /** Resolves when what was signed is on the disk. Throws `RecordStoreNotWritten`. */
  countersign(sent: SentCheckpoint): Promise<Countersigned>;
  close(): Promise<void>;
}

const kept = z.object({ note: z.string(), key: z.string(), at: z.string() });
const YEAR = /^\d{4}\.jsonl$/;

/**
 * Opens what an agency keeps of the gateway's audit in its folder; its key is made there at the first start, with the public
 * half beside it. Throws `RecordStoreUnreadable` rather than forget what it signed.
 */
export async function openCheckpointStore(
  directory: string,
  agency: string,
  now: () => Date = () => new Date(),
): Promise<CheckpointStore> {
  const folder = join(directory, 'checkpoints');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const key = await readOrMakeKey(join(directory, 'countersign'));
  const ownKey = rawKeyOf(key).toString('base64');
  const signed = await readLast(folder);
  let file: { readonly year: string; readonly lines: JsonlFile } | null = null;

  const linesFor = async (year: string): Promise<JsonlFile> => {
    if (file?.year === year) return file.lines;
    await file?.lines.close();
    file = { year, lines: await appendTo(join(folder, `${year}.jsonl`)) };
    return file.lines;
  };

  async function judge({ note, key: gatewayKey, from, proof }: SentCheckpoint): Promise<Countersigned> {
    const read = readSignedNote(note, Buffer.from(gatewayKey, 'base64'));
    const before = signed.get(read?.log ?? GATEWAY) ?? { size: 0, root: Buffer.alloc(0) };
    const answer = (outcome: Countersigned['outcome'], signature: string | null = null): Countersigned => ({
      outcome,
      signature,
      key: ownKey,
      size: outcome === 'SIGNED' && read ? read.size : before.size,
    });
    if (!read) return answer('NOT_SIGNED_BY_KEY');
    if (read.size !== before.size) {
      if (from !== before.size) return answer('NOT_FROM_LAST');
      const hashes = proof.map((one) => Buffer.from(one, 'base64'));
      if (read.size < before.size || !isConsistent(before, read, hashes)) return answer('NOT_CONSISTENT');
    } else if (!read.root.equals(before.root)) return answer('NOT_CONSISTENT');
    const at = now();
    const signature = cosign(read.text, agency, key, at);
    if (read.size === before.size) return answer('SIGNED', signature);
    const line = {
      note: `${note.endsWith('\n') ? note : `${note}\n`}${signature}`,
      key: gatewayKey,
      at: at.toISOString(),
    };
    await (await linesFor(line.at.slice(0, 4))).write(line);
    signed.set(read.log, read);
    return answer('SIGNED', signature);
  }

  // One after another: two at once would both go on from the same.
  let queue: Promise<unknown> = Promise.resolve();
  return {
    countersign(sent) {
      const judged = queue.then(() => judge(sent));
      queue = judged.catch(() => undefined);
      return judged;
    },
    async close() {
      await queue;
      await file?.lines.close();
    },
  };
}

/** What was signed last of each log: read back to where the gateway's own is met. */
async function readLast(folder: string): Promise<Map<string, AuditNote>> {
  const signed = new Map<string, AuditNote>();
  const years = (await readdir(folder)).filter((name) => YEAR.test(name)).sort();
  for (const year of years.toReversed()) {
    for (const { note, key } of (await readLines(join(folder, year), kept, 'the kept checkpoints')).toReversed()) {
      const read = readSignedNote(note, Buffer.from(key, 'base64'));
      if (!read) throw new RecordStoreUnreadable('expected signed checkpoints, one a line');
      if (!signed.has(read.log)) signed.set(read.log, read);
      if (signed.has(GATEWAY)) return signed;
    }
  }
  return signed;
}

async function readOrMakeKey(name: string): Promise<KeyObject> {
  const file = `${name}.key`;
  const pem = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new RecordStoreUnreadable('expected to read the key that countersigns', { cause });
  });
  if (pem !== null) return createPrivateKey(pem);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  await writeFile(`${name}.pub`, publicKey.export({ type: 'spki', format: 'pem' }));
  return privateKey;
}
