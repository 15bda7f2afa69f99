import type { Entry, Fact, FactKind, KnownFacts } from '../types';

/** What a clause asks to be so, beyond who asks and for what. All must hold. */
export interface Conditions {
  readonly relationship?: readonly string[];
  readonly area?: 'OWN_REACH_AREA';
  readonly needLevelAtLeast?: string;
  readonly ageUnderYears?: number;
  /** ISO 8601 periods of one unit, from the date of birth: `P10D`. */
  readonly sinceBirth?: string;
  readonly untilBirth?: string;
  readonly consent?: 'GIVEN';
  readonly trainingInDate?: true;
  /** Any agency has put one of these markers on the person. */
  readonly marked?: readonly string[];
  /** None has. */
  readonly notMarked?: readonly string[];
}

export type Settled = 'met' | 'not met' | 'unknown';

/** The continuum of need, lowest first. */
const NEED = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'];
const KINDS: Readonly<Record<keyof Conditions, FactKind | null>> = {
  relationship: 'RELATIONSHIP',
  area: 'AREA',
  needLevelAtLeast: 'NEED_LEVEL',
  ageUnderYears: 'AGE',
  sinceBirth: 'DATE_OF_BIRTH',
  untilBirth: 'DATE_OF_BIRTH',
  consent: 'CONSENT',
  trainingInDate: null,
  marked: 'MARKER',
  notMarked: 'MARKER',
};

/** Agencies may differ on when somebody was born: then all must fit, so that one slip of a pen opens nothing. */
const ALL_MUST_FIT: ReadonlySet<keyof Conditions> = new Set(['ageUnderYears', 'sinceBirth', 'untilBirth']);

/** Which facts these conditions depend on. Whether training is in date is the requester's, not an agency's, to show. */
export function factsFor(conditions: Conditions): readonly FactKind[] {
  return Object.keys(conditions).flatMap((name) => KINDS[name as keyof Conditions] ?? []);
}

/** Conditions about who asks. The rest is about the family, and not for everybody to know. */
export const ABOUT_THE_REQUESTER: ReadonlySet<keyof Conditions> = new Set(['relationship', 'area', 'trainingInDate']);

export const namesOf = (conditions: Conditions): readonly (keyof Conditions)[] =>
  Object.keys(conditions) as (keyof Conditions)[];

/**
 * Whether the conditions hold of one person. A fact that nobody told is `not met` only where everybody who was asked
 * answered; otherwise it is unknown, and an unknown fact withholds.
 *
 * `closing`: of a clause that denies. There a doubt about a birth closes: one agency's word is enough.
 *
 * Conditions about the requester come first: whoever does not meet them, or may not, gets an answer in which nothing
 * about the family has a part.
 */
export function settleConditions(
  conditions: Conditions,
  known: KnownFacts,
  entry: Entry,
  at: Date,
  closing = false,
): Settled {
  const settleEach = (names: readonly (keyof Conditions)[]): Settled => {
    const answers = names.map((name) => settleOne(name, conditions, known, entry, at, closing));
    if (answers.includes('not met')) return 'not met';
    return answers.includes('unknown') ? 'unknown' : 'met';
  };
  const names = namesOf(conditions);
  const own = settleEach(names.filter((name) => ABOUT_THE_REQUESTER.has(name)));
  return own === 'met' ? settleEach(names.filter((name) => !ABOUT_THE_REQUESTER.has(name))) : own;
}

function settleOne(
  name: keyof Conditions,
  conditions: Conditions,
  known: KnownFacts,
  entry: Entry,
  at: Date,
  closing: boolean,
): Settled {
  if (name === 'trainingInDate') {
    const { trainingUntil } = entry.requester;
    if (!trainingUntil) return 'unknown';
    return isUntil(trainingUntil, at) ? 'met' : 'not met';
  }
  const kind = KINDS[name];
  const complete = known.complete && (kind !== 'MARKER' || known.markersComplete !== false);
  const facts = known.facts.filter((fact) => fact.kind === kind && isInDate(fact, at));
  // A word against outweighs any for: consent refused anywhere is refused.
  if (name === 'consent' && facts.some(({ value }) => value === 'REFUSED')) return 'not met';
  if (name === 'notMarked') {
    if (facts.some(({ value }) => conditions.notMarked!.includes(value))) return 'not met';
    return complete ? 'met' : 'unknown';
  }
  const fits = (fact: Fact): boolean => holds(name, conditions, fact, entry, at);
  if (ALL_MUST_FIT.has(name) && !closing && facts.some((fact) => !fits(fact))) return 'not met';
  if (facts.some(fits)) return 'met';
  if (closing && ALL_MUST_FIT.has(name) && !facts.every(isReadable)) return 'unknown';
  return complete ? 'not met' : 'unknown';
}

function holds(
  name: keyof Conditions,
  conditions: Conditions,
  { value }: Fact,
  { requester }: Entry,
  at: Date,
): boolean {
  switch (name) {
    case 'relationship':
      return conditions.relationship!.includes(value);
    case 'area':
      return requester.area !== null && value === requester.area;
    case 'needLevelAtLeast':
      return NEED.includes(value) && NEED.indexOf(value) >= NEED.indexOf(conditions.needLevelAtLeast!);
    case 'ageUnderYears':
      return /^\d{1,3}$/.test(value) && Number(value) < conditions.ageUnderYears!;
    case 'sinceBirth': {
      const from = dayAfter(value, conditions.sinceBirth!);
      return from !== null && from <= dayOf(at);
    }
    case 'untilBirth': {
      const until = dayAfter(value, conditions.untilBirth!);
      return until !== null && dayOf(at) <= until;
    }
    case 'consent':
      return value === 'GIVEN';
    case 'marked':
      return conditions.marked!.includes(value);
    default:
      return false;
  }
}

/** An age, or a date of birth, that something can be told from. */
const isReadable = ({ kind, value }: Fact): boolean =>
  kind === 'AGE' ? /^\d{1,3}$/.test(value) : dayAfter(value, 'P0D') !== null;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The day that lies this period after another. The 29th of February has its birthday on the 1st of March. */
function dayAfter(born: string, period: string): string | null {
  const [, figures, unit] = /^P(\d{1,4})([DWMY])$/.exec(period) ?? [];
  const day = new Date(`${born}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || dayOf(day) !== born || unit === undefined) return null;
  const count = Number(figures);
  if (unit === 'D' || unit === 'W') day.setUTCDate(day.getUTCDate() + count * (unit === 'W' ? 7 : 1));
  else day.setUTCMonth(day.getUTCMonth() + count * (unit === 'Y' ? 12 : 1));
  return dayOf(day);
}

const isUntil = (end: string, at: Date): boolean =>
  Date.parse(end.length === 10 ? `${end}T23:59:59.999Z` : end) >= at.getTime();
const isInDate = ({ from, until }: Fact, at: Date): boolean =>
  (from === null || Date.parse(from) <= at.getTime()) && (until === null || isUntil(until, at));
