import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type ConcurrencyLimiter, Overloaded } from './concurrency-limiter';
import { typeOf } from './negotiate';

/** What every answer carries, whatever it is. */
export const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
export const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";
const KEEP_ALIVE_MS = 72_000;
const REQUEST_MS = 30_000;

/**
 * A server that sends whoever asks a question away at once while nothing more can be carried, before anything of theirs
 * is read: each refusal costs what might have carried somebody.
 */
export const shedLoadFrom =
  (limiter: ConcurrencyLimiter, isQuestion: (path: string) => boolean) =>
  (handle: RequestListener): Server =>
    createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS }, (request, response) => {
      if (isQuestion(pathOf(request)) && limiter.isFull(request.headers.authorization)) shedLoad(request, response);
      else handle(request, response);
    });

function shedLoad({ headers }: IncomingMessage, response: ServerResponse): void {
  response.writeHead(OVERLOADED.httpStatus, [...REFUSED, 'content-type', typeOf(headers.accept)]).end(REFUSAL);
}

const OVERLOADED = new Overloaded();
const REFUSAL = JSON.stringify({ errors: [{ message: OVERLOADED.message, extensions: { code: OVERLOADED.code } }] });
/** In pairs, and written once: thousands may be sent away in a second. */
const REFUSED = Object.entries({
  ...ALWAYS,
  'cache-control': 'no-store',
  'content-security-policy': NO_PAGE,
  'retry-after': String(OVERLOADED.retryAfterSeconds),
  'content-length': String(Buffer.byteLength(REFUSAL)),
}).flat();
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0]!;
