import type { Dispatcher, Pool } from 'undici';
import { type BodyRead, readBody } from './read-body';
import { type AgencyReply, faulty, readReply } from './read-reply';

// In pairs, as undici goes through them.
const HEADERS = [
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
}

/** `lineFailed`: the agency's own answer has not come, and may come if it is asked again. */
export interface CallEnded {
  readonly reply: AgencyReply;
  readonly lineFailed: boolean;
}

/** Asks once. Redirects are answers like any other that is not GraphQL: a grant goes nowhere but where it was sent. */
export function callAgency(pool: Pool, { path, body, maxBytes, milliseconds }: Call): Promise<CallEnded> {
  return new Promise((resolve) => {
    if (milliseconds <= 0) return resolve({ reply: faulty('TIMED_OUT'), lineFailed: false });
    const call = new CallUnderWay(maxBytes, milliseconds, resolve);
    // The call keeps its own time, which is over before undici's would be.
    const times = { headersTimeout: 0, bodyTimeout: 0 };
    try {
      pool.dispatch({ path, method: 'POST', headers: HEADERS, body, ...times }, call);
    } catch {
      call.onResponseError();
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
    if (!isJson(headers['content-type'])) this.stop('NOT_GRAPHQL', this.lineFailed);
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

  onResponseError(): void {
    this.end(faulty('UNREACHABLE'), true);
  }

  private judge(body: BodyRead): void {
    if (body.kind !== 'text') this.end(faulty(body.kind === 'too large' ? 'TOO_LARGE' : 'NOT_GRAPHQL'), false);
    else if (this.status === 401 || this.status === 403) this.end(faulty('REFUSED_GRANT'), false);
    else if (this.status !== 200) this.end(faulty('NOT_GRAPHQL'), this.lineFailed);
    else this.end(readReply(body.text), false);
  }

  /** Said by what stands before an agency that is being restarted. */
  private get lineFailed(): boolean {
    return this.status === 502;
  }

  private stop(fault: 'TIMED_OUT' | 'TOO_LARGE' | 'NOT_GRAPHQL', lineFailed: boolean): void {
    this.end(faulty(fault), lineFailed);
    this.controller?.abort(new Error(fault));
  }

  private end(reply: AgencyReply, lineFailed: boolean): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.chunks.length = 0;
    this.resolve({ reply, lineFailed });
  }
}

const isJson = (type: unknown): boolean => /^application\/(graphql-response\+)?json\b/i.test(String(type ?? ''));
