import { GRANT_ALGORITHM } from '@family-view/schema';
import { compactVerify, createRemoteJWKSet, errors } from 'jose';

/** The signed bytes, or why the signature is not believed. */
export type SealCheck =
  | { readonly outcome: 'signed'; readonly payload: Uint8Array }
  | {
      readonly outcome: 'refused';
      readonly code: 'GRANT_KEYS_UNREACHABLE' | 'GRANT_KEY_UNKNOWN' | 'GRANT_SIGNATURE_INVALID' | 'GRANT_MALFORMED';
    };

/** How long keys are kept and waited for. */
export interface GrantKeyTimes {
  /** How long fetched keys are believed, in ms. */
  readonly cacheMs?: number;
  /** How long after a fetch an unknown key makes no new one, in ms: forged key ids must not make us call the gateway. */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
}

/**
 * Checks a seal against the keys the gateway publishes. They are fetched when first needed and kept; a key id not seen
 * before (the gateway rotated) fetches them again. Where they cannot be fetched the grant is refused, never believed.
 */
export function openSealsWith(jwksUrl: string, times: GrantKeyTimes = {}): (seal: string) => Promise<SealCheck> {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    cacheMaxAge: times.cacheMs ?? 600_000,
    cooldownDuration: times.cooldownMs ?? 5_000,
    timeoutDuration: times.timeoutMs ?? 3_000,
  });
  return async (seal) => {
    try {
      // The algorithm is ours to say, not the token's: `none` or an HMAC over a public key must not pass.
      const { payload } = await compactVerify(seal, keys, { algorithms: [GRANT_ALGORITHM] });
      return { outcome: 'signed', payload };
    } catch (fault) {
      return { outcome: 'refused', code: nameRefusal(fault) };
    }
  };
}

function nameRefusal(fault: unknown) {
  if (fault instanceof errors.JWKSNoMatchingKey || fault instanceof errors.JWKSMultipleMatchingKeys)
    return 'GRANT_KEY_UNKNOWN';
  if (fault instanceof errors.JWSSignatureVerificationFailed || fault instanceof errors.JOSEAlgNotAllowed)
    return 'GRANT_SIGNATURE_INVALID';
  if (fault instanceof errors.JWSInvalid || fault instanceof errors.JOSENotSupported) return 'GRANT_MALFORMED';
  return 'GRANT_KEYS_UNREACHABLE';
}
