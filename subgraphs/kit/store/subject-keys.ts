import { createHmac, randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { RecordStoreUnreadable } from '../errors';
import type { MatchSubject } from '../match/subject';

/** Keyed digests of what a subject is known by; the file tells nothing about anybody to who does not hold the key. */
export const subjectKeys = z.object({
  nhsNumber: z.string().optional(),
  upn: z.string().optional(),
  description: z.string().optional(),
});
export type SubjectKeys = z.infer<typeof subjectKeys>;

/** One key they both have agrees, and none that they both have differs: a namesake with another number is another child. */
export function isSameSubject(asked: SubjectKeys, kept: SubjectKeys): boolean {
  const shared = (['nhsNumber', 'upn', 'description'] as const).filter((name) => asked[name] && kept[name]);
  const agree = shared.filter((name) => asked[name] === kept[name]);
  const differ = shared.filter((name) => name !== 'description' && asked[name] !== kept[name]);
  return agree.length > 0 && differ.length === 0;
}

/** Empty for a subject who has nothing to be known again by. */
export function keysOf(key: Buffer, subject: MatchSubject): SubjectKeys {
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

/** The key of the digests: 32 bytes, made where there is none. Throws `RecordStoreUnreadable`. */
export async function readOrMakeKey(path: string): Promise<Buffer> {
  const held = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new RecordStoreUnreadable('expected to read the key of the kept confirmations', { cause });
  });
  if (held?.length === 32) return held;
  if (held) throw new RecordStoreUnreadable('expected a key of 32 bytes');
  const made = randomBytes(32);
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(made);
  await file.sync();
  await file.close();
  return made;
}
