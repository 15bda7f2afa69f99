import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

/** The list is read again behind those who ask, once it is so old. */
const FRESH_MS = 600_000;
/** While the sign-in is away its keys are used for so long: a key that it takes back meanwhile is believed until then. */
const KEPT_MS = 24 * 3_600_000;
/** At most so often, whatever comes: after a key that is not known, and while the sign-in does not answer. */
const TRY_EVERY_MS = 1_000;
const TIMEOUT_MS = 2_000;

/** The keys of a sign-in, as they are known here. */
export interface ProviderKeys {
  readonly find: JWTVerifyGetKey;
  /** Whether a token can be verified: the list was read within a day. */
  areKnown(): boolean;
  /** Reads the list where it is old, for whoever comes next. Told what becomes of it by `onChange` alone. */
  look(): Promise<void>;
}

/**
 * The keys of a sign-in by its list (RFC 7517). Nobody waits for a list that is only old; a key that is not in it is looked
 * for at once, for it may be new.
 * @param onChange told when it stops and starts answering; never told where it is.
 */
export function keysOfProvider(
  jwksUri: string,
  now: () => Date,
  onChange: (state: 'answering' | 'not answering') => void = () => {},
): ProviderKeys {
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
  let answers = true;

  const told = (fault: unknown): void => {
    lastFault = fault;
    if (answers !== (fault === null)) onChange(fault === null ? 'answering' : 'not answering');
    answers = fault === null;
  };
  const since = (moment: number): number => now().getTime() - moment;
  const read = (): Promise<void> => {
    if (reading) return reading;
    triedAt = now().getTime();
    reading = list
      .reload()
      .then(
        () => {
          readAt = now().getTime();
          told(null);
        },
        (fault: unknown) => {
          told(fault);
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

  const isDue = (): boolean => since(readAt) >= FRESH_MS && since(triedAt) >= TRY_EVERY_MS;
  const find: JWTVerifyGetKey = async (header, token) => {
    if (since(readAt) >= KEPT_MS) await readIfDue();
    else if (isDue()) void read().catch(() => {});
    try {
      return await list(header, token);
    } catch (fault) {
      const mayBeNew = fault instanceof errors.JWKSNoMatchingKey;
      if (!mayBeNew || (!reading && since(triedAt) < TRY_EVERY_MS && lastFault === null)) throw fault;
      await readIfDue();
      return list(header, token);
    }
  };
  return {
    find,
    areKnown: () => since(readAt) < KEPT_MS,
    look: async () => {
      if (isDue()) await read().catch(() => {});
    },
  };
}
