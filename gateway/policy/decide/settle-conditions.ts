import type { Entry } from '../../identity/types';
import { MARKERS, NEED_LEVELS, RELATIONSHIPS } from '../read/protocol-document';
import type { Conditions, Fact, FactKind, KnownFacts } from '../types';

export type Settled = 'met' | 'not met' | 'unknown';

/** On whose behalf conditions are settled. */
export interface Turn {
  /** Of a clause that denies: there a doubt closes, and any agency's word is enough. */
  readonly closing: boolean;
  /** Whose stream it is; null where that is not asked. */
  readonly owner: string | null;
  /** The reach areas that the protocols declare; null where none does. */
  readonly areas: ReadonlySet<string> | null;
}
export const OPENING: Turn = { closing: false, owner: null, areas: null };

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

/** Agencies may differ on when somebody was born: then nothing opens, by a slip of a pen or by one agency's word. */
const ALL_MUST_AGREE: ReadonlySet<keyof Conditions> = new Set(['ageUnderYears', 'sinceBirth', 'untilBirth']);

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
 * What opens, opens by the word of the agency whose fact it is; what closes, closes by anybody's.
 *
 * Conditions about the requester come first: whoever does not meet them, or may not, gets an answer in which nothing
 * about the family has a part.
 */
export function settleConditions(
  conditions: Conditions,
  known: KnownFacts,
  entry: Entry,
  at: Date,
  turn: Turn = OPENING,
): Settled {
  const settleEach = (names: readonly (keyof Conditions)[]): Settled => {
    const answers = names.map((name) => settleOne(name, conditions, known, entry, at, turn));
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
  { closing, owner, areas }: Turn,
): Settled {
  if (name === 'trainingInDate') {
    const { trainingUntil } = entry.requester;
    if (!trainingUntil) return 'unknown';
    return isUntil(trainingUntil, at) ? 'met' : 'not met';
  }
  const kind = KINDS[name];
  const complete = known.complete && (kind !== 'MARKER' || known.markersComplete !== false);
  const doubtCloses = closing || name === 'notMarked';
  const told = known.facts.filter((fact) => fact.kind === kind && isInDate(fact, at, doubtCloses));
  const fits = (fact: Fact): boolean => holds(name, conditions, fact, entry, at);
  if (closing) {
    if (name === 'area' && !isKnownArea(entry.requester.area, areas)) return 'met';
    if (told.some(fits)) return 'met';
    return complete && told.every((fact) => isReadable(fact, areas)) ? 'not met' : 'unknown';
  }
  if (name === 'notMarked') {
    if (told.some(({ value }) => conditions.notMarked!.includes(value))) return 'not met';
    return complete && told.every((fact) => isReadable(fact, areas)) ? 'met' : 'unknown';
  }
  // A word against outweighs any for, whoever says it: consent refused anywhere is refused.
  if (name === 'consent' && told.some(({ value }) => value === 'REFUSED')) return 'not met';
  const facts = told.filter((fact) => mayOpen(fact, owner));
  if (ALL_MUST_AGREE.has(name)) {
    if (facts.some((fact) => !fits(fact))) return 'not met';
    if (new Set(facts.map(({ value }) => value)).size > 1) return 'unknown';
    if (facts.length > 0) return complete ? 'met' : 'unknown';
  } else if (facts.some(fits)) return name === 'consent' && !complete ? 'unknown' : 'met';
  return complete ? 'not met' : 'unknown';
}

/** Whether an agency's word may open a stream of this owner. */
const mayOpen = ({ opens = 'ANY' }: Fact, owner: string | null): boolean =>
  opens === 'ANY' || (owner !== null && opens.includes(owner));

/** Whether a condition turns on this fact, whoever may tell it. */
export const turnsOn = (conditions: Conditions, fact: Fact, entry: Entry, at: Date): boolean =>
  namesOf(conditions).some((name) => KINDS[name] === fact.kind && holds(name, conditions, fact, entry, at));

const isKnownArea = (area: string | null, areas: Turn['areas']): boolean =>
  area !== null && (areas === null || areas.has(area));

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
      return isOneOf(NEED_LEVELS, value) && rankOf(value) >= rankOf(conditions.needLevelAtLeast!);
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

/** A word that something can be told from: one that nobody knows is neither yes nor no. */
function isReadable({ kind, value }: Fact, areas: Turn['areas']): boolean {
  switch (kind) {
    case 'AGE':
      return /^\d{1,3}$/.test(value);
    case 'DATE_OF_BIRTH':
      return dayAfter(value, 'P0D') !== null;
    case 'RELATIONSHIP':
      return isOneOf(RELATIONSHIPS, value);
    case 'NEED_LEVEL':
      return isOneOf(NEED_LEVELS, value);
    case 'CONSENT':
      return isOneOf(CONSENTS, value);
    case 'MARKER':
      return isOneOf(MARKERS, value);
    case 'AREA':
      return isKnownArea(value.trim() || null, areas);
  }
}
const CONSENTS = ['GIVEN', 'REFUSED', 'NOT_ASKED'];
const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word);
const rankOf = (level: string): number => (NEED_LEVELS as readonly string[]).indexOf(level);

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
/** A day that cannot be read ends nothing that closes, and opens nothing. */
function isInDate({ from, until }: Fact, at: Date, doubtCounts: boolean): boolean {
  const isReal = (day: string): boolean => !Number.isNaN(Date.parse(day));
  const begun = from === null || (isReal(from) ? Date.parse(from) <= at.getTime() : doubtCounts);
  return begun && (until === null || (isReal(until) ? isUntil(until, at) : doubtCounts));
}
