/** One read of a partner system over HTTP: fresh, whole, in time, and told apart in the log by what went wrong. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'undici';

export interface PartnerRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the read, waiting for a busy system included. */
  readonly signal: AbortSignal;
  /** In bytes. */
  readonly byteLimit: number;
  /** Where it is not a plain GET. */
  readonly body?: string;
}

/** Why an answer was none. The operator's log names the code; nothing of the answer goes with it. */
export type AnswerFault =
  | `HTTP_${number}`
  | 'OUT_OF_A_CACHE'
  | 'TOO_LARGE'
  | 'NOT_UTF8'
  | 'FOREIGN_NEXT_LINK'
  | 'PAGES_WITHOUT_END'
  | 'NOT_WHOLE';

/** A partner system answered, and not with what may be read as its record. */
export class PartnerAnswerFault extends Error {
  constructor(
    readonly code: AnswerFault,
    expected: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`expected ${expected}`, options);
    this.name = 'PartnerAnswerFault';
  }
}

/**
 * What closes a record stands in these reads, and an answer out of a cache opens again what was closed since. A default
 * HAPI FHIR server repeats a search's answer for a minute unless it is asked not to (RFC 9111, 5.2.1.4).
 */
const FRESH = { 'cache-control': 'no-cache' } as const;
/** A busy system that says when to ask again is asked again, this often at most. */
const MOST_TRIES = 3;

/**
 * The parsed JSON of a 200, and the answer's headers. A 429 or 503 with `Retry-After` (RFC 9110, 10.2.3) is asked again
 * within the signal's time, and a kept-open connection that the system shut as we wrote once. Throws `PartnerAnswerFault`,
 * or what the connection threw.
 */
export async function readAnswer(
  pool: Pool,
  request: PartnerRequest,
  parse: (text: string) => unknown = JSON.parse,
): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const answer = await askTwice(pool, request);
    const pause =
      answer.statusCode === 429 || answer.statusCode === 503 ? pauseOf(answer.headers['retry-after']) : null;
    if (pause === null || tries >= MOST_TRIES) return parse(await readText(answer, request.byteLimit));
    await answer.body.dump();
    try {
      await wait(pause, undefined, { signal: request.signal });
    } catch (cause) {
      // It was busy for longer than there was time: that is what the log says, not that it was slow.
      throw new PartnerAnswerFault(`HTTP_${answer.statusCode}`, `status 200, got ${answer.statusCode}`, { cause });
    }
  }
}

type Answer = Awaited<ReturnType<Pool['request']>>;

async function askTwice(pool: Pool, { path, headers, signal, body }: PartnerRequest): Promise<Answer> {
  const ask = () =>
    pool.request({
      path,
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...FRESH },
      signal,
      body,
    });
  try {
    return await ask();
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    if (code !== 'ECONNRESET' && code !== 'UND_ERR_SOCKET') throw cause;
    return ask();
  }
}

/** Milliseconds to wait; null where it is not said. A date is measured by this machine's clock. */
function pauseOf(written: string | string[] | undefined): number | null {
  const text = [written].flat()[0]?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

async function readText({ statusCode, headers, body }: Answer, byteLimit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes: Buffer = Buffer.from(chunk);
    size += bytes.length;
    if (size > byteLimit) throw new PartnerAnswerFault('TOO_LARGE', `at most ${byteLimit} bytes`);
    chunks.push(bytes);
  }
  if (statusCode !== 200) throw new PartnerAnswerFault(`HTTP_${statusCode}`, `status 200, got ${statusCode}`);
  // A cache on the way that heeds no request for a fresh answer adds an Age (RFC 9111, 5.1).
  if ([headers.age].flat().some((age) => Number(age) > 0))
    throw new PartnerAnswerFault('OUT_OF_A_CACHE', 'an answer of now, got one out of a cache');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    // Another letter in a name is another name.
    throw new PartnerAnswerFault('NOT_UTF8', 'UTF-8', { cause });
  }
}
