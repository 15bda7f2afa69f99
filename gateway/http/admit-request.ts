import type { FastifyRequest } from 'fastify';
import { FamilyViewError } from '../errors';
import type { Authenticate, RolePurposes } from '../identity/authenticate';
import type { Entry } from '../identity/types';
import { firstHeader } from './first-header';
import type { LimitRate } from './rate-limit';
import { TooMany } from './send-error';

/** Who may come in, and how often. */
export interface Admission {
  readonly authenticate: Authenticate;
  readonly limitRate: LimitRate;
  /** Told of a refusal of somebody known. */
  readonly onRefused: (entry: Entry, fault: unknown) => Promise<void>;
}

/** Whoever stands before the gateway may have looked at the other. */
class SentTwice extends FamilyViewError {
  constructor(name: string) {
    super(`The request has more than one "${name}" line. Send one.`, { code: 'BAD_REQUEST', httpStatus: 400 });
  }
}

/** Headers of one value, of which Node keeps the first and says nothing of the others (RFC 9110, section 5.3; RFC 9112, 3.2). */
const ONCE: ReadonlySet<string> = new Set(['authorization', 'content-type', 'host']);

/**
 * Who asks, for what, by the request's headers.
 * @param purpose in place of the header `x-purpose`, where the request has none.
 * @throws {SentTwice | TooMany} and what `authenticate` refuses by.
 */
export async function admitRequest(
  { authenticate, limitRate, onRefused }: Admission,
  request: FastifyRequest,
  roles: RolePurposes,
  purpose?: string,
): Promise<Entry> {
  refuseSentTwice(request);
  const entry = await authenticate(
    {
      authorization: request.headers.authorization,
      'x-purpose': firstHeader(request.headers['x-purpose']) ?? purpose,
      'x-case-reference': firstHeader(request.headers['x-case-reference']),
      'x-break-glass': firstHeader(request.headers['x-break-glass']),
    },
    roles,
  );
  const rate = await limitRate(entry.requester);
  if (rate.allowed) return entry;
  const refused = new TooMany(rate.retryAfterSeconds);
  await onRefused(entry, refused);
  throw refused;
}

/** Names and values stand in turns. @throws {SentTwice} */
function refuseSentTwice({ raw: { rawHeaders } }: FastifyRequest): void {
  const sent = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase();
    if (!ONCE.has(name)) continue;
    if (sent.has(name)) throw new SentTwice(name);
    sent.add(name);
  }
}
