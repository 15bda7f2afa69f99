/** The rules of a grant, as docs/agency.md has them, with nothing but Node. */
import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto';

export interface Group {
  readonly refs: readonly string[];
  readonly streams: readonly string[];
}

export interface Statement {
  readonly agency: string;
  readonly requester: { readonly id: string };
  readonly people: readonly Group[];
  readonly streams: readonly string[];
  readonly body: string;
}

interface Seal {
  readonly iss: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly digests: readonly string[];
}

/** What came: the request, its grant taken apart, and the keys that the gateway publishes. */
export interface Presented {
  readonly query: string;
  readonly variables: unknown;
  readonly header: { readonly alg?: unknown; readonly kid?: unknown };
  readonly signed: string;
  readonly signature: Buffer;
  readonly seal: Seal;
  readonly statementText: string;
  readonly statement: Statement;
  readonly key: JsonWebKey | undefined;
  readonly seconds: number;
}

/** One rule: the first that is broken refuses the request with its code. */
export interface GrantRule {
  readonly code: string;
  readonly status: 401 | 403;
  readonly isBroken: (presented: Presented) => boolean;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** RFC 8785, which for values that came as JSON is: keys in order, no blanks. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

/** In the order in which they are looked at: nothing is believed before the signature. */
export function grantRules(agency: string): readonly GrantRule[] {
  const used = new Map<string, number>();
  return [
    { code: 'GRANT_KEY_UNKNOWN', status: 401, isBroken: ({ key }) => key === undefined },
    {
      code: 'GRANT_SIGNATURE_INVALID',
      status: 401,
      isBroken: ({ header, key, signed, signature }) =>
        header.alg !== 'EdDSA' ||
        !verify(null, Buffer.from(signed), createPublicKey({ key: key!, format: 'jwk' }), signature),
    },
    { code: 'GRANT_ISSUER_UNKNOWN', status: 401, isBroken: ({ seal }) => seal.iss !== 'family-view' },
    { code: 'GRANT_NOT_YET_VALID', status: 403, isBroken: ({ seal, seconds }) => seal.iat > seconds + 5 },
    {
      code: 'GRANT_EXPIRED',
      status: 403,
      isBroken: ({ seal, seconds }) => seconds > Math.min(seal.exp, seal.iat + 30),
    },
    {
      code: 'GRANT_STATEMENT_NOT_SEALED',
      status: 403,
      isBroken: ({ seal, statementText }) => !seal.digests.includes(sha256(statementText)),
    },
    { code: 'GRANT_FOR_ANOTHER_AGENCY', status: 403, isBroken: ({ statement }) => statement.agency !== agency },
    {
      code: 'GRANT_FOR_ANOTHER_REQUEST',
      status: 403,
      isBroken: ({ statement, query, variables }) => statement.body !== sha256(canonical([query, variables ?? {}])),
    },
    {
      code: 'GRANT_REPLAYED',
      status: 403,
      isBroken: ({ seal, statementText, seconds }) => {
        for (const [key, until] of used) if (until < seconds) used.delete(key);
        const key = `${seal.jti} ${sha256(statementText)}`;
        if (used.has(key)) return true;
        used.set(key, seconds + 35);
        return false;
      },
    },
  ];
}

/** The grant of a request taken apart; null where it has another shape. */
export function takeApart(extensions: unknown): Omit<Presented, 'query' | 'variables' | 'key' | 'seconds'> | null {
  const grant = (extensions as { grant?: { statement?: unknown; seal?: unknown } } | undefined)?.grant;
  if (typeof grant?.statement !== 'string' || typeof grant.seal !== 'string') return null;
  const [head = '', payload = '', signature = ''] = grant.seal.split('.');
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  try {
    const header = read(head) as Presented['header'];
    const seal = read(payload) as Seal;
    const statement = JSON.parse(grant.statement) as Statement;
    const isList = (value: unknown): boolean => Array.isArray(value);
    if (!isList(seal.digests) || !isList(statement.people) || !isList(statement.streams) || !statement.requester.id)
      return null;
    return {
      header,
      seal,
      statement,
      statementText: grant.statement,
      signed: `${head}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return null;
  }
}

/** The published keys, fetched when first needed, and again for a key id that is not among them, every second at most. */
export function grantKeys(jwksUrl: string): (kid: unknown) => Promise<JsonWebKey | undefined> {
  let keys: readonly (JsonWebKey & { kid?: unknown })[] = [];
  let fetchedAt = 0;
  return async (kid) => {
    const find = () => keys.find((key) => key.kid === kid);
    if (!find() && Date.now() - fetchedAt > 1_000) {
      fetchedAt = Date.now();
      const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(3_000) });
      keys = ((await response.json()) as { keys: typeof keys }).keys;
    }
    return find();
  };
}
