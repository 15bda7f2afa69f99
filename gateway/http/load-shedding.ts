import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type ConcurrencyLimiter, Overloaded, type Refusal, TooManyAtOnce } from './concurrency-limiter';
import type { CrossOrigin } from './cross-origin';
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
  (
    limiter: ConcurrencyLimiter,
    isQuestion: (path: string) => boolean,
    headersFor: CrossOrigin['headersFor'],
    onShed: (refusal: Refusal) => void = () => {},
  ) =>
  (handle: RequestListener): Server =>
    createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS }, (request, response) => {
      // A preflight costs nothing, and without its answer a page could not read the refusal.
      const asks = request.method !== 'OPTIONS' && isQuestion(pathOf(request));
      const refusal = asks ? limiter.refusal(request.headers.authorization) : null;
      if (!refusal) return void handle(request, response);
      shedLoad(refusal, request, response, headersFor);
      onShed(refusal);
    });

function shedLoad(
  refusal: Refusal,
  { headers }: IncomingMessage,
  response: ServerResponse,
  headersFor: CrossOrigin['headersFor'],
): void {
  const { head, body } = refusal instanceof Overloaded ? OVERLOADED : TOO_MANY;
  const more = headersFor(headers.origin);
  response.writeHead(refusal.httpStatus, [...head, ...more, 'content-type', typeOf(headers.accept)]).end(body);
}

/** In pairs, and written once: thousands may be sent away in a second. */
function write({ message, code, retryAfterSeconds }: Refusal) {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const head = Object.entries({
    ...ALWAYS,
    'cache-control': 'no-store',
    'content-security-policy': NO_PAGE,
    'retry-after': String(retryAfterSeconds),
    'content-length': String(Buffer.byteLength(body)),
  }).flat();
  return { head, body };
}
const OVERLOADED = write(new Overloaded());
const TOO_MANY = write(new TooManyAtOnce());
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0]!;
