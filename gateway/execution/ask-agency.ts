import type { OperationContext } from '../operation-context';
import type { OpenStreams } from '../policy/types';
import type { AgencyClient } from '../subgraph-client/agency-client';
import { keyOf, placeRepresentations, type Representation } from '../subgraph-client/entity-keys';
import { fetchEntities, fetchPlaces } from '../subgraph-client/fetch-entities';
import type { Steps } from '../subgraph-client/prune-fetch';
import type { GrantSigner } from '../subgraph-client/sign-grants';
import type { SettledEntities, StepAnswer, StepRequest } from '../subgraph-client/types';

/** Which streams are open for one person, or one family group, by the agency's own ref. It may have to ask for facts. */
export type SettleStreams = (agency: string, type: string, ref: string) => OpenStreams | Promise<OpenStreams>;

/** The parts that every question to one agency in one operation shares. */
export interface AgencyParts {
  readonly agency: string;
  readonly client: AgencyClient;
  readonly sign: GrantSigner;
  readonly run: OperationContext;
  readonly steps: Steps;
}

/** One plan step at an agency: who may see what of whom is settled first, and only then is the agency asked. */
export async function askAgency(parts: AgencyParts, step: StepRequest, settle: SettleStreams): Promise<StepAnswer> {
  const prepared = parts.steps.prepare(parts.agency, step.query);
  if (!prepared.onEntities) return fetchPlaces(parts, prepared, step);
  return fetchEntities(parts, prepared, step, await settleEntities(parts.agency, step, settle));
}

/** Each entity of a step once, with the streams that are open for it. One without a key of this agency's is left out. */
export async function settleEntities(
  agency: string,
  { variables }: StepRequest,
  settle: SettleStreams,
): Promise<SettledEntities> {
  const { distinct, positions } = placeRepresentations(agency, variables.representations as readonly Representation[]);
  const open = await Promise.all(distinct.map((one) => settle(agency, String(one.__typename), keyOf(agency, one)!)));
  return { distinct, positions, open };
}
