import { randomUUID } from 'node:crypto';
import { serializeRequest } from '../shared/serialize-request';
import type { AgencyClient } from './agency-client';
import { bodyDigest, type GrantSigner } from './sign-grants';

/** Nobody asked for it: the gateway does, of its own accord. */
const GATEWAY = { id: 'family-view-gateway', organisation: 'family-view', role: 'GATEWAY', area: null };
const PATIENCE_MS = 5_000;

/** The agency that is asked, and who signs for it. */
export interface AskedByGateway {
  readonly sign: GrantSigner;
  readonly agency: string;
  readonly client: Pick<AgencyClient, 'post'>;
}

/**
 * One question to an agency's contract that no requester asked, with a grant over no person and no stream.
 * @returns its data; null where the agency did not answer, or answered with errors.
 */
export async function askAsGateway(
  { sign, agency, client }: AskedByGateway,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  patience = PATIENCE_MS,
): Promise<Readonly<Record<string, unknown>> | null> {
  const question = serializeRequest(query, variables);
  const grant = await sign({
    ...{ agency, requester: GATEWAY, purpose: 'AUDIT', caseReference: null, protocolVersion: 'none' },
    ...{ operation: randomUUID(), body: bodyDigest(question), people: [], families: [], streams: [] },
  });
  const came = await client.post('/contract', { question, grant, requester: GATEWAY.id }, { forRound: () => patience });
  return came.kind === 'fault' || came.errors.length > 0 ? null : came.data;
}
