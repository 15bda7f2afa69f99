import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTooMuch } from './concurrency-limiter';

/** How a request ended. `partial`: a part of the answer is unavailable. */
export type RequestOutcome = 'whole' | 'partial' | 'refused' | 'overloaded' | 'failed';

/** What is known of a request when it has been answered: names of ours and counts. Nothing that whoever asks has written. */
export interface EndedRequest {
  readonly requestId: string;
  readonly method: string;
  /** As it is declared, never as it was asked: an address may hold anything. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly outcome: RequestOutcome;
  /** Of a refusal or a fault. */
  readonly code: string | null;
  /** Of a question alone: a name of the manifest, or `other`. */
  readonly operation?: string;
  /** Our own reference of the operation, as the answer and the audit have it. */
  readonly reference?: string | null;
  readonly agencyCalls?: number;
}

/** What is noted of one request while it is answered. */
export class RequestNote {
  code: string | null = null;
  name: string | null = null;
  reference: string | null = null;
  agencyCalls = 0;
  isPartial = false;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** The request's own id where it is one that says nothing (RFC 9562), or null. */
export const requestIdOf = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' && UUID.test(header) ? header : null;

export function endOf(
  request: FastifyRequest,
  reply: FastifyReply,
  note: RequestNote,
  asked: { readonly isQuestion: boolean; readonly names: ReadonlySet<string> },
): EndedRequest {
  const { code, isPartial } = note;
  return {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    outcome: outcomeOf(reply.statusCode, code, isPartial),
    code,
    ...(asked.isQuestion && {
      operation: nameIn(asked.names, note.name),
      reference: note.reference,
      agencyCalls: note.agencyCalls,
    }),
  };
}

/** A client may call its operations as it likes: those that are known beforehand alone are told apart. */
const nameIn = (names: ReadonlySet<string>, name: string | null): string =>
  name !== null && names.has(name) ? name : 'other';

function outcomeOf(status: number, code: string | null, isPartial: boolean): RequestOutcome {
  if (code !== null && isTooMuch(code, status)) return 'overloaded';
  if (status >= 500) return 'failed';
  if (status >= 400 || code !== null) return 'refused';
  return isPartial ? 'partial' : 'whole';
}
