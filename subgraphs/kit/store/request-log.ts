import { createHmac } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GrantStatement } from '@family-view/schema';
import { RecordStoreNotWritten } from '../errors';
import { readOrMakeKey } from './subject-keys';

/** One request that came with a grant that was taken, and how it was answered. */
export interface ServedRequest {
  readonly statement: GrantStatement;
  /** Of the seal: one for all agencies of a round. */
  readonly jti: string;
  /** Fields of the contract, or of Query, by name. */
  readonly asked: readonly string[];
  /** The answer had errors, or there was none. */
  readonly failed: boolean;
}

/**
 * One line of `requests/<day>.jsonl`: what the agency was asked under which grant, and whether it answered. No value, and of a
 * person only a digest keyed by the agency's own `requests.key`.
 */
export interface RequestLine {
  /** ISO 8601, UTC: when it was answered. */
  readonly at: string;
  /** The gateway's reference, the same as in its audit. */
  readonly operation: string;
  readonly grant: string;
  readonly purpose: string;
  readonly asked: readonly string[];
  /** Those of the grant, whoever they were about. */
  readonly streams: readonly string[];
  readonly people: readonly string[];
  readonly families: number;
  readonly answered: boolean;
}

/**
 * The agency's own account of what it served, to hold the gateway's audit against (`familyview audit reconcile`). A day's file
 * may be removed when its time has come.
 */
export interface RequestLog {
  /** Resolves when the system has the line, which outlives this process. Throws `RecordStoreNotWritten`. */
  add(request: ServedRequest): Promise<void>;
  close(): Promise<void>;
}

/** Opens the log in an agency's folder; its key is made there at the first start. */
export async function openRequestLog(directory: string, now: () => Date = () => new Date()): Promise<RequestLog> {
  const folder = join(directory, 'requests');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const key = await readOrMakeKey(join(directory, 'requests.key'));
  let file: { readonly day: string; readonly stream: WriteStream } | null = null;

  const streamFor = (day: string): WriteStream => {
    if (file?.day === day && !file.stream.destroyed) return file.stream;
    file?.stream.end();
    const stream = createWriteStream(join(folder, `${day}.jsonl`), { flags: 'a', mode: 0o600 });
    // Told to whoever writes.
    stream.on('error', () => undefined);
    file = { day, stream };
    return stream;
  };

  return {
    add({ statement, jti, asked, failed }) {
      const { operation, purpose, people, families, streams } = statement;
      const at = now().toISOString();
      const line: RequestLine = {
        at,
        operation,
        grant: jti,
        purpose,
        asked,
        streams: [
          ...new Set([...streams, ...people.flatMap((one) => one.streams), ...families.flatMap((one) => one.streams)]),
        ],
        people: [...new Set(people.flatMap(({ refs }) => refs))].map((ref) =>
          createHmac('sha256', key).update(ref).digest('base64url').slice(0, 22),
        ),
        families: families.reduce((sum, { refs }) => sum + refs.length, 0),
        answered: !failed,
      };
      return new Promise((resolve, reject) => {
        streamFor(at.slice(0, 10)).write(`${JSON.stringify(line)}\n`, (cause) =>
          cause ? reject(new RecordStoreNotWritten('expected to write the request log', { cause })) : resolve(),
        );
      });
    },
    close: () =>
      new Promise((resolve) => {
        if (file && !file.stream.destroyed) file.stream.end(() => resolve());
        else resolve();
      }),
  };
}
