import type { GrantGroup } from '@family-view/schema';
import type { OperationContext } from '../operation-context';
import { nameOf } from '../shared/requester-name';
import { serializeRequest } from '../shared/serialize-request';
import type { AgencyClient } from './agency-client';
import { statementOf } from './fetch-entities';
import { bodyDigest, type GrantSigner } from './sign-grants';
import type { AgencyFault } from './types';

/** What linkage alone asks of an agency's subgraph: to do something, or on whom a requester may. */
export interface ActRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whom it is about, with the stream of the act; nobody where the agency holds nobody. */
  readonly people: readonly GrantGroup[];
  readonly streams: readonly string[];
}

/** `notSent`: the agency knows nothing of it. `unknown`: it may have come there, and may have been done. */
export type ActReply =
  | { readonly kind: 'answered'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'notSent' | 'notGranted' | 'unknown' };

/** Before anything went over the line. */
const NOT_SENT: ReadonlySet<AgencyFault> = new Set(['CIRCUIT_OPEN', 'BULKHEAD_FULL']);

/** Sends it once, and never again by itself: whoever asked for it asks again, with its key. */
export async function sendAct(
  agency: string,
  client: AgencyClient,
  sign: GrantSigner,
  { query, variables, people, streams }: ActRequest,
  run: OperationContext,
): Promise<ActReply> {
  if (run.answers.isInTrouble(agency)) return { kind: 'notSent' };
  for (const group of people) run.answers.asked(agency, group.refs, group.streams);
  if (people.length === 0) run.answers.asked(agency, [], streams);
  const question = serializeRequest(query, variables);
  const grant = await sign({ ...statementOf(agency, run, bodyDigest(question)), people, families: [], streams });
  const reply = await client.post(
    '/graphql',
    { question, grant, requester: nameOf(run.entry.requester) },
    run.deadline,
  );
  if (reply.kind === 'answered' && reply.errors.length === 0) {
    run.answers.answered(agency);
    return { kind: 'answered', data: reply.data };
  }
  if (reply.kind === 'answered') {
    // It says by whom it was stopped: before anything was done, or nobody knows when.
    const isRefused = reply.errors.every(({ code }) => code === 'NOT_GRANTED');
    if (!isRefused) run.answers.trouble(agency, 'ANSWERED_WITH_ERRORS');
    return { kind: isRefused ? 'notGranted' : 'unknown' };
  }
  run.answers.trouble(agency, reply.fault);
  if (NOT_SENT.has(reply.fault)) return { kind: 'notSent' };
  return { kind: reply.fault === 'REFUSED_GRANT' ? 'notGranted' : 'unknown' };
}
