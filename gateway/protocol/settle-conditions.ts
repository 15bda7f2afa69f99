import type { Entry, Fact, FactKind, KnownFacts } from '../types';

/** What a clause asks to be so, beyond who asks and for what. All must hold. */
export interface Conditions {
  readonly relationship?: readonly string[];
  readonly area?: 'OWN_REACH_AREA';
  readonly needLevelAtLeast?: string;
  readonly ageUnderYears?: number;
  readonly consent?: 'GIVEN';
  readonly trainingInDate?: true;
}

export type Settled = 'met' | 'not met' | 'unknown';

/** The continuum of need, lowest first. */
const NEED = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'];
const KINDS: Readonly<Record<keyof Conditions, FactKind | null>> = {
  relationship: 'RELATIONSHIP',
  area: 'AREA',
  needLevelAtLeast: 'NEED_LEVEL',
  ageUnderYears: 'AGE',
  consent: 'CONSENT',
  trainingInDate: null,
};

/** Which facts these conditions depend on. Whether training is in date is the requester's, not an agency's, to show. */
export function factsFor(conditions: Conditions): readonly FactKind[] {
  return Object.keys(conditions).flatMap((name) => KINDS[name as keyof Conditions] ?? []);
}

/**
 * Whether the conditions hold of one person. A fact that nobody told is `not met` only where everybody who was asked
 * answered; otherwise it is unknown, and an unknown fact withholds.
 */
export function settleConditions(conditions: Conditions, known: KnownFacts, entry: Entry, at: Date): Settled {
  const answers = (Object.keys(conditions) as (keyof Conditions)[]).map((name) =>
    settleOne(name, conditions, known, entry, at),
  );
  if (answers.includes('not met')) return 'not met';
  return answers.includes('unknown') ? 'unknown' : 'met';
}

function settleOne(name: keyof Conditions, conditions: Conditions, known: KnownFacts, entry: Entry, at: Date): Settled {
  if (name === 'trainingInDate') {
    const { trainingUntil } = entry.requester;
    if (!trainingUntil) return 'unknown';
    return isUntil(trainingUntil, at) ? 'met' : 'not met';
  }
  const kind = KINDS[name];
  const facts = known.facts.filter((fact) => fact.kind === kind && isInDate(fact, at));
  // A word against outweighs any for: consent refused anywhere is refused.
  if (name === 'consent' && facts.some(({ value }) => value === 'REFUSED')) return 'not met';
  if (facts.some((fact) => holds(name, conditions, fact, entry))) return 'met';
  return known.complete ? 'not met' : 'unknown';
}

function holds(name: keyof Conditions, conditions: Conditions, { value }: Fact, { requester }: Entry): boolean {
  switch (name) {
    case 'relationship':
      return conditions.relationship!.includes(value);
    case 'area':
      return requester.area !== null && value === requester.area;
    case 'needLevelAtLeast':
      return NEED.includes(value) && NEED.indexOf(value) >= NEED.indexOf(conditions.needLevelAtLeast!);
    case 'ageUnderYears':
      return /^\d{1,3}$/.test(value) && Number(value) < conditions.ageUnderYears!;
    case 'consent':
      return value === 'GIVEN';
    default:
      return false;
  }
}

const isUntil = (end: string, at: Date): boolean =>
  Date.parse(end.length === 10 ? `${end}T23:59:59.999Z` : end) >= at.getTime();
const isInDate = ({ from, until }: Fact, at: Date): boolean =>
  (from === null || Date.parse(from) <= at.getTime()) && (until === null || isUntil(until, at));
