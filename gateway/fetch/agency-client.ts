import type { Grant } from '@family-view/schema';
import { Pool } from 'undici';
import type { AgencyFault } from '../types';

export type AgencyReply =
  | {
      readonly kind: 'answered';
      readonly data: Readonly<Record<string, unknown>>;
      readonly errors: readonly AgencyError[];
    }
  | { readonly kind: 'fault'; readonly fault: AgencyFault };

/** An agency's own error, cut down to what we may act on. Its message is never read. */
export interface AgencyError {
  readonly path: readonly (string | number)[] | null;
  readonly code: string | null;
}

export interface AgencyClient {
  post(path: '/graphql' | '/contract', body: AgencyRequest, milliseconds: number): Promise<AgencyReply>;
  close(): Promise<void>;
}

export interface AgencyRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly grant: Grant;
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' };

/** One keep-alive pool to one agency. Every answer is bounded in time and bytes, and checked before it is believed. */
export function createAgencyClient(
  origin: string,
  options: { readonly maxBytes: number; readonly connections?: number; readonly connectTimeout?: number },
): AgencyClient {
  const pool = new Pool(origin, {
    connections: options.connections ?? 32,
    keepAliveTimeout: 60_000,
    connect: { timeout: options.connectTimeout ?? 1_000 },
  });
  return {
    async post(path, { query, variables, grant }, milliseconds) {
      if (milliseconds <= 0) return { kind: 'fault', fault: 'TIMED_OUT' };
      const cut = new AbortController();
      const timer = setTimeout(() => cut.abort(), milliseconds);
      try {
        const { statusCode, headers, body } = await pool.request({
          path,
          method: 'POST',
          headers: HEADERS,
          body: JSON.stringify({ query, variables, extensions: { grant } }),
          signal: cut.signal,
          headersTimeout: milliseconds + 500,
          bodyTimeout: milliseconds + 500,
        });
        // A body that is thrown away or cut off says so by an event; one that nobody listens to would end the process.
        body.on('error', () => {});
        const type = String(headers['content-type'] ?? '');
        if (!/^application\/(graphql-response\+)?json\b/.test(type)) {
          body.destroy();
          return { kind: 'fault', fault: 'NOT_GRAPHQL' };
        }
        const text = await readBounded(body, options.maxBytes);
        if (text === null) return { kind: 'fault', fault: 'TOO_LARGE' };
        if (statusCode === 401 || statusCode === 403) return { kind: 'fault', fault: 'REFUSED_GRANT' };
        if (statusCode !== 200) return { kind: 'fault', fault: 'NOT_GRAPHQL' };
        return readReply(text);
      } catch {
        return { kind: 'fault', fault: cut.signal.aborted ? 'TIMED_OUT' : 'UNREACHABLE' };
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => pool.destroy(),
  };
}

async function readBounded(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  maxBytes: number,
): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      body.destroy();
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readReply(text: string): AgencyReply {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'fault', fault: 'NOT_GRAPHQL' };
  }
  if (!isObject(value)) return { kind: 'fault', fault: 'NOT_GRAPHQL' };
  const errors = Array.isArray(value.errors) ? value.errors.map(readError) : [];
  if (!isObject(value.data))
    return { kind: 'fault', fault: errors.length > 0 ? 'ANSWERED_WITH_ERRORS' : 'NOTHING_BUT_NULL' };
  return { kind: 'answered', data: value.data, errors };
}

function readError(error: unknown): AgencyError {
  const { path, extensions } = isObject(error) ? error : {};
  const steps =
    Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number')
      ? (path as (string | number)[])
      : null;
  const code = isObject(extensions) && typeof extensions.code === 'string' ? extensions.code : null;
  return { path: steps, code };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
