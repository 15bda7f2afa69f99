import { hash } from 'node:crypto';
import { createLocalJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type ClaimsMap, mapClaims } from './claims-map';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER, type DevelopmentKey } from './development-keys';
import { type Bearer, IdentityProviderUnavailable, TokenExpired, TokenMalformed, TokenNotTrusted } from './errors';
import { introspectToken } from './introspect-token';
import { keysOfProvider, type ProviderKeys } from './provider-keys';
import { requireAccessToken } from './require-access-token';
import type { Introspection } from './types';

/** Whose tokens are believed. */
export type TrustedKeys =
  | { readonly kind: 'development'; readonly key: DevelopmentKey }
  | ({ readonly kind: 'provider' } & IdentityProvider);

export interface IdentityProvider {
  readonly jwksUri: string;
  readonly issuer: string;
  readonly audience: string;
  /** Where its tokens hold what is asked of them; none: under our names. */
  readonly claims?: ClaimsMap | null;
  /** A scope that tokens must have (`scope`, or `scp` as Entra ID calls it); none: any will do. */
  readonly scope?: string | null;
  /** Where it is asked of tokens that are no JSON Web Tokens; none: those are refused. */
  readonly introspection?: Introspection | null;
  /** Its keys, where somebody else looks after them, too. */
  readonly source?: ProviderKeys;
}

const text = z.string().trim().min(1).max(200);
const claims = z.object({
  sub: text,
  exp: z.number(),
  name: text.nullish(),
  organisation: text,
  organisation_type: text,
  role: text,
  area: text.nullish(),
  /** Told to whoever asks who they are; no rule asks for it. */
  team: text.nullish(),
  /** Last day on which information-governance training counts. */
  training_until: z.iso.date().nullish(),
  // OpenID Connect Core 5.1: who the bearer is outside their work.
  given_name: text.nullish(),
  family_name: text.nullish(),
  /** A day, a year alone, or a day of no year: `0000-MM-DD`. */
  birthdate: z
    .string()
    .regex(/^\d{4}(-\d{2}-\d{2})?$/)
    .nullish(),
  address: z.object({ postal_code: text.nullish() }).nullish(),
  purposes: z.array(z.string()).nullish(),
  purpose: z.string().nullish(),
});
export type Claims = z.infer<typeof claims>;

const FAULTS_OF_THE_TOKEN = [
  errors.JWTClaimValidationFailed,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];
