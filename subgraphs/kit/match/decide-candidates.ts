import type { HeldPerson, Marker } from '../connector';
import { compare } from './compare';
import type { Comparison } from './compare/levels';
import { type Judgement, judge } from './judge';
import type { MatchSubject } from './subject';

/** One record that may be the person asked about, as the contract tells it; `markers` are told apart from it. */
export interface MatchCandidate {
  readonly ref: string;
  readonly outcome: 'MATCH' | 'POTENTIAL' | 'MANY';
  readonly score: number;
  readonly comparedOn: readonly string[];
  readonly markers: readonly Marker[];
}

/** What a person at this agency has decided before about this subject: these refs are the same, those are not. */
export interface Decided {
  readonly same: ReadonlySet<string>;
  readonly different: ReadonlySet<string>;
}

/** Where no person here has decided anything. */
export const NOTHING_DECIDED: Decided = { same: new Set(), different: new Set() };

interface Judged {
  readonly person: HeldPerson;
  readonly comparison: Comparison;
  readonly judgement: Judgement;
  /** A person here decided that this is the one. */
  readonly confirmed: boolean;
}

/**
 * Decides among all the records that the searches brought up (open ones only: a closed record must not even make another
 * one ambiguous). At most one is MATCH. Two that are equally certain and not records of one person are MANY.
 */
export function decideCandidates(
  subject: MatchSubject,
  found: readonly HeldPerson[],
  decided: Decided = NOTHING_DECIDED,
): readonly MatchCandidate[] {
  const judged = [...new Map(found.map((person) => [person.ref, person])).values()]
    .filter(({ ref }) => !decided.different.has(ref))
    .map((person): Judged => {
      const comparison = compare(subject, person);
      return { person, comparison, judgement: judge(comparison), confirmed: decided.same.has(person.ref) };
    })
    .sort((one, other) => other.judgement.score - one.judgement.score || (one.person.ref < other.person.ref ? -1 : 1));

  const confirmed = judged.filter((one) => one.confirmed);
  const identified = judged.filter((one) => one.judgement.outcome === 'certain' && one.judgement.by === 'identifier');
  const described = judged.filter((one) => one.judgement.outcome === 'certain');

  if (confirmed.length > 0) return settle(confirmed, judged);
  if (identified.length > 0) return settle(isOutdone(identified, described) ? described : identified, judged);
  if (described.length > 0) return settle(described, judged);
  return judged.filter(({ judgement }) => judgement.outcome === 'possible').map((one) => tell(one, 'POTENTIAL'));
}

/**
 * The surest are one person's records, and the current one is MATCH; or they are not, and all are MANY. Beside a match
 * only what looks like the same person's second record is told: who else was found is nobody's business then.
 */
function settle(equallySure: readonly Judged[], judged: readonly Judged[]): readonly MatchCandidate[] {
  const surest = exactOf(equallySure);
  const [current, ...older] = [...surest].sort(newestFirst);
  if (!current) return [];
  const others = judged.filter((one) => !surest.includes(one) && one.judgement.outcome !== 'no');
  const alike = others.filter(({ judgement }) => judgement.outcome === 'certain');
  if (!older.every((one) => shareIdentifier(one.person, current.person)))
    return [...surest, ...alike].map((one) => tell(one, 'MANY'));
  const second = others.filter((one) => alike.includes(one) || shareIdentifier(one.person, current.person));
  return [tell(current, 'MATCH'), ...[...older, ...second].map((one) => tell(one, 'POTENTIAL'))];
}

/**
 * A number leads to a record of another spelling, of no name yet or of a slipped birthday, and beside it stands one of the very
 * name, birthday and home that has no number: the number may have been filed with a twin. Nobody is sure then.
 */
const isOutdone = (identified: readonly Judged[], described: readonly Judged[]): boolean =>
  !identified.some(isVeryOne) && described.some((one) => isVeryOne(one) && !identified.includes(one));

const isVeryOne = ({ comparison }: Judged): boolean => hasVeryNames(comparison) && comparison.dateOfBirth === 'EXACT';

/**
 * The one record that has the very names, where the others have a variant of them, and every number that they have: a
 * Mohammed beside a Muhammad is the Mohammed.
 */
function exactOf(surest: readonly Judged[]): readonly Judged[] {
  const exact = surest.filter(({ comparison }) => hasVeryNames(comparison));
  const [only] = exact;
  if (exact.length !== 1 || !only || surest.length === 1) return surest;
  return surest.every(({ comparison }) => hasNumbersOf(only.comparison, comparison)) ? exact : surest;
}

const hasVeryNames = ({ givenName, familyName, namesSwapped }: Comparison): boolean =>
  givenName === 'EXACT' && familyName === 'EXACT' && !namesSwapped;

const hasNumbersOf = (exact: Comparison, variant: Comparison): boolean =>
  NUMBERS.every((number) => ['MISSING', 'UNVERIFIED'].includes(variant[number]) || exact[number] === variant[number]);

const NUMBERS = ['nhsNumber', 'upn', 'laChildId'] as const;

/** The record under the number in use before one under a superseded number; then the one kept most lately. */
const newestFirst = (one: Judged, other: Judged): number =>
  rank(other) - rank(one) || Date.parse(other.person.asOf) - Date.parse(one.person.asOf);

const rank = ({ comparison: { nhsNumber, upn } }: Judged): number =>
  Number(nhsNumber === 'AGREES') * 2 + Number(upn === 'AGREES');

/** Both records carry one number, now or before: two records of one person. */
function shareIdentifier(one: HeldPerson, other: HeldPerson): boolean {
  const share = (first: readonly (string | null)[], second: readonly (string | null)[]) =>
    first.some((value) => value !== null && second.includes(value));
  return (
    share([one.nhsNumber, ...one.supersededNhsNumbers], [other.nhsNumber, ...other.supersededNhsNumbers]) ||
    share([one.upn, one.formerUpn], [other.upn, other.formerUpn])
  );
}

const tell = ({ person, comparison, judgement }: Judged, outcome: MatchCandidate['outcome']): MatchCandidate => ({
  ref: person.ref,
  outcome,
  score: judgement.score,
  comparedOn: comparison.comparedOn,
  markers: person.markers,
});
