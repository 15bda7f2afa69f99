/** For tests of an agency: an issuer of grants in the gateway's place, with real signatures, and a way to ask. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  GRANT_ALGORITHM,
  GRANT_ISSUER,
  GRANT_LIFETIME_SECONDS,
  type Grant,
  type GrantStatement,
} from '@family-view/schema';
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { digestBody } from './grant/grant-digests';

/** Stands where the gateway would: real keys, real signatures, over real HTTP. */
export interface TestIssuer {
  /** Where its public keys are served. */
  readonly jwksUrl: string;
  /** A grant over exactly this query and these variables; whatever the statement leaves out is filled in. */
  issueGrant(
    statement: Partial<GrantStatement> & { readonly agency: string },
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<Grant>;
  close(): Promise<void>;
}

/** Starts an issuer on a port of its own. `now` must be the clock of the agency it issues for. */
export async function startTestIssuer(options: { readonly now?: () => Date } = {}): Promise<TestIssuer> {
  const now = options.now ?? (() => new Date());
  const { publicKey, privateKey } = await generateKeyPair(GRANT_ALGORITHM, { crv: 'Ed25519', extractable: true });
  const kid = randomUUID();
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: GRANT_ALGORITHM, use: 'sig' }] });
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(jwks);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    async issueGrant(given, query, variables) {
      const statement = JSON.stringify(fillIn(given, query, variables));
      const digest = createHash('sha256').update(statement).digest('base64url');
      const iat = Math.floor(now().getTime() / 1000);
      const claims = {
        iss: GRANT_ISSUER,
        iat,
        exp: iat + GRANT_LIFETIME_SECONDS,
        jti: randomUUID(),
        digests: [randomBytes(32).toString('base64url'), digest],
      };
      const seal = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: GRANT_ALGORITHM, kid })
        .sign(privateKey);
      return { statement, seal };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const fillIn = (
  given: Partial<GrantStatement> & { readonly agency: string },
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
): GrantStatement => ({
  v: 1,
  requester: { id: 'requester-1', organisation: 'family-support', role: 'HEAD_OF_CENTRE', area: null },
  purpose: 'EARLY_HELP',
  caseReference: null,
  protocolVersion: 'test',
  operation: randomUUID(),
  people: [],
  families: [],
  streams: [],
  body: digestBody(query, variables),
  salt: randomBytes(16).toString('base64url'),
  ...given,
});

/** Asks an agency at `url` (its `/graphql` or `/contract`) with a grant. `body` is the parsed answer. */
export async function askAgency(
  url: string,
  grant: Grant | undefined,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  // biome-ignore lint/suspicious/noExplicitAny: tests read into the answer and compare it whole
): Promise<{ readonly status: number; readonly body: any }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables, extensions: grant && { grant } }),
  });
  return { status: response.status, body: await response.json() };
}
