import type { LimitTerms } from '@family-view/gateway/limits/limit-terms';

/** Tests ask for more in a minute than anybody at work does: only those of the limits keep the limits of real use. */
export const WIDE_LIMITS: LimitTerms = {
  searchesPerMinute: 1_000_000,
  searchesPerDay: 1_000_000,
  peopleToldPerDay: 1_000_000,
  agencyCallsPerRequest: 1_000_000,
  patterns: {
    spellings: { alert: 1_000_000, stop: 1_000_000 },
    birthdays: { alert: 1_000_000, stop: 1_000_000 },
    guesses: { alert: 1_000_000, stop: 1_000_000 },
    families: { alert: 1_000_000, stop: 1_000_000 },
  },
  hours: null,
};
