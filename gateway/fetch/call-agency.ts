import type { Pool } from 'undici';
import { readBody } from './read-body';
import { type AgencyReply, faulty, readReply } from './read-reply';

const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
  'accept-encoding': 'gzip',
};

export interface Call {
  readonly path: string;
  readonly body: string;
  readonly maxBytes: number;
  /** For the whole of it: connecting, sending, and the last byte of the answer. */
  readonly milliseconds: number;
}

/** `lineFailed`: the agency's own answer has not come, and may come if it is asked again. */
export interface CallEnded {
  readonly reply: AgencyReply;
  readonly lineFailed: boolean;
}

/** Asks once. Redirects are answers like any other that is not GraphQL: a grant goes nowhere but where it was sent. */
export async function callAgency(pool: Pool, { path, body, maxBytes, milliseconds }: Call): Promise<CallEnded> {
  if (milliseconds <= 0) return { reply: faulty('TIMED_OUT'), lineFailed: false };
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), milliseconds);
  try {
    const answer = await pool.request({
      path,
      method: 'POST',
      headers: HEADERS,
      body,
      signal: cut.signal,
      headersTimeout: milliseconds + 500,
      bodyTimeout: milliseconds + 500,
    });
    // A body that is thrown away or cut off says so by an event; one that nobody listens to would end the process.
    answer.body.on('error', () => {});
    // Said by what stands before an agency that is being restarted.
    const lineFailed = answer.statusCode === 502;
    if (!isJson(answer.headers['content-type'])) {
      answer.body.destroy();
      return { reply: faulty('NOT_GRAPHQL'), lineFailed };
    }
    const read = await readBody(answer.body, answer.headers, maxBytes);
    if (read.kind !== 'text')
      return { reply: faulty(read.kind === 'too large' ? 'TOO_LARGE' : 'NOT_GRAPHQL'), lineFailed: false };
    if (answer.statusCode === 401 || answer.statusCode === 403)
      return { reply: faulty('REFUSED_GRANT'), lineFailed: false };
    if (answer.statusCode !== 200) return { reply: faulty('NOT_GRAPHQL'), lineFailed };
    return { reply: readReply(read.text), lineFailed: false };
  } catch {
    if (cut.signal.aborted) return { reply: faulty('TIMED_OUT'), lineFailed: false };
    return { reply: faulty('UNREACHABLE'), lineFailed: true };
  } finally {
    clearTimeout(timer);
  }
}

const isJson = (type: unknown): boolean => /^application\/(graphql-response\+)?json\b/i.test(String(type ?? ''));
