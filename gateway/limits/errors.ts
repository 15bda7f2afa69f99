import { FamilyViewError } from '../errors';

/** Refused, with when to come back. The message says what was counted, never whom it was about. */
export class LimitReached extends FamilyViewError {
  override readonly retryAfterSeconds: number;

  constructor(code: LimitCode, what: string, remaining: number) {
    const retryAfterSeconds = Math.max(1, Math.ceil(remaining / 1_000));
    super(`${what} Come back in ${inWords(retryAfterSeconds)}.`, { code, httpStatus: 429 });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type LimitCode = 'TOO_MANY_SEARCHES' | 'TOO_MANY_PEOPLE' | 'SEARCHING_STOPPED';

/** One request that would ask, or has asked, the agencies too often: the same again would be refused again. */
export class TooManyAgencyCalls extends FamilyViewError {
  constructor(message: string) {
    super(message, { code: 'TOO_MANY_AGENCY_CALLS', httpStatus: 400 });
  }
}

/** The agencies are asked more than they can answer: refused, so that what is begun is answered whole. */
export class AgenciesBusy extends FamilyViewError {
  override readonly retryAfterSeconds: number;

  /** @param wait milliseconds that it would have waited for its turn. */
  constructor(wait: number) {
    const seconds = Math.max(1, Math.ceil(wait / 1_000));
    super(`The agencies are asked more than they can answer now. Retry in ${inWords(seconds)}.`, {
      code: 'OVERLOADED',
      httpStatus: 503,
    });
    this.retryAfterSeconds = seconds;
  }
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
