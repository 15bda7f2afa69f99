import { errors, jwtVerify } from 'jose';
import { z } from 'zod';

/** Who asks, as far as a token says. Nobody in particular may ask, too. */
export interface Bearer {
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** No token names a policy: only who asks in this process holds any. */
  readonly policies?: ReadonlySet<string>;
}

export const ANYBODY: Bearer = { authenticated: false, scopes: new Set() };

/** A token that is none of ours is not the same as none: it is refused, so that nobody takes an answer for all there is. */
export class TokenRefused extends Error {}

const scopeClaim = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((scope) => (typeof scope === 'string' ? scope.split(' ') : (scope ?? [])).filter(Boolean));

/** The bearer of an HS256 token; its `scope` claim is a text of scopes with spaces between, or a list. */
export async function readBearer(authorization: string | undefined, secret: string): Promise<Bearer> {
  if (!authorization?.trim()) return ANYBODY;
  const token = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined) throw new TokenRefused('The header "Authorization" needs "Bearer" and a token.');
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
    return { authenticated: true, scopes: new Set(scopeClaim.parse(payload.scope)) };
  } catch (cause) {
    if (cause instanceof errors.JOSEError || cause instanceof z.ZodError)
      throw new TokenRefused('The token is not one that this server trusts.', { cause });
    throw cause;
  }
}
