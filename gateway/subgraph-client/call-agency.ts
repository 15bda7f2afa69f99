import type { Dispatcher, Pool } from 'undici';
import { nameCause } from './name-cause';
import { type BodyRead, readBody } from './read-body';
import { type AgencyReply, faulty, readReply } from './read-reply';
import { readRetryAfter } from './retry-after';
import type { AgencyFault } from './types';

// In pairs, as undici goes through them.
const HEADERS: readonly string[] = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json',
  'accept-encoding',
  'gzip',
];

export interface Call {
  readonly path: string;
  readonly body: string;
  readonly maxBytes: number;
  /** For the whole of it: connecting, sending, and the last byte of the answer. */
  readonly milliseconds: number;
  /** W3C Trace Context. */
  readonly traceparent?: string | null;
}

export interface CallEnded {
  readonly reply: AgencyReply;
  /** The agency's own answer has not come, and may come if it is asked again. */
  readonly lineFailed: boolean;
  /** No connection, no answer in time, or a 5xx that is no GraphQL: that says something of the agency, and nothing else does. */
  readonly isUnwell: boolean;
  /** It has asked to be asked again, after so many milliseconds. */
  readonly retryAfter: number | null;
  /** Why it could not be reached, where that has a name: see `nameCause`. */
  readonly cause: string | null;
}

/** Asks once. Redirects are answers like any other that is not GraphQL: a grant goes nowhere but where it was sent. */
export function callAgency(pool: Pool, { path, body, maxBytes, milliseconds, traceparent }: Call): Promise<CallEnded> {
  return new Promise((resolve) => {
    if (milliseconds <= 0)
      return resolve({ reply: faulty('TIMED_OUT'), lineFailed: false, isUnwell: true, retryAfter: null, cause: null });
    const call = new CallUnderWay(maxBytes, milliseconds, resolve);
    // The call keeps its own time, which is over before undici's would be.
    const times = { headersTimeout: 0, bodyTimeout: 0 };
    try {
      const headers = traceparent ? [...HEADERS, 'traceparent', traceparent] : [...HEADERS];
      pool.dispatch({ path, method: 'POST', headers, body, ...times }, call);
    } catch (fault) {
      call.onResponseError(null, fault);
    }
  });
}

/** What is heard of one call. Its end is told once, whatever is heard after. */
class CallUnderWay implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private readonly chunks: Buffer[] = [];
  private controller: Dispatcher.DispatchController | null = null;
  private bytes = 0;
  private status = 0;
  private isPacked = false;
  /** The type that only GraphQL has: its body is the answer, whatever the status (GraphQL over HTTP, section 6.4.2). */
  private isGraphql = false;
  private retryAfter: number | null = null;
  private cause: string | null = null;
  private ended = false;

  constructor(
    private readonly maxBytes: number,
    milliseconds: number,
    private readonly resolve: (ended: CallEnded) => void,
  ) {
    this.timer = setTimeout(() => this.stop('TIMED_OUT', false), milliseconds);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // It waited for its connection until its time was over.
    if (this.ended) controller.abort(new Error('too late'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // Something on the way says that it is coming.
    if (status < 200) return;
    this.status = status;
    const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
    this.isPacked = encoding === 'gzip' || encoding === 'x-gzip';
    const type = String(headers['content-type'] ?? '');
    this.isGraphql = GRAPHQL.test(type);
    if (status === 429 || status === 503) this.retryAfter = readRetryAfter(headers['retry-after']);
    if (!this.isGraphql && !JSON_TYPE.test(type)) this.stop('NOT_GRAPHQL', this.lineFailed);
    else if (isOtherCharset(type)) this.stop('MALFORMED', false);
    else if (Number(headers['content-length'] ?? 0) > this.maxBytes) this.stop('TOO_LARGE', false);
    // Packed in a way that was not asked for.
    else if (!this.isPacked && encoding !== 'identity') this.stop('NOT_GRAPHQL', false);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.ended) return;
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) this.stop('TOO_LARGE', false);
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.ended) return;
    const read = readBody(this.chunks, this.isPacked, this.maxBytes);
    if (read instanceof Promise) void read.then((body) => this.judge(body));
    else this.judge(read);
  }

  onResponseError(_controller: unknown, fault: unknown): void {
    if (this.ended) return;
    this.cause = nameCause(fault);
    this.end(faulty('UNREACHABLE'), true);
  }

  private judge(body: BodyRead): void {
    if (body.kind !== 'text') this.end(faulty(UNREADABLE[body.kind]), false);
    else if (this.status === 401 || this.status === 403) this.end(faulty('REFUSED_GRANT'), false);
    else if (!this.isGraphql && (this.status < 200 || this.status > 299))
      this.end(faulty('NOT_GRAPHQL'), this.lineFailed);
    else this.end(readReply(body.text), false);
  }

  /** Said by what stands before an agency that is being restarted. */
  private get lineFailed(): boolean {
    return this.status === 502;
  }

  private stop(fault: AgencyFault, lineFailed: boolean): void {
    this.end(faulty(fault), lineFailed);
    this.controller?.abort(new Error(fault));
  }

  private end(reply: AgencyReply, lineFailed: boolean): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.chunks.length = 0;
    this.resolve({ reply, lineFailed, isUnwell: this.isUnwell(reply), retryAfter: this.retryAfter, cause: this.cause });
  }

  private isUnwell(reply: AgencyReply): boolean {
    if (reply.kind !== 'fault') return false;
    if (reply.fault === 'UNREACHABLE' || reply.fault === 'TIMED_OUT') return true;
    return reply.fault === 'NOT_GRAPHQL' && this.status >= 500;
  }
}

const UNREADABLE = { 'too large': 'TOO_LARGE', garbled: 'NOT_GRAPHQL', 'not utf-8': 'MALFORMED' } as const;
const GRAPHQL = /^application\/graphql-response\+json\s*(;|$)/i;
const JSON_TYPE = /^application\/json\s*(;|$)/i;
/** JSON between systems is UTF-8 (RFC 8259, section 8.1). */
const isOtherCharset = (type: string): boolean =>
  [...type.matchAll(/;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/gi)].some(([, charset]) => !/^"?utf-?8"?$/i.test(charset!));
