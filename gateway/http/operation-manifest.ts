import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FamilyViewError } from '../errors';

/** Texts of operations by their SHA-256 in hexadecimal. */
export type OperationManifest = ReadonlyMap<string, string>;

/** The operations that front ends were built with cannot be taken as the file gives them. */
export class BadManifest extends FamilyViewError {
  constructor(file: string, fault: string, cause?: unknown) {
    super(`${file}: ${fault}`, { code: 'BAD_MANIFEST', cause });
  }
}

class OperationNotListed extends FamilyViewError {
  constructor() {
    super('This operation is not in the manifest. Ask for it to be added.', {
      code: 'OPERATION_NOT_LISTED',
      httpStatus: 400,
    });
  }
}

const byId = z.record(z.string(), z.string());
/** What Apollo's tools write when they build a front end. */
const apolloList = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

/**
 * Reads a manifest: `{ "<SHA-256 of the text>": "<text>" }`, or a list as Apollo's tools write it. Every text must be
 * within the limits of any other operation, and stand under its own SHA-256.
 */
export function readManifest(file: string, measure: (text: string) => void): OperationManifest {
  const operations = new Map<string, string>();
  for (const [id, text] of readTexts(file)) {
    if (id !== sha256(text)) throw new BadManifest(file, `the text under ${JSON.stringify(id)} has another SHA-256`);
    try {
      measure(text);
    } catch (fault) {
      throw new BadManifest(file, `${id}: ${fault instanceof Error ? fault.message : 'cannot be read'}`, fault);
    }
    operations.set(id, text);
  }
  return operations;
}

function readTexts(file: string): readonly (readonly [string, string])[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new BadManifest(file, 'cannot be read as JSON', cause);
  }
  const list = apolloList.safeParse(content);
  if (list.success) return list.data.operations.map(({ id, body }) => [id, body]);
  const record = byId.safeParse(content);
  if (!record.success) throw new BadManifest(file, 'expected an object of texts by their SHA-256');
  return Object.entries(record.data);
}

/** Refuses every operation that is not of the manifest, whether it comes as text or by its hash. */
export function allowOnly(manifest: OperationManifest): (asked: AskedOperation) => void {
  return ({ text, hash }) => {
    const id = text === null ? hash : sha256(text);
    if (id === null || !manifest.has(id)) throw new OperationNotListed();
  };
}

export interface AskedOperation {
  readonly text: string | null;
  readonly hash: string | null;
}

/** A list of one hash would find what the hash finds, and be no name for it. */
class NoHash extends FamilyViewError {
  constructor() {
    super('"extensions.persistedQuery.sha256Hash" is the SHA-256 of a text, in hexadecimal.', {
      code: 'BAD_REQUEST',
      httpStatus: 400,
    });
  }
}

const extensions = z.object({ persistedQuery: z.looseObject({ sha256Hash: z.unknown() }) });

/**
 * Which operation a request names, by text or by hash: in its body, or in the address where it is a GET.
 * @throws {NoHash}
 */
export function readAsked(body: unknown, search: URLSearchParams | null): AskedOperation {
  const named: Readonly<Record<string, unknown>> = search
    ? { query: search.get('query'), extensions: parseOr(search.get('extensions')) }
    : typeof body === 'object' && body !== null
      ? { ...body }
      : {};
  // Most requests have none: to be refused by the library costs an error with its stack.
  const persisted = named.extensions ? extensions.safeParse(named.extensions).data?.persistedQuery : undefined;
  const hash = persisted?.sha256Hash ?? null;
  if (hash !== null && typeof hash !== 'string') throw new NoHash();
  return { text: typeof named.query === 'string' ? named.query : null, hash };
}

function parseOr(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
