import type { AgencyClient } from './agency-client';
import { askAsGateway } from './ask-as-gateway';
import type { GrantSigner } from './sign-grants';

const PATIENCE_MS = 1_500;

/** Asks an agency nothing, with a grant over no person and no stream: whether it takes it, its client then says. */
export async function tryGrant(
  agency: string,
  client: Pick<AgencyClient, 'post'> | undefined,
  sign: GrantSigner,
): Promise<void> {
  if (client) await askAsGateway({ sign, agency, client }, '{ __typename }', {}, PATIENCE_MS);
}
