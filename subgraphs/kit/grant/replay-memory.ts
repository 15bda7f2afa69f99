import { GRANT_CLOCK_SKEW_SECONDS, GRANT_LIFETIME_SECONDS } from '@family-view/schema';

/** `full`: the grant cannot be remembered, and so is not taken. */
export type Remembered = 'first time' | 'seen before' | 'full';

/**
 * Remembers each grant until it is too old to be used. Only grants with a good signature get here, so a stranger cannot
 * fill it; should the gateway itself outrun `most`, grants are refused rather than old ones forgotten.
 */
export function rememberGrants(most = 200_000): (jti: string, digest: string, seconds: number) => Remembered {
  // A Map keeps the order of arrival, and every grant is kept equally long: the oldest are at the front.
  const forgetAt = new Map<string, number>();
  return (jti, digest, seconds) => {
    for (const [key, when] of forgetAt) {
      if (when >= seconds) break;
      forgetAt.delete(key);
    }
    const key = `${jti} ${digest}`;
    if (forgetAt.has(key)) return 'seen before';
    if (forgetAt.size >= most) return 'full';
    forgetAt.set(key, seconds + GRANT_LIFETIME_SECONDS + GRANT_CLOCK_SKEW_SECONDS);
    return 'first time';
  };
}
