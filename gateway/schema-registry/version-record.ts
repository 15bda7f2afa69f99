import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FamilyViewError } from '../errors';
import { signedForm } from './signed-statement';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One entry of the log. Texts are named by their SHA-256, and kept beside it. */
export const versionForm = z.strictObject({
  version: z.number().int().min(1),
  /**
   * FOUNDED from files; PUBLISHED by an agency; EDITED in files; ROLLED_BACK by an operator; RECOMPOSED with another
   * gateway's own part; PROTOCOL: other protocols over the same agencies.
   */
  kind: z.enum(['FOUNDED', 'PUBLISHED', 'EDITED', 'ROLLED_BACK', 'RECOMPOSED', 'PROTOCOL']),
  at: z.iso.datetime(),
  /** An agency's name, `operator`, `files` or `gateway`. */
  by: z.string(),
  /** Agencies that changed. */
  changed: z.array(z.string()),
  agencies: z.array(z.strictObject({ name: z.string(), sdl: hash, url: z.string().nullable() })),
  supergraph: hash,
  protocol: z.string(),
  protocols: z.array(z.strictObject({ name: z.string(), text: hash })),
  /** What stood in `schema/agencies` when files were last taken: an edit is told from it. */
  files: z.record(z.string(), hash),
  /** Of a rollback: the version gone back to. */
  rolledBackTo: z.number().int().nullable(),
  signed: signedForm.nullable(),
  /** Of a publish that broke those who ask as before: why, in the words that were signed, and what it broke. */
  breaking: z.strictObject({ reason: z.string(), changes: z.array(z.string()) }).optional(),
  /** SHA-256 of the entry before; null for the first. */
  previous: hash.nullable(),
});
export type VersionRecord = z.infer<typeof versionForm>;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An entry as it is kept, and as the next one names it. */
export const writeRecord = (record: VersionRecord): string => `${JSON.stringify(record, null, 2)}\n`;

export const stagedForm = z.strictObject({ name: z.string(), sdl: z.string(), url: z.string().nullable() });

/** What the registry kept is not what it wrote. */
export class RegistryDamaged extends FamilyViewError {
  constructor(what: string, cause?: unknown) {
    super(`The registry is damaged: ${what}. Restore its folder from a copy; nothing is served from it.`, {
      code: 'REGISTRY_DAMAGED',
      cause,
    });
  }
}
