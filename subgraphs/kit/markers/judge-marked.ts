import type { HeldPerson, Marker } from '../connector';
import { type Relative, roleIn, sexIn } from './relatives';
import {
  type Description,
  likenessOfAddresses,
  likenessOfBirths,
  likenessOfFamilyNames,
  likenessOfGivenNames,
  likenessOfNumbers,
  likenessOfSexes,
} from './separate-identities';

/** Somebody of a group in which a marked person is. */
export interface Tie {
  readonly other: Description;
  readonly kind: 'FAMILY' | 'HOUSEHOLD';
  /** What the marked person is to the other, and the other to the marked person, in the agency's words. */
  readonly markedIs: string | null;
  readonly otherIs: string | null;
  /** The relationship is over. */
  readonly ended: boolean;
}

/** A person whose record is closed here, and whom they are in a group with. */
export interface MarkedPerson {
  readonly person: HeldPerson;
  readonly as: Description;
  readonly ties: readonly Tie[];
}

type Asked = Pick<Relative, 'person' | 'personIs' | 'relativeIs'>;

/** The markers of everybody marked whom this person cannot be told apart from, and SHIELDED for who lives with somebody shielded. */
export function judgeMarked(
  subject: Description,
  relatives: readonly Relative[],
  marked: readonly MarkedPerson[],
): readonly Marker[] {
  const found = new Set<Marker>();
  for (const one of marked) {
    if (isTakenFor(subject, relatives, one)) for (const marker of one.person.markers) found.add(marker);
    if (one.person.markers.includes('SHIELDED') && livesWith(subject, relatives, one)) found.add('SHIELDED');
  }
  return [...found];
}

/**
 * Whether somebody shares a linked relative, an address or a year of birth with a marked person and cannot be told apart
 * from them. A name alone is enough where nothing else is known of them.
 */
export function isTakenFor(subject: Description, relatives: readonly Asked[], { as, ties }: MarkedPerson): boolean {
  const numbers = likenessOfNumbers(subject, as);
  if (numbers !== 'UNCLEAR') return numbers === 'ALIKE';
  const given = likenessOfGivenNames(subject.givenName, as.givenName);
  const family = likenessOfFamilyNames(subject, as);
  const birth = likenessOfBirths(subject.dateOfBirth, as.dateOfBirth);
  const linked = relatives.some((relative) =>
    ties.some((tie) => {
      const role = roleIn(relative.personIs);
      const their = roleIn(tie.markedIs);
      if (role !== null && their !== null && role !== their) return false;
      if (!mayBeOne(relative.person, tie.other, 1)) return false;
      const ownSex = subject.sex ?? sexIn(relative.personIs);
      const theirSex = as.sex ?? sexIn(tie.markedIs);
      if (ownSex !== null && theirSex !== null && ownSex !== theirSex) return false;
      // A child has one mother and one father: by whatever name they go, and whatever day the form has for them.
      if (role === 'PARENT' && their === 'PARENT')
        return given !== 'APART' || (ownSex !== null && birth !== 'APART' && family !== 'APART');
      return given !== 'APART' && birth !== 'APART';
    }),
  );
  if (linked) return true;
  if (birth === 'APART' || given === 'APART' || likenessOfSexes(subject, as) === 'APART') return false;
  const address = likenessOfAddresses(subject, as);
  if (address === 'ALIKE') return given === 'ALIKE' || family !== 'APART';
  if (birth === 'ALIKE') return given === 'ALIKE' || family === 'ALIKE';
  const named = given === 'ALIKE' && family === 'ALIKE';
  return birth === 'SAME_YEAR' ? named : named && address === 'UNCLEAR' && relatives.length === 0;
}

/**
 * Whether somebody lives with a shielded person, or may. What this agency holds of both goes first. Of what others told: a
 * child is taken to live with a parent, whatever address they have for it; anybody else lives where they are said to, and
 * an address that the shielded person has left, as this agency knows, gives nobody away.
 */
function livesWith(subject: Description, relatives: readonly Relative[], marked: MarkedPerson): boolean {
  const { as, ties } = marked;
  const own = ties.filter(({ other }) => mayBeOne(subject, other, 2));
  for (const { other, kind, ended } of own) {
    const home = likenessOfAddresses(other, as);
    if (home === 'ALIKE' || (!ended && (kind === 'HOUSEHOLD' || home === 'UNCLEAR'))) return true;
  }
  const told = likenessOfAddresses(subject, as);
  const isOneHome = subject.uprn !== null && subject.uprn === as.uprn;
  if (told === 'ALIKE' && (isOneHome || likenessOfFamilyNames(subject, as) !== 'APART')) return true;
  if (own.length > 0) return false;
  return relatives.some((relative) => {
    const back = { person: subject, personIs: relative.relativeIs, relativeIs: relative.personIs };
    if (!isTakenFor(relative.person, [back], marked)) return false;
    const isChild = roleIn(relative.relativeIs) === 'PARENT' && roleIn(relative.personIs) !== 'PARENT';
    return isChild || (relative.together && told !== 'APART');
  });
}

/** Whether two descriptions may be of one person: nothing tells them apart, and so many things agree. */
function mayBeOne(one: Description, other: Description, least: number): boolean {
  const numbers = likenessOfNumbers(one, other);
  if (numbers !== 'UNCLEAR') return numbers === 'ALIKE';
  const given = likenessOfGivenNames(one.givenName, other.givenName);
  const family = likenessOfFamilyNames(one, other);
  const birth = likenessOfBirths(one.dateOfBirth, other.dateOfBirth);
  if (given === 'APART' || birth === 'APART' || likenessOfSexes(one, other) === 'APART') return false;
  // Two names in one house: a child may bear either parent's.
  const agreeing = [given, family, birth === 'SAME_YEAR' ? 'UNCLEAR' : birth].filter((each) => each === 'ALIKE').length;
  return agreeing >= least && (family !== 'APART' || birth === 'ALIKE');
}
