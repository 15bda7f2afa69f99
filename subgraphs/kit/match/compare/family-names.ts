import { isSameFamilyName, joinName, partsOfFamilyName } from '../names';
import { isMistyped } from '../names/alike';
import type { FamilyNameLevel } from './levels';

/** A family name, folded, with those that its bearer had before. */
export interface FamilyNames {
  readonly now: string | null;
  readonly before: readonly string[];
}

/** Compares two family names of now; where these differ, with those of before. */
export function compareFamilyNames(one: FamilyNames, other: FamilyNames): FamilyNameLevel {
  if (one.now === null || other.now === null) return 'MISSING';
  const direct = compareTwo(one.now, other.now);
  if (direct === 'EXACT' || direct === 'SPELLING') return direct;
  const [now, then] = [one.now, other.now];
  if (other.before.some((former) => isFormer(now, former)) || one.before.some((former) => isFormer(then, former)))
    return 'FORMER';
  return one.before.some((former) => other.before.includes(former)) ? 'FORMER' : direct;
}

/** Some systems keep a former name whole, "Given Family". */
const isFormer = (name: string, former: string): boolean =>
  former === name || former.endsWith(` ${name}`) || isSameFamilyName(name, former);

function compareTwo(one: string, other: string): FamilyNameLevel {
  if (one === other) return 'EXACT';
  const [first, second] = [joinName(one), joinName(other)];
  if (first === second) return 'EXACT';
  if (isSameFamilyName(one, other)) return 'SPELLING';
  const shared = sharedParts(partsOfFamilyName(one), partsOfFamilyName(other));
  if (shared !== null) return shared;
  return isMistyped(first, second) ? 'SIMILAR' : 'DIFFERENT';
}

/** Smith of Smith-Jones, or both in another order; Smith-Jones and Smith-Brown have one half each that says otherwise. */
function sharedParts(one: readonly string[], other: readonly string[]): 'PART' | 'SIMILAR' | null {
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one];
  const shared = fewer.filter((part) => more.includes(part)).length;
  if (shared === 0) return null;
  return shared === fewer.length ? 'PART' : 'SIMILAR';
}
