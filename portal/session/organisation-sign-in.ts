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
  refreshTokenGrantRequest,
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
}

/** What must outlive the way to the provider and back; it is gone before it is used. */
const ON_THE_WAY = 'family-view-on-the-way';

/** Null where none is set up. */
export async function readSignIn(): Promise<OrganisationSignIn | null> {
  const response = await fetch('/sign-in', { headers: { accept: 'application/json' } });
  if (!response.ok) return null;
  const told: unknown = await response.json();
  if (!isRecord(told)) return null;
  const { issuer, clientId, audience, scope = 'openid offline_access' } = told;
  if (
    typeof issuer !== 'string' ||
    typeof clientId !== 'string' ||
    typeof audience !== 'string' ||
    typeof scope !== 'string'
  )
    return null;
  return { issuer, clientId, audience, scope };
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
    // RFC 8707, section 2: an absolute URI, by which others than Auth0 know for whom a token is.
    ...(URL.canParse(settings.audience) && { resource: settings.audience }),
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  window.location.assign(address);
}

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
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    None(),
    answer,
    here(),
    verifier,
    loosened(settings),
  );
  const told = await processAuthorizationCodeResponse(server, client, response);
  let refresh = told.refresh_token;
  if (refresh !== undefined)
    keepRenewal(told.access_token, async () => {
      const again = await refreshTokenGrantRequest(server, client, None(), refresh!, loosened(settings));
      const next = await processRefreshTokenResponse(server, client, again);
      refresh = next.refresh_token ?? refresh;
      return next.access_token;
    });
  return told.access_token;
}

async function discover(settings: OrganisationSignIn) {
  const issuer = new URL(settings.issuer);
  return processDiscoveryResponse(issuer, await discoveryRequest(issuer, loosened(settings)));
}

/** Without TLS only on this very machine. */
const loosened = ({ issuer }: OrganisationSignIn) => ({
  [allowInsecureRequests]: ['127.0.0.1', 'localhost'].includes(new URL(issuer).hostname),
});
