/// <reference lib="dom" />
import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import { isRecord, keepRenewal } from './session-context';

/** Where an organisation's people sign in, as the gateway is set up (`GET /sign-in`; `null` where it is not). */
export interface OrganisationSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  /** What is asked for, in words. */
  readonly scope: string;
  /** `consent` where the provider gives a refresh token only so (OpenID Connect Core 1.0, section 11). */
  readonly prompt: string | null;
}

/** How the sign-in of this page is ended. */
let endAtOrganisation: (() => Promise<void>) | null = null;

/** What must outlive the way to the provider and back; it is gone before it is used. */
const ON_THE_WAY = 'family-view-on-the-way';

/** Null where none is set up. */
export async function readSignIn(): Promise<OrganisationSignIn | null> {
  const response = await fetch('/sign-in', { headers: { accept: 'application/json' } });
  if (!response.ok) return null;
  const told: unknown = await response.json();
  if (!isRecord(told)) return null;
  const { issuer, clientId, audience, scope = 'openid offline_access', prompt } = told;
  if (
    typeof issuer !== 'string' ||
    typeof clientId !== 'string' ||
    typeof audience !== 'string' ||
    typeof scope !== 'string'
  )
    return null;
  return { issuer, clientId, audience, scope, prompt: typeof prompt === 'string' ? prompt : null };
}

const here = (): string => `${window.location.origin}/`;

/** OpenID Connect, code flow with PKCE: leaves this page for the provider's. */
export async function goToSignIn(settings: OrganisationSignIn, place: string = window.location.hash): Promise<void> {
  const server = await discover(settings);
  if (server.authorization_endpoint === undefined) throw new Error('The sign-in names no address to go to.');
  const state = generateRandomState();
  const verifier = generateRandomCodeVerifier();
  sessionStorage.setItem(ON_THE_WAY, JSON.stringify({ state, verifier, place }));
  const address = new URL(server.authorization_endpoint);
  const asked = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: here(),
    // A refresh token, where the provider gives one: a sitting outlasts a token.
    scope: settings.scope,
    audience: settings.audience,
    ...resourceOf(settings),
    ...(settings.prompt !== null && { prompt: settings.prompt }),
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  window.location.assign(address);
}

/** RFC 8707, section 2: an absolute URI, by which others than Auth0 know for whom a token is; said at each step (2.2). */
const resourceOf = ({ audience }: OrganisationSignIn): Readonly<Record<string, string>> =>
  URL.canParse(audience) ? { resource: audience } : {};

/** The token, where this page was come back to with a code; empty where it was not. The address is cleaned of it. */
export async function tokenFromSignIn(settings: OrganisationSignIn): Promise<string> {
  const address = new URL(window.location.href);
  const kept = sessionStorage.getItem(ON_THE_WAY);
  sessionStorage.removeItem(ON_THE_WAY);
  if (!address.searchParams.has('state') || kept === null) return '';
  const { state, verifier, place } = JSON.parse(kept) as Readonly<Record<'state' | 'verifier' | 'place', string>>;
  history.replaceState(null, '', `/${place}`);
  const server = await discover(settings);
  const client = { client_id: settings.clientId };
  const answer = validateAuthResponse(server, client, address, state);
  const response = await authorizationCodeGrantRequest(server, client, None(), answer, here(), verifier, {
    ...loosened(settings),
    additionalParameters: resourceOf(settings),
  });
  const told = await processAuthorizationCodeResponse(server, client, response);
  let refresh = told.refresh_token;
  endAtOrganisation = async () => {
    if (refresh !== undefined && server.revocation_endpoint !== undefined)
      await revocationRequest(server, client, None(), refresh, loosened(settings))
        .then(processRevocationResponse)
        .catch(() => {});
    window.location.assign(whereToEnd(server.end_session_endpoint, settings.clientId, told.id_token));
  };
  if (refresh !== undefined)
    keepRenewal(told.access_token, async () => {
      const again = await refreshTokenGrantRequest(server, client, None(), refresh!, {
        ...loosened(settings),
        additionalParameters: resourceOf(settings),
      });
      const next = await processRefreshTokenResponse(server, client, again);
      refresh = next.refresh_token ?? refresh;
      return next.access_token;
    });
  return told.access_token;
}

/**
 * Ends the sign-in at the provider, too, and comes back to the first page: whoever sits down next is asked who they are. The
 * refresh token is revoked (RFC 7009): of its own it would outlast the sign-in.
 */
export const signOutAtOrganisation = async (): Promise<void> => endAtOrganisation?.();

/** OpenID Connect RP-Initiated Logout 1.0, section 2; a provider without it is left as it is. */
function whereToEnd(endpoint: string | undefined, clientId: string, idToken: string | undefined): string {
  if (endpoint === undefined) return here();
  const address = new URL(endpoint);
  const asked = {
    client_id: clientId,
    post_logout_redirect_uri: here(),
    ...(idToken !== undefined && { id_token_hint: idToken }),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return address.href;
}

async function discover(settings: OrganisationSignIn) {
  const issuer = new URL(settings.issuer);
  return processDiscoveryResponse(issuer, await discoveryRequest(issuer, loosened(settings)));
}

/** Without TLS only on this very machine. */
const loosened = ({ issuer }: OrganisationSignIn) => ({
  [allowInsecureRequests]: ['127.0.0.1', 'localhost'].includes(new URL(issuer).hostname),
});
