import type { Entry } from '../../identity/types';
import type { StreamWays } from '../decide/compile-protocol';
import { ABOUT_THE_REQUESTER, namesOf, OPENING, type Settled, settleConditions } from '../decide/settle-conditions';
import type { Conditions, KnownFacts, Transform } from '../types';

const RELATIONSHIPS: Readonly<Record<string, string>> = {
  LEAD_PROFESSIONAL: 'the lead professional',
  ALLOCATED_WORKER: 'the allocated worker',
  TAF_MEMBER: 'a member of the Team Around the Family',
  REFERRER: 'the referrer',
  TRIAGE_ASSIGNED: 'assigned to the triage',
  REGISTERED_CENTRE: 'at the centre where the family is registered',
  ON_ROLL: 'at the school or setting where the child is on roll',
  SELF_CLAIMED: 'somebody who has claimed to work with the family',
};

/** Each condition as a clause of a sentence that begins "only where …". */
export function describeConditions(conditions: Conditions): readonly string[] {
  return ORDER.filter((name) => conditions[name] !== undefined).map((name) => describe(name, conditions));
}

/** However a clause puts them. */
const ORDER: readonly (keyof Conditions)[] = [
  'relationship',
  'area',
  'needLevelAtLeast',
  'ageUnderYears',
  'sinceBirth',
  'untilBirth',
  'consent',
  'trainingInDate',
  'marked',
  'notMarked',
];

function describe(name: keyof Conditions, conditions: Conditions): string {
  switch (name) {
    case 'relationship':
      return `the requester is ${conditions.relationship!.map((one) => RELATIONSHIPS[one] ?? one).join(' or ')} for this family`;
    case 'area':
      return "the family lives in the requester's own reach area";
    case 'needLevelAtLeast':
      return `the level of need is ${conditions.needLevelAtLeast!.toLowerCase()} or higher`;
    case 'ageUnderYears':
      return `the child is under ${conditions.ageUnderYears}`;
    case 'consent':
      return 'consent to share is recorded as given';
    case 'trainingInDate':
      return "the requester's information-governance training is in date";
    case 'sinceBirth':
      return `the child is at least ${periodInWords(conditions.sinceBirth!)} old`;
    case 'untilBirth':
      return `the child is at most ${periodInWords(conditions.untilBirth!)} old`;
    case 'marked':
      return `an agency has marked the person as ${listed(conditions.marked!)}`;
    case 'notMarked':
      return `no agency has marked the person as ${listed(conditions.notMarked!)}`;
  }
}

/** What is left of a stream under a transform. */
export function transformInWords({ dateOfBirth, postcode, others }: Transform): string {
  const parts = [
    ...(dateOfBirth ? ['the year of a date of birth'] : []),
    ...(postcode ? ['the first half of a postcode'] : []),
    others === 'RECORDED' ? 'of all else whether it is recorded' : 'all else whole',
  ];
  return `${parts.join(', ')}${others === 'RECORDED' ? ' alone' : ''}`;
}

/** The ways in which a stream that depends on facts opens and closes, as what follows a colon: `the child is under 18; never where …`. */
export function waysInWords({ opening, closing }: StreamWays): string {
  const ways = opening.flatMap(({ conditions, transform }): readonly string[] => {
    const words = describeConditions(conditions).join(', and ');
    if (transform) return [`${words || 'in any other case'} (${transformInWords(transform)})`];
    return words === '' && opening.length === 1 ? [] : [words || 'in any other case'];
  });
  const unless = closing.map(({ conditions }) => `never where ${describeConditions(conditions).join(', and ')}`);
  return [...(ways.length > 0 ? [ways.join('; or ')] : []), ...unless].join('; ');
}

const UNITS: Readonly<Record<string, string>> = { D: 'days', W: 'weeks', M: 'months', Y: 'years' };
function periodInWords(period: string): string {
  const [count, unit] = [Number(period.slice(1, -1)), UNITS[period.slice(-1)] ?? ''];
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}
const listed = (markers: readonly string[]): string => markers.map((one) => one.toLowerCase()).join(' or ');

export interface ToldConditions {
  readonly settled: Settled;
  /** Each in words, with `: met`, `: not met` or `: not known`. */
  readonly words: readonly string[];
}

/**
 * Settles conditions of one person and tells each. Whether a condition about the family holds is told only to somebody
 * who meets every condition about themselves: to anybody else one bit of the family's record would be told by it, so
 * what they are told follows from the conditions about themselves alone. `owner`: whose stream it is.
 */
export function tellConditions(
  conditions: Conditions,
  known: KnownFacts,
  entry: Entry,
  at: Date,
  owner: string | null = null,
): ToldConditions {
  const turn = { ...OPENING, owner };
  const own = namesOf(conditions).filter((name) => ABOUT_THE_REQUESTER.has(name));
  const ownSettled = settleConditions(pick(conditions, own), known, entry, at, turn);
  const tellsAll = ownSettled === 'met';
  const words = namesOf(conditions).map((name) => {
    if (!tellsAll && !ABOUT_THE_REQUESTER.has(name)) return `${describe(name, conditions)}: not told`;
    const settled = settleConditions(pick(conditions, [name]), known, entry, at, turn);
    return `${describe(name, conditions)}: ${settled === 'unknown' ? 'not known' : settled}`;
  });
  return { settled: tellsAll ? settleConditions(conditions, known, entry, at, turn) : ownSettled, words };
}

const pick = (conditions: Conditions, names: readonly (keyof Conditions)[]): Conditions =>
  Object.fromEntries(names.map((name) => [name, conditions[name]]));
