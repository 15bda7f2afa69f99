/** What one requester may cost families and agencies, as the partners agreed. */
export interface LimitTerms {
  readonly searchesPerMinute: number;
  readonly searchesPerDay: number;
  /** Different people. */
  readonly peopleToldPerDay: number;
  /** At any one agency. */
  readonly agencyCallsPerRequest: number;
  /** From how many on an alert is raised, and from how many on searching is stopped for an hour. */
  readonly patterns: Readonly<Record<Pattern, { readonly alert: number; readonly stop: number }>>;
  /** When people are looked at as a rule: at other times a review is raised. Null: at all times. */
  readonly hours: WorkingHours | null;
}

/** In London: `from` and `until` as `07:00`, days as `Mon`. */
export interface WorkingHours {
  readonly from: string;
  readonly until: string;
  readonly days: readonly Weekday[];
}

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * What guessing looks like, within a day: one birthday with many names (`spellings`), one name with many birthdays
 * (`birthdays`), one name and birthday with many addresses and numbers (`guesses`); and within an hour, families opened.
 */
export type Pattern = 'spellings' | 'birthdays' | 'guesses' | 'families';

export const DEFAULT_LIMIT_TERMS: LimitTerms = {
  searchesPerMinute: 30,
  searchesPerDay: 200,
  peopleToldPerDay: 300,
  agencyCallsPerRequest: 60,
  patterns: {
    spellings: { alert: 6, stop: 12 },
    birthdays: { alert: 6, stop: 12 },
    guesses: { alert: 6, stop: 12 },
    families: { alert: 20, stop: 40 },
  },
  hours: { from: '07:00', until: '20:00', days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'] },
};

/** As one protocol says it. */
export type SaidLimits = Partial<Omit<LimitTerms, 'patterns' | 'hours'>> & {
  readonly hours?: WorkingHours;
  readonly patterns?: Partial<LimitTerms['patterns']>;
};

/** The strictest that any protocol says; the default where none says anything. */
export function strictestTerms(all: readonly (SaidLimits | undefined)[]): LimitTerms {
  const said = all.filter((one) => one !== undefined);
  const least = (read: (terms: SaidLimits) => number | undefined, otherwise: number): number => {
    const numbers = said.map(read).filter((one) => one !== undefined);
    return numbers.length > 0 ? Math.min(...numbers) : otherwise;
  };
  const of = (name: Exclude<keyof LimitTerms, 'patterns' | 'hours'>): number =>
    least((terms) => terms[name], DEFAULT_LIMIT_TERMS[name]);
  const pattern = (name: Pattern) => ({
    alert: least((terms) => terms.patterns?.[name]?.alert, DEFAULT_LIMIT_TERMS.patterns[name].alert),
    stop: least((terms) => terms.patterns?.[name]?.stop, DEFAULT_LIMIT_TERMS.patterns[name].stop),
  });
  return {
    searchesPerMinute: of('searchesPerMinute'),
    searchesPerDay: of('searchesPerDay'),
    peopleToldPerDay: of('peopleToldPerDay'),
    agencyCallsPerRequest: of('agencyCallsPerRequest'),
    patterns: {
      spellings: pattern('spellings'),
      birthdays: pattern('birthdays'),
      guesses: pattern('guesses'),
      families: pattern('families'),
    },
    // The first that says so.
    hours: said.find(({ hours }) => hours)?.hours ?? DEFAULT_LIMIT_TERMS.hours,
  };
}
