/** Grants in the gateway's place: good ones, and ones that are wrong in exactly one way. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  GRANT_ALGORITHM,
  GRANT_ISSUER,
  GRANT_LIFETIME_SECONDS,
  type Grant,
  type GrantSeal,
  type GrantStatement,
} from '@family-view/schema';
import { base64url, CompactSign, exportJWK, generateKeyPair } from 'jose';
import { PortTaken } from '../errors';
import { digestBody } from '../grant/grant-digests';

/** What is wrong with a grant. Nothing, where it is left out. */
export interface Forging {
  /** `unpublished`: a key id nobody publishes. `stranger`: another key under a published id. `none`, `hmac`: another algorithm. */
  readonly signedBy?: 'unpublished' | 'stranger' | 'none' | 'hmac';
  /** Claims put over the good ones. */
  readonly seal?: Partial<GrantSeal>;
  /** Changes the statement after it was sealed. */
  readonly alter?: (statement: GrantStatement) => GrantStatement;
}

/** What a grant states; whatever is left out is filled in. */
export type Stated = Partial<GrantStatement> & { readonly agency: string };

/** Stands where the gateway would: real keys, real signatures, over real HTTP. */
export interface GrantForge {
  /** Where its public keys are served. */
  readonly jwksUrl: string;
  /** A grant over exactly this query and these variables, but for what `forging` does to it. */
  grant(
    stated: Stated,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    forging?: Forging,
  ): Promise<Grant>;
  /** Publishes a new key beside the old one, and signs with it from now on. */
  rotate(): Promise<void>;
  /** How often the keys were fetched. */
  readonly fetched: () => number;
  close(): Promise<void>;
}

const newKey = async () => {
  const pair = await generateKeyPair(GRANT_ALGORITHM, { crv: 'Ed25519', extractable: true });
  return { kid: randomUUID(), privateKey: pair.privateKey, publicKey: await exportJWK(pair.publicKey) };
};

/** Starts a forge; its keys are at `/.well-known/jwks.json` of `port` (0: a free one). Throws `PortTaken`. */
export async function startGrantForge(
  options: { readonly port?: number; readonly host?: string; readonly now?: () => Date } = {},
): Promise<GrantForge> {
  const { port = 0, host = '127.0.0.1', now = () => new Date() } = options;
  const keys = [await newKey()];
  const stranger = await newKey();
  let fetched = 0;
  const server = createServer((_, response) => {
    fetched += 1;
    const published = keys.map(({ publicKey, kid }) => ({ ...publicKey, kid, alg: GRANT_ALGORITHM, use: 'sig' }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? new PortTaken(port, { cause }) : cause),
    );
    server.listen(port, host, resolve);
  });

  const sign = (claims: GrantSeal, signedBy: Forging['signedBy']): Promise<string> => {
    const { kid, privateKey, publicKey } = keys.at(-1)!;
    const payload = JSON.stringify(claims);
    const bytes = new TextEncoder().encode(payload);
    const header = { alg: GRANT_ALGORITHM, kid };
    switch (signedBy) {
      case 'unpublished':
        return new CompactSign(bytes).setProtectedHeader({ ...header, kid: stranger.kid }).sign(stranger.privateKey);
      case 'stranger':
        return new CompactSign(bytes).setProtectedHeader(header).sign(stranger.privateKey);
      case 'none':
        return Promise.resolve(
          `${base64url.encode(JSON.stringify({ ...header, alg: 'none' }))}.${base64url.encode(payload)}.`,
        );
      case 'hmac':
        // Whoever lets the token say the algorithm takes the public key for a shared secret.
        return new CompactSign(bytes)
          .setProtectedHeader({ ...header, alg: 'HS256' })
          .sign(base64url.decode(String(publicKey.x)));
      case undefined:
        return new CompactSign(bytes).setProtectedHeader(header).sign(privateKey);
    }
  };

  return {
    jwksUrl: `http://${host}:${(server.address() as AddressInfo).port}/.well-known/jwks.json`,
    fetched: () => fetched,
    async grant(stated, query, variables, forging = {}) {
      const statement = fillIn(stated, query, variables);
      const text = JSON.stringify(statement);
      const iat = Math.floor(now().getTime() / 1000);
      const claims = {
        iss: GRANT_ISSUER,
        iat,
        exp: iat + GRANT_LIFETIME_SECONDS,
        jti: randomUUID(),
        // One of several, as where the gateway signs once for all the agencies of a round.
        digests: [randomBytes(32).toString('base64url'), createHash('sha256').update(text).digest('base64url')],
        ...forging.seal,
      };
      const seal = await sign(claims, forging.signedBy);
      return { statement: forging.alter ? JSON.stringify(forging.alter(statement)) : text, seal };
    },
    rotate: async () => void keys.push(await newKey()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const fillIn = (
  given: Stated,
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
