import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

/** The list is read again behind those who ask, once it is so old. */
const FRESH_MS = 600_000;
/** While the sign-in is away its keys are used for so long: a key that it takes back meanwhile is believed until then. */
const KEPT_MS = 24 * 3_600_000;
/** At most so often, whatever comes: after a key that is not known, and while the sign-in does not answer. */
const TRY_EVERY_MS = 1_000;
const TIMEOUT_MS = 2_000;

/**
 * The keys of a sign-in by its list (RFC 7517). Nobody waits for a list that is only old; a key that is not in it is looked
 * for at once, for it may be new.
 */
export function keysOfProvider(jwksUri: string, now: () => Date): JWTVerifyGetKey {
  // When it is read is settled here, and not by age.
  const list = createRemoteJWKSet(new URL(jwksUri), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: Number.POSITIVE_INFINITY,
  });
  let readAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let lastFault: unknown = null;
  let reading: Promise<void> | null = null;

  const since = (moment: number): number => now().getTime() - moment;
  const read = (): Promise<void> => {
    if (reading) return reading;
    triedAt = now().getTime();
    reading = list
      .reload()
      .then(
        () => {
          readAt = now().getTime();
          lastFault = null;
        },
        (fault: unknown) => {
          lastFault = fault;
          throw fault;
        },
      )
      .finally(() => {
        reading = null;
      });
    return reading;
  };
  /** @throws what the last try ended with, where one is not due yet. */
  const readIfDue = async (): Promise<void> => {
    if (!reading && since(triedAt) < TRY_EVERY_MS && lastFault !== null) throw lastFault;
    await read();
  };

  return async (header, token) => {
    if (since(readAt) >= KEPT_MS) await readIfDue();
    else if (since(readAt) >= FRESH_MS && since(triedAt) >= TRY_EVERY_MS) void read().catch(() => {});
    try {
      return await list(header, token);
    } catch (fault) {
      const mayBeNew = fault instanceof errors.JWKSNoMatchingKey;
      if (!mayBeNew || (!reading && since(triedAt) < TRY_EVERY_MS && lastFault === null)) throw fault;
      await readIfDue();
      return list(header, token);
    }
  };
}
