import type { Requester } from '../identity/types';
import type { LimitStore } from '../limits/limit-store';
import { hmacBy } from '../shared/hmac-sha256';
import { nameOf } from '../shared/requester-name';

export type RateDecision = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Counts one request of a requester, in a minute that begins with their first. */
export type LimitRate = (requester: Pick<Requester, 'id' | 'organisation'>) => Promise<RateDecision>;

const MINUTE = 60_000;

/**
 * Limits how often one requester asks, over all gateways that share a store.
 *
 * @param options.key keeps requesters' ids out of the store; the same in every gateway that shares it.
 */
export function createRateLimit(options: {
  readonly key: Uint8Array;
  readonly perMinute?: number;
  readonly store: LimitStore;
}): LimitRate {
  const { key, perMinute = 600, store } = options;
  const hidden = hmacBy(key);
  return async (requester) => {
    const { taken, remaining } = await store.take(hidden(`requests ${nameOf(requester)}`), 1, perMinute, MINUTE);
    if (taken) return { allowed: true };
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(remaining / 1_000)) };
  };
}
