import { joinName } from '../names';
import { mayBeChineseAndEnglish } from '../names/chinese';
import { compareFamilyNames, type FamilyNames } from './family-names';
import { compareGivenNames } from './given-names';
import type { Comparison } from './levels';

/** The names of one side, folded. `others`: further given names, and what somebody is called. */
export interface Names extends FamilyNames {
  readonly given: string | null;
  readonly others: readonly string[];
}

type NameLevels = Pick<Comparison, 'givenName' | 'familyName' | 'namesSwapped'>;

const AS_ONE = ['EXACT', 'SPELLING'];
const ALMOST = ['EXACT', 'SPELLING', 'SIMILAR'];

/** Compares names straight; where the given names differ, crosswise and with the further given names. */
export function compareNames(one: Names, other: Names): NameLevels {
  const givenName = compareGivenNames(one.given, other.given);
  const straight: NameLevels = {
    givenName,
    familyName: compareFamilyNames(one, other),
    namesSwapped: false,
  };
  if (AS_ONE.includes(givenName) || givenName === 'MISSING') return straight;
  const crossed = compareCrosswise(one, other);
  if (crossed) return crossed;
  if (givenName !== 'DIFFERENT' && givenName !== 'SIMILAR') return straight;
  if (isAmongOthers(one, other) || isAmongOthers(other, one)) return { ...straight, givenName: 'SECOND' };
  return givenName === 'DIFFERENT' && isOfTwoLanguages(one, other) ? { ...straight, givenName: 'KNOWN_AS' } : straight;
}

const isAmongOthers = (one: Names, other: Names): boolean =>
  other.others.some((further) => AS_ONE.includes(compareGivenNames(one.given, further)));

/** A Chinese family's child, by the Chinese name on one side and by another on the other. */
const isOfTwoLanguages = (one: Names, other: Names): boolean =>
  one.now !== null &&
  one.now === other.now &&
  mayBeChineseAndEnglish(joinName(one.given ?? ''), joinName(other.given ?? ''), joinName(one.now));

/** Given and family name in each other's place. With a slip in one of the two they are alike, and no more. */
function compareCrosswise(one: Names, other: Names): NameLevels | null {
  if (one.given === null || one.now === null || other.given === null || other.now === null) return null;
  // With a slip in one of the two the other is as it was: most pairs need no closer look.
  if (one.given[0] !== other.now[0] && one.now[0] !== other.given[0]) return null;
  const first = compareGivenNames(one.given, other.now);
  const second = compareGivenNames(other.given, one.now);
  if (!ALMOST.includes(first) || !ALMOST.includes(second)) return null;
  const slips = [first, second].filter((level) => level === 'SIMILAR').length;
  if (slips > 1) return null;
  if (slips === 1) return { givenName: 'SIMILAR', familyName: 'EXACT', namesSwapped: true };
  const exact = first === 'EXACT' && second === 'EXACT';
  return { givenName: exact ? 'EXACT' : 'SPELLING', familyName: 'EXACT', namesSwapped: true };
}
