import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { appendTo, readLines } from '../store/jsonl-file';

const keptAct = z.object({
  /** ISO instant at which it was done, and the agency's own day. */
  at: z.string(),
  day: z.string(),
  act: z.string(),
  key: z.string(),
  requester: z.object({
    id: z.string(),
    organisation: z.string(),
    role: z.string(),
    area: z.string().nullable(),
  }),
  purpose: z.string(),
  caseReference: z.string().nullable(),
  /** The gateway's reference of the operation, the same as in its audit. */
  operation: z.string(),
  ref: z.string(),
  args: z.record(z.string(), z.unknown()),
  /** Of somebody whom the agency did not hold: what it was told of them. */
  subject: z.record(z.string(), z.unknown()).nullable(),
  outcome: z.enum(['DONE', 'REFUSED']),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
});

/** One act as it was asked for and answered. What was refused changed nothing. */
export type KeptAct = Readonly<z.infer<typeof keptAct>>;

/**
 * Where an agency keeps what was done at it, the oldest first. An act, and the key by which it is not done twice, are one
 * entry: both are durable, or neither is.
 */
export interface ActStore {
  all(): Promise<readonly KeptAct[]>;
  /** Resolves once it is durable. */
  add(act: KeptAct): Promise<void>;
  close(): Promise<void>;
}

/** Acts as lines of `acts.jsonl` in one agency's folder. Throws `RecordStoreUnreadable`. */
export async function openFileActStore(directory: string): Promise<ActStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'acts.jsonl');
  const before = await readLines(file, keptAct, 'the kept acts');
  const lines = await appendTo(file);
  return { all: async () => before, add: lines.write, close: lines.close };
}
