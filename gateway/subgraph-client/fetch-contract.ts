import type { GrantGroup } from '@family-view/schema';
import type { OperationContext } from '../operation-context';
import { nameOf } from '../shared/requester-name';
import { serializeRequest } from '../shared/serialize-request';
import type { AgencyClient } from './agency-client';
import { statementOf } from './fetch-entities';
import { bodyDigest, type GrantSigner } from './sign-grants';

/** One question of linkage to one agency's contract. */
export interface ContractRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Which of the agency's people the question is about, and under which streams. */
  readonly people: readonly GrantGroup[];
  /** Streams that need no person: matching, coverage, rosters. */
  readonly streams: readonly string[];
}

/** The data, or null where the agency did not answer: noted in `run.answers`. Any error makes the answer a fault. */
export async function askContract(
  agency: string,
  client: AgencyClient,
  sign: GrantSigner,
  { query, variables, people, streams }: ContractRequest,
  run: OperationContext,
): Promise<Readonly<Record<string, unknown>> | null> {
  if (run.answers.isInTrouble(agency)) return null;
  for (const group of people) run.answers.asked(agency, group.refs, group.streams);
  if (people.length === 0) run.answers.asked(agency, [], streams);
  const question = serializeRequest(query, variables);
  const statement = {
    ...statementOf(agency, run, bodyDigest(question)),
    people,
    families: [],
    streams,
  };
  const grant = await sign(statement);
  // What tells an agency something is told once, even where its answer got lost.
  const again = query.startsWith('query') ? { signAgain: () => sign(statement) } : {};
  const reply = await client.post(
    '/contract',
    { question, grant, requester: nameOf(run.entry.requester), ...again },
    run.deadline,
  );
  if (reply.kind === 'fault' || reply.errors.length > 0) {
    run.answers.trouble(agency, reply.kind === 'fault' ? reply.fault : 'ANSWERED_WITH_ERRORS');
    return null;
  }
  run.answers.answered(agency);
  return reply.data;
}
