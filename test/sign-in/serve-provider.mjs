/**
 * A sign-in as councils run one: `oidc-provider`, certified for OpenID Connect, on the port of PROVIDER_PORT. It believes
 * whoever comes, and asks nobody anything; all else is as it comes. Told what to do by the messages of `oidc-provider.ts`.
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Provider, { errors } from 'oidc-provider';

const port = Number(process.env.PROVIDER_PORT);
const issuer = `http://127.0.0.1:${port}`;
const { redirectUri, signed, opaque, gateway, claims } = JSON.parse(process.env.PROVIDER_SETTINGS);
const terms = { lasts: 600, behind: 0, hasAccounts: true };
const counts = { logins: 0, renewed: 0, refused: 0, revoked: 0 };
const realNow = Date.now;
Date.now = () => realNow() - terms.behind * 1_000;
let keys = [newKey()];
let provider = open();
let server;

function newKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'ES256', use: 'sig' };
}

function open() {
  const formatOf = { [signed]: 'jwt', [opaque]: 'opaque' };
  const opened = new Provider(issuer, {
    jwks: { keys },
    cookies: { keys: [randomUUID()] },
    scopes: ['openid', 'offline_access', 'family-view'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: [
      {
        client_id: 'portal',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [redirectUri],
      },
      {
        client_id: gateway.clientId,
        client_secret: gateway.clientSecret,
        grant_types: [],
        redirect_uris: [],
        response_types: [],
      },
    ],
    // An ID token says as much as an access token, as at providers that put roles into both.
    claims: { openid: ['sub', ...Object.keys(claims)] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) => (terms.hasAccounts ? { accountId: sub, claims: () => ({ sub, ...claims }) } : undefined),
    extraTokenClaims: () => claims,
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: () => terms.lasts },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: (_, client) => client.clientId === gateway.clientId },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(_, resource) {
          if (!formatOf[resource]) throw new errors.InvalidTarget();
          return {
            scope: 'family-view',
            audience: resource,
            accessTokenFormat: formatOf[resource],
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(context, form) {
          context.body = `<!DOCTYPE html><title>Sign out</title>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
        },
      },
    },
  });
  const count = (name) => (context) => {
    if (name === 'revoked' || context.oidc.params?.grant_type === 'refresh_token') counts[name] += 1;
  };
  opened.on('grant.success', count('renewed'));
  opened.on('grant.error', count('refused'));
  opened.on('grant.revoked', count('revoked'));
  return opened;
}

/** In the place of a page that asks for a password, and of one that asks for consent. */
async function interact(request, response) {
  const { prompt, session, params, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    counts.logins += 1;
    return provider.interactionFinished(request, response, { login: { accountId: 'w-olu' } });
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details;
  grant.addOIDCScope(missingOIDCScope.join(' '));
  for (const [resource, scopes] of Object.entries(missingResourceScopes))
    grant.addResourceScope(resource, scopes.join(' '));
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

const listen = () =>
  new Promise((resolve) => {
    server = createServer((request, response) => {
      const answer = request.url.startsWith('/interaction/') ? interact : provider.callback();
      Promise.resolve(answer(request, response)).catch((fault) => response.writeHead(500).end(String(fault)));
    }).listen(port, '127.0.0.1', resolve);
  });

const doings = {
  /** A new key signs from now on; the one before is still published. */
  async rotate() {
    keys = [newKey(), ...keys];
    provider = open();
  },
  async goAway() {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
  comeBack: listen,
  /** `lasts`: seconds of an access token; `behind`: of its clock; `hasAccounts`: false, nobody is known any more. */
  async agree(changed) {
    Object.assign(terms, changed);
  },
  /** How often somebody was asked who they are, and what became of refresh tokens. */
  async count() {
    return counts;
  },
};

process.on('message', ({ what, value }) =>
  doings[what](value).then(
    (done = null) => process.send({ done }),
    (fault) => process.send({ fault: String(fault) }),
  ),
);
process.on('disconnect', () => process.exit(0));
await listen();
process.send({ done: null });
