import type { FastifyReply } from 'fastify';
import { FamilyViewError } from '../errors';
import { Overloaded, TooManyAtOnce } from './concurrency-limiter';
import { statusOf, typeOf } from './negotiate';

export class TooMany extends FamilyViewError {
  constructor(override readonly retryAfterSeconds: number) {
    super(`Too many requests. Try again in ${retryAfterSeconds} s.`, { code: 'TOO_MANY_REQUESTS', httpStatus: 429 });
  }
}

/** Answers with an error as GraphQL has them: ours in their own words, any other in a fixed sentence. */
export function sendError(
  reply: FastifyReply,
  error: unknown,
  onFault: (fault: unknown) => void,
  accept?: string,
): FastifyReply {
  const { status, code, message } = describe(error);
  // That there is too much to do is no fault, and not to be logged thousands of times a second.
  if (status >= 500 && !(error instanceof Overloaded)) onFault(error);
  const busy = error instanceof TooMany || error instanceof Overloaded || error instanceof TooManyAtOnce ? error : null;
  if (busy) reply.header('retry-after', String(busy.retryAfterSeconds));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(statusOf(accept, status, code))
    .type(typeOf(accept))
    .send({ errors: [{ message, extensions: { code, retryAfterSeconds: busy?.retryAfterSeconds } }] });
}

/** The code that an error is told by. */
export const codeOf = (error: unknown): string => describe(error).code;

function describe(error: unknown): { readonly status: number; readonly code: string; readonly message: string } {
  if (error instanceof FamilyViewError) return { status: error.httpStatus, code: error.code, message: error.message };
  const status = (error as { readonly statusCode?: unknown }).statusCode;
  if (status === 413)
    return { status, code: 'BODY_TOO_LARGE', message: 'The request body is larger than the gateway takes.' };
  if (typeof status === 'number' && status >= 400 && status < 500)
    return {
      status,
      code: 'BAD_REQUEST',
      message: 'The request is not of a form that the gateway takes: send JSON with a "query".',
    };
  return { status: 500, code: 'OUR_FAULT', message: 'The gateway could not answer. It is our fault, not a refusal.' };
}
