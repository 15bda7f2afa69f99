/** `oidc-provider` as a process of its own, and somebody who signs in at it as a browser would. */
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../stack';

/** Services that tokens are for, as the provider knows them: of one it makes signed tokens, of the other opaque ones. */
export const SIGNED = 'https://family-view.example/api';
export const OPAQUE = 'https://family-view.example/opaque';
/** As whom the gateway asks about tokens. */
export const GATEWAY = { clientId: 'gateway', clientSecret: 'a secret: 100% of it' };

/** What tokens say, as Keycloak says it: a realm role, and groups by their path. */
export const CLAIMS = {
  name: 'Olu Bright',
  realm_access: { roles: ['offline_access', 'head-of-centre'] },
  groups: ['/organisations/aldermere-childrens-centres', '/areas/thornwick', '/teams/thornwick-hub'],
};
/** The map that makes of it what Family View asks for. */
export const CLAIMS_FILE = `
organisation: { claim: groups, values: { /organisations/aldermere-childrens-centres: aldermere-childrens-centres } }
organisation_type: { claim: groups, values: { /organisations/aldermere-childrens-centres: CHILDRENS_CENTRE } }
role: { claim: realm_access.roles, values: { analyst: ANALYST, head-of-centre: HEAD_OF_CENTRE } }
area: { claim: groups, values: { /areas/thornwick: thornwick, /areas/saltby: saltby } }
team: { claim: groups, values: { /teams/thornwick-hub: thornwick-hub } }
`;

export interface ProviderCounts {
  readonly logins: number;
  readonly renewed: number;
  readonly refused: number;
  readonly revoked: number;
}

export interface OidcProvider {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly introspectionUrl: string;
  /** A new key signs from now on. */
  rotate(): Promise<void>;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** Seconds that tokens last, and that its clock is behind; whether anybody is known there. */
  agree(terms: { readonly lasts?: number; readonly behind?: number; readonly hasAccounts?: boolean }): Promise<void>;
  count(): Promise<ProviderCounts>;
  close(): Promise<void>;
}

interface Told {
  readonly done?: unknown;
  readonly fault?: string;
}

/** @param redirectUri where the portal is come back to. */
export async function startOidcProvider(redirectUri = 'http://127.0.0.1:9/'): Promise<OidcProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const settings = { redirectUri, signed: SIGNED, opaque: OPAQUE, gateway: GATEWAY, claims: CLAIMS };
  const child = fork(join(__dirname, 'serve-provider.mjs'), {
    execArgv: [],
    // Its warnings are for whoever runs one for others.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, PROVIDER_PORT: String(port), PROVIDER_SETTINGS: JSON.stringify(settings) },
  });
  const gone = once(child, 'exit').then((): readonly Told[] => [{ fault: 'it ended' }]);
  const done = async (): Promise<unknown> => {
    const [told] = await Promise.race<readonly Told[]>([once(child, 'message'), gone]);
    if (told === undefined) throw new Error('oidc-provider: it said nothing');
    if (told.fault !== undefined) throw new Error(`oidc-provider: ${told.fault}`);
    return told.done;
  };
  const tell = (what: string, value?: unknown): Promise<unknown> => {
    child.send({ what, value });
    return done();
  };
  await done();
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    introspectionUrl: `${issuer}/token/introspection`,
    rotate: async () => void (await tell('rotate')),
    goAway: async () => void (await tell('goAway')),
    comeBack: async () => void (await tell('comeBack')),
    agree: async (terms) => void (await tell('agree', terms)),
    count: async () => (await tell('count')) as ProviderCounts,
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

export interface TokenAnswer {
  readonly status: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope?: string;
  readonly error?: string;
}

const REDIRECT = 'http://127.0.0.1:9/';

/** Code flow with PKCE (RFC 7636), as the portal does it, by a browser that keeps cookies. @param spoil the verifier. */
export async function signIn(
  { issuer }: OidcProvider,
  {
    resource = SIGNED,
    scope = 'openid offline_access family-view',
    spoil = (verifier: string) => verifier,
    nonce = '',
  } = {},
): Promise<TokenAnswer> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const cookies = new Map<string, string>();
  let address = new URL('/auth', issuer);
  address.search = new URLSearchParams({
    ...{ response_type: 'code', client_id: 'portal', redirect_uri: REDIRECT, scope, resource, state },
    ...{ prompt: 'consent', code_challenge: createHash('sha256').update(verifier).digest('base64url') },
    code_challenge_method: 'S256',
    ...(nonce && { nonce }),
  }).toString();
  while (address.origin === issuer) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    if (to === null) throw new Error(`${address.pathname}: ${response.status} ${await response.text()}`);
    address = new URL(to, address);
  }
  const back = address.searchParams;
  if (back.get('state') !== state) throw new Error('The state is another.');
  if (!back.has('code')) return { status: 400, access_token: '', error: back.get('error') ?? '' };
  return askToken(issuer, {
    ...{ grant_type: 'authorization_code', code: back.get('code')!, redirect_uri: REDIRECT, resource },
    code_verifier: spoil(verifier),
  });
}

export const renew = ({ issuer }: OidcProvider, refresh: string, resource = SIGNED): Promise<TokenAnswer> =>
  askToken(issuer, { grant_type: 'refresh_token', refresh_token: refresh, resource });

/** RFC 7009. */
export async function revoke({ issuer }: OidcProvider, token: string): Promise<number> {
  const body = new URLSearchParams({ client_id: 'portal', token });
  return (await fetch(`${issuer}/token/revocation`, { method: 'POST', body })).status;
}

async function askToken(issuer: string, form: Readonly<Record<string, string>>): Promise<TokenAnswer> {
  const body = new URLSearchParams({ client_id: 'portal', ...form });
  const response = await fetch(`${issuer}/token`, { method: 'POST', body });
  return { ...((await response.json()) as Omit<TokenAnswer, 'status'>), status: response.status };
}
