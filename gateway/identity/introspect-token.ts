import { z } from 'zod';
import { IdentityProviderUnavailable, TokenExpired, TokenMalformed, TokenNotTrusted } from './errors';
import type { Introspection } from './types';

const TIMEOUT_MS = 2_000;
/** As RFC 6750, section 2.1, has a token. */
const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const LONGEST_TOKEN = 8_192;
const answerForm = z.object({
  active: z.boolean(),
  iss: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  exp: z.number().optional(),
  nbf: z.number().optional(),
});

export const couldBeOpaque = (token: string): boolean => token.length <= LONGEST_TOKEN && TOKEN.test(token);

/**
 * What the sign-in says of a token. One that it does not name for this service, or names no end for, is not trusted.
 * @param leeway seconds by which clocks may differ.
 */
export async function introspectToken(
  token: string,
  { url, clientId, clientSecret }: Introspection,
  expected: { readonly issuer: string; readonly audience: string; readonly leeway: number; readonly now: Date },
): Promise<Readonly<Record<string, unknown>>> {
  if (!couldBeOpaque(token)) throw new TokenMalformed('the characters that a bearer token may have');
  // RFC 6749, section 2.3.1: both are form-encoded before they are joined.
  const credentials = [clientId, clientSecret].map((one) => encodeURIComponent(one)).join(':');
  const body = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`it answered ${response.status}`))))
    .catch((cause: unknown) => {
      throw new IdentityProviderUnavailable(new Error(String(cause)));
    });
  const read = answerForm.safeParse(body);
  if (!read.success) throw new IdentityProviderUnavailable(new Error('the answer about a token has another form'));
  const { active, iss, aud, exp, nbf } = read.data;
  if (!active) throw new TokenNotTrusted(new Error('the sign-in says that it is not active'));
  const seconds = expected.now.getTime() / 1_000;
  if (iss !== undefined && iss !== expected.issuer) throw new TokenNotTrusted(new Error('another issuer'));
  if (![aud].flat().includes(expected.audience)) throw new TokenNotTrusted(new Error('another audience'));
  if (exp === undefined) throw new TokenNotTrusted(new Error('no end is named'));
  if (nbf !== undefined && nbf > seconds + expected.leeway) throw new TokenNotTrusted(new Error('not good yet'));
  if (exp <= seconds - expected.leeway) throw new TokenExpired();
  return body as Readonly<Record<string, unknown>>;
}
