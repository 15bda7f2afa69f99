import { z } from 'zod';
import type { Audit } from '../audit/open-audit';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { type AskedByGateway, askAsGateway } from '../subgraph-client/ask-as-gateway';
import type { GrantSigner } from '../subgraph-client/sign-grants';

export interface CountersigningParts {
  readonly audit: Pick<Audit, 'checkpoints'>;
  readonly sign: GrantSigner;
  /** Agencies of the version that is served, as it is at each round. */
  readonly clients: () => ReadonlyMap<string, Pick<AgencyClient, 'post'>>;
  /** Those whose contract is too early for it. */
  readonly without: () => ReadonlySet<string>;
  /** What a person must look at: an agency says that this is not the log that it signed. */
  readonly alert: (event: string, about: Readonly<Record<string, unknown>>) => void;
  readonly onFault: (fault: unknown) => void;
}

const QUERY =
  'mutation ($checkpoint: AuditCheckpoint!) { countersign(checkpoint: $checkpoint) { outcome signature key size } }';
const reply = z.object({
  countersign: z.object({
    outcome: z.enum(['SIGNED', 'NOT_SIGNED_BY_KEY', 'NOT_FROM_LAST', 'NOT_CONSISTENT']),
    signature: z.string().nullable(),
    key: z.string(),
    size: z.number(),
  }),
});
type Reply = z.infer<typeof reply>['countersign'];

/**
 * Has the agencies countersign the newest checkpoint of the audit, each for itself: whoever would exchange the audit for
 * another would have to exchange what each of them keeps. An agency that does not answer is asked again in the next round.
 */
export async function countersignAudit(parts: CountersigningParts): Promise<void> {
  const without = parts.without();
  await Promise.all(
    [...parts.clients()].map(async ([agency, client]) => {
      if (without.has(agency)) return;
      await countersignAt(parts, agency, client).catch(parts.onFault);
    }),
  );
}

async function countersignAt(
  parts: CountersigningParts,
  agency: string,
  client: Pick<AgencyClient, 'post'>,
): Promise<void> {
  const { offer, countersigned } = parts.audit.checkpoints;
  const first = await offer(agency);
  if (!first) return;
  let sent = first;
  let told = await ask({ sign: parts.sign, agency, client }, sent);
  if (told?.outcome === 'NOT_FROM_LAST') {
    // It signed what was not noted here; or it has lost what it signed, and a person must ask why.
    if (told.size < sent.from)
      parts.alert('audit-countersignatures-lost', { agency, signed: told.size, noted: sent.from });
    const again = await offer(agency, told.size);
    if (!again) return;
    sent = again;
    told = await ask({ sign: parts.sign, agency, client }, sent);
  }
  if (!told) return;
  if (told.outcome !== 'SIGNED' || told.signature === null) {
    parts.alert('audit-not-countersigned', { agency, outcome: told.outcome, signed: told.size });
    return;
  }
  if (!(await countersigned(agency, { note: sent.note, line: told.signature, key: told.key })))
    parts.alert('audit-not-countersigned', { agency, outcome: 'SIGNED_BY_ANOTHER_KEY', signed: told.size });
}

async function ask(by: AskedByGateway, checkpoint: object): Promise<Reply | null> {
  return reply.safeParse(await askAsGateway(by, QUERY, { checkpoint })).data?.countersign ?? null;
}
