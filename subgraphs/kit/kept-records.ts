import { createHmac, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KeptRecordsNotWritten, KeptRecordsUnreadable } from './errors';
import type { Decided } from './match/decide-candidates';
import type { MatchSubject } from './match/subject';

/** Keyed digests of what a subject is known by; the file tells nothing about anybody to who does not hold the key. */
const subjectKeys = z.object({
  nhsNumber: z.string().optional(),
  upn: z.string().optional(),
  description: z.string().optional(),
});
type SubjectKeys = z.infer<typeof subjectKeys>;

const confirmation = z.object({
  subject: subjectKeys,
  ref: z.string(),
  same: z.boolean(),
  statement: z.string(),
  requester: z.string(),
  operation: z.string(),
  at: z.string(),
});
type Confirmation = z.infer<typeof confirmation>;

/** What the gateway told this agency of: references only. `at` is an ISO instant. */
export interface NotifiedEvent {
  readonly kind: string;
  readonly reference: string;
  readonly at: string;
  readonly refs: readonly string[];
}

/** What the agency itself keeps: people's decisions about possible matches, and what the gateway told it of. */
export interface KeptRecords {
  /** True once on disk; false where the subject has nothing to be known again by. */
  confirm(
    subject: MatchSubject,
    decision: Omit<Confirmation, 'subject' | 'at'> & { readonly at: Date },
  ): Promise<boolean>;
  notify(event: NotifiedEvent, operation: string): Promise<boolean>;
  recall(subject: MatchSubject): Decided;
  close(): Promise<void>;
}

/** Opens the records in a folder, made if need be. Throws `KeptRecordsUnreadable` rather than forget a decision. */
export async function openKeptRecords(directory: string): Promise<KeptRecords> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const key = await readOrMakeKey(join(directory, 'confirmations.key'));
  const confirmationsFile = join(directory, 'confirmations.jsonl');
  const confirmations: Confirmation[] = await readLines(confirmationsFile);
  const confirmationLines = await appendTo(confirmationsFile);
  const notificationLines = await appendTo(join(directory, 'notifications.jsonl'));

  return {
    async confirm(subject, decision) {
      const keys = keysOf(key, subject);
      if (Object.keys(keys).length === 0) return false;
      const kept = { ...decision, subject: keys, at: decision.at.toISOString() };
      await confirmationLines.write(kept);
      confirmations.push(kept);
      return true;
    },
    async notify(event, operation) {
      await notificationLines.write({ ...event, operation });
      return true;
    },
    recall(subject) {
      const keys = keysOf(key, subject);
      const latest = new Map<string, boolean>();
      for (const one of confirmations) if (isSameSubject(keys, one.subject)) latest.set(one.ref, one.same);
      const refs = (same: boolean) => new Set([...latest].filter(([, is]) => is === same).map(([ref]) => ref));
      return { same: refs(true), different: refs(false) };
    },
    async close() {
      await Promise.all([confirmationLines.close(), notificationLines.close()]);
    },
  };
}

/** One key they both have agrees, and none that they both have differs: a namesake with another number is another child. */
function isSameSubject(asked: SubjectKeys, kept: SubjectKeys): boolean {
  const shared = (['nhsNumber', 'upn', 'description'] as const).filter((name) => asked[name] && kept[name]);
  const agree = shared.filter((name) => asked[name] === kept[name]);
  const differ = shared.filter((name) => name !== 'description' && asked[name] !== kept[name]);
  return agree.length > 0 && differ.length === 0;
}

function keysOf(key: Buffer, subject: MatchSubject): SubjectKeys {
  const digest = (kind: string, ...parts: readonly string[]): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([kind, ...parts]))
      .digest('base64url');
  const { nhsNumber, upn, givenName, familyName, dateOfBirth, postcode } = subject;
  return {
    ...(nhsNumber && { nhsNumber: digest('nhsNumber', nhsNumber) }),
    ...(upn && { upn: digest('upn', upn) }),
    // Name and birthday alone are shared by strangers; with the address they are not.
    ...(givenName &&
      familyName &&
      dateOfBirth &&
      postcode && { description: digest('description', givenName, familyName, dateOfBirth, postcode) }),
  };
}

async function readOrMakeKey(path: string): Promise<Buffer> {
  const held = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new KeptRecordsUnreadable('expected to read the key of the kept confirmations', { cause });
  });
  if (held?.length === 32) return held;
  if (held) throw new KeptRecordsUnreadable('expected a key of 32 bytes');
  const made = randomBytes(32);
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(made);
  await file.sync();
  await file.close();
  return made;
}

/** Every whole line. A last one without its line end was cut off by a crash before it was ever told as kept: it goes. */
async function readLines(path: string): Promise<Confirmation[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw new KeptRecordsUnreadable('expected to read the kept confirmations', { cause });
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  try {
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => confirmation.parse(JSON.parse(line)));
  } catch (cause) {
    throw new KeptRecordsUnreadable('expected one confirmation a line', { cause });
  }
}

async function appendTo(path: string) {
  const file = await open(path, 'a', 0o600);
  await chmod(path, 0o600);
  let queue: Promise<void> = Promise.resolve();
  let size = (await file.stat()).size;
  return {
    /** Resolves when the line is on disk, in the order of asking. */
    write(line: unknown): Promise<void> {
      const written = queue.then(async () => {
        const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
        try {
          await file.appendFile(bytes);
          await file.datasync();
          size += bytes.length;
        } catch (cause) {
          // Half a line must not be left for the next one to be glued to.
          await file.truncate(size).catch(() => undefined);
          throw new KeptRecordsNotWritten('expected to write to the data directory', { cause });
        }
      });
      queue = written.catch(() => undefined);
      return written;
    },
    async close(): Promise<void> {
      await queue;
      await file.close();
    },
  };
}
