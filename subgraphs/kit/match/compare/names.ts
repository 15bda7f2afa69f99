import { joinName } from '../names';
import { mayBeChineseAndEnglish } from '../names/chinese';
import { isGivenName } from '../names/variants';
import { compareFamilyNames, type FamilyNames } from './family-names';
import { compareGivenNames } from './given-names';
import type { Comparison } from './levels';

/**
 * The names of one side, folded. `others`: further given names, and what somebody is called. `marks`: of the given name.
 * `generation`: Jnr or Snr, as `generationIn` gives it.
 */
export interface Names extends FamilyNames {
  readonly given: string | null;
  readonly others: readonly string[];
  readonly marks: string;
  readonly generation: string | null;
}

type NameLevels = Pick<Comparison, 'givenName' | 'familyName' | 'namesSwapped' | 'namesInDoubt'>;

const AS_ONE = ['EXACT', 'SPELLING'];
const ALMOST = ['SIMILAR', 'SHORT', 'KNOWN_AS', 'SECOND'];

/** Compares names straight; where the given names differ, crosswise and with the further given names. */
export function compareNames(one: Names, other: Names): NameLevels {
  if (areOfTwoGenerations(one, other))
    return {
      givenName: 'DIFFERENT',
      familyName: compareFamilyNames(one, other),
      namesSwapped: false,
      namesInDoubt: false,
    };
  const givenName = compareWithMarks(one, other);
  const straight: NameLevels = {
    givenName,
    familyName: compareFamilyNames(one, other),
    namesSwapped: false,
    namesInDoubt: false,
  };
  if (AS_ONE.includes(givenName) || givenName === 'MISSING') return straight;
  const crossed = compareCrosswise(one, other);
  if (crossed) return crossed;
  if (givenName !== 'DIFFERENT' && givenName !== 'SIMILAR') return straight;
  if (isAmongOthers(one, other) || isAmongOthers(other, one)) return { ...straight, givenName: 'SECOND' };
  return givenName === 'DIFFERENT' && isOfTwoLanguages(one, other) ? { ...straight, givenName: 'KNOWN_AS' } : straight;
}

/** Jnr beside Snr: in either order of the names, and whatever else agrees. */
const areOfTwoGenerations = (one: Names, other: Names): boolean =>
  one.generation !== null && other.generation !== null && one.generation !== other.generation;

/** One name, but for a mark that both keep and that is another. */
function compareWithMarks(one: Names, other: Names): Comparison['givenName'] {
  const level = compareGivenNames(one.given, other.given);
  const isMarked = one.marks !== '' && other.marks !== '' && one.marks !== other.marks;
  return level === 'EXACT' && isMarked ? 'SIMILAR' : level;
}

const isAmongOthers = (one: Names, other: Names): boolean =>
  other.others.some((further) => AS_ONE.includes(compareGivenNames(one.given, further)));

/** A Chinese family's child, by the Chinese name on one side and by another on the other. */
const isOfTwoLanguages = (one: Names, other: Names): boolean =>
  one.now !== null &&
  one.now === other.now &&
  mayBeChineseAndEnglish(joinName(one.given ?? ''), joinName(other.given ?? ''), joinName(one.now));

/** Given and family name in each other's place. With a slip in one of the two, or a name more, they are alike, and no more. */
function compareCrosswise(one: Names, other: Names): NameLevels | null {
  if (one.given === null || one.now === null || other.given === null || other.now === null) return null;
  // With a slip in one of the two the other is as it was: most pairs need no closer look.
  if (one.given[0] !== other.now[0] && one.now[0] !== other.given[0]) return null;
  const levels = [compareGivenNames(one.given, other.now), compareGivenNames(other.given, one.now)];
  const swapped = { familyName: 'EXACT', namesSwapped: true, namesInDoubt: false } as const;
  const same = levels.filter((level) => AS_ONE.includes(level)).length;
  if (same === 1 && levels.some((level) => ALMOST.includes(level))) return { ...swapped, givenName: 'SIMILAR' };
  if (same < 2) return null;
  const namesInDoubt = [one.given, one.now].every((name) => isGivenName(joinName(name)));
  return { ...swapped, givenName: levels.every((level) => level === 'EXACT') ? 'EXACT' : 'SPELLING', namesInDoubt };
}