const LONGEST_TOKEN = 8_192;
/** Seconds by which the sign-in's clock and ours may differ. */
const LEEWAY = 60;
const REMEMBERED = { tokens: 10_000, seconds: 60 } as const;
/** Public-key algorithms only, so that a public key can never pass for a shared secret. */
const ALGORITHMS = { development: ['EdDSA'], provider: ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'] };

/**
 * Checks a token's signature, issuer, audience, times and kind, and that it says who its bearer is.
 *
 * A verified token is remembered by its SHA-256 for at most a minute, and never past its end, so that a busy requester
 * costs no signature check.
 */
export function createTokenVerifier(keys: TrustedKeys, now: () => Date): (token: string) => Promise<Claims> {
  const findKey = keySource(keys, now);
  const provider = keys.kind === 'provider' ? keys : null;
  const leeway = provider ? LEEWAY : 0;
  const issuer = keys.kind === 'development' ? DEVELOPMENT_ISSUER : keys.issuer;
  const audience = keys.kind === 'development' ? DEVELOPMENT_AUDIENCE : keys.audience;
  const verified = new LRUCache<string, { readonly claims: Claims; readonly until: number }>({
    max: REMEMBERED.tokens,
  });

  const verify = async (token: string): Promise<Claims> => {
    const { payload, protectedHeader } = await jwtVerify(token, findKey, {
      issuer,
      audience,
      algorithms: ALGORITHMS[keys.kind],
      requiredClaims: ['exp', 'sub'],
      currentDate: now(),
      clockTolerance: leeway,
    });
    if (provider) requireAccessToken(protectedHeader, payload);
    return read(payload);
  };
  const introspect = async (token: string, { introspection }: IdentityProvider): Promise<Claims> =>
    read(await introspectToken(token, introspection!, { issuer, audience, leeway, now: now() }));
  const read = (payload: Readonly<Record<string, unknown>>): Claims => {
    if (provider?.scope && !scopesOf(payload).includes(provider.scope))
      throw new TokenNotTrusted(new Error('the scope that is needed is not among its scopes'));
    const checked = claims.safeParse(provider?.claims ? mapClaims(payload, provider.claims) : payload);
    if (checked.success) return checked.data;
    throw new TokenMalformed(
      `the claim "${checked.error.issues[0]?.path[0]?.toString() ?? ''}" as Family View knows it`,
    );
  };

  return async (token) => {
    const digest = hash('sha256', token, 'base64url');
    const known = verified.get(digest);
    const seconds = now().getTime() / 1_000;
    if (known && seconds < known.until) return known.claims;
    const isOpaque = provider?.introspection && !isCompactForm(token);
    if (!isOpaque) requireCompactForm(token);
    try {
      const found = isOpaque ? await introspect(token, provider) : await verify(token);
      verified.set(digest, { claims: found, until: Math.min(found.exp + leeway, seconds + REMEMBERED.seconds) });
      return found;
    } catch (cause) {
      throw explain(cause, keys);
    }
  };
}

/** A list in words (RFC 8693, section 4.2), or in `scp`: in words at Entra ID, one by one at Okta. */
const scopesOf = ({ scope, scp }: Readonly<Record<string, unknown>>): readonly string[] =>
  [scope, scp].flat().flatMap((one) => (typeof one === 'string' ? one.split(' ') : []));

function keySource(keys: TrustedKeys, now: () => Date): JWTVerifyGetKey {
  if (keys.kind === 'development') return createLocalJWKSet({ keys: [keys.key.publicJwk] });
  return (keys.source ?? keysOfProvider(keys.jwksUri, now)).find;
}

/**
 * Three parts in base64url as an encoder writes it. The spare bits of a last character are not covered by the
 * signature: decoders ignore them, so one token would have many spellings.
 */
function requireCompactForm(token: string): void {
  if (!isCompactForm(token)) throw new TokenMalformed('three parts in base64url, as a signed JSON Web Token has');
}

function isCompactForm(token: string): boolean {
  const parts = token.length <= LONGEST_TOKEN ? token.split('.') : [];
  const canonical = (part: string) => part.length > 0 && Buffer.from(part, 'base64url').toString('base64url') === part;
  return parts.length === 3 && parts.slice(0, 2).every(canonical) && (parts[2] === '' || canonical(parts[2] ?? ''));
}

export const bearerOf = ({ sub, organisation, role }: Claims): Bearer => ({ id: sub, organisation, role });

/** Faults of the token, told apart from faults of the provider; jose's list of errors is closed. */
function explain(cause: unknown, keys: TrustedKeys): Error {
  if ([TokenMalformed, TokenNotTrusted, TokenExpired, IdentityProviderUnavailable].some((own) => cause instanceof own))
    return cause as Error;
  if (cause instanceof errors.JWTExpired) {
    const { data } = claims.safeParse(cause.payload);
    return new TokenExpired(data ? bearerOf(data) : null);
  }
  // Some of jose's errors carry the token's claims: only their words go on, for the log.
  const why = new Error(String(cause));
  if (cause instanceof errors.JWSInvalid || cause instanceof errors.JWTInvalid)
    return new TokenMalformed('a signed JSON Web Token', why);
  const ofToken = FAULTS_OF_THE_TOKEN.some((fault) => cause instanceof fault);
  if (ofToken || keys.kind === 'development') return new TokenNotTrusted(why);
  return new IdentityProviderUnavailable(why);
}
