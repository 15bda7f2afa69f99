import type { Comparison } from '../compare/levels';
import { isOneFamilyName, isOneGivenName, isProven, nothingElseAsked } from './read-levels';
import type { Rule } from './rule';

/**
 * A verified number, the given name (a listed spelling or short form too) and the very birthday join, whatever the
 * address. Where one side has no given name yet: the number, the very birthday and no other sex. A name that is merely
 * alike joins nothing: twins' names are alike, and their numbers are filed with one another.
 */
export const joinsByNumber: Rule = (comparison) => {
  if (!isProven(comparison.nhsNumber) && !isProven(comparison.upn)) return false;
  const { givenName, dateOfBirth, sex } = comparison;
  if (givenName === 'MISSING') {
    if (nothingElseAsked(comparison)) return sex !== 'DIFFERENT';
    return dateOfBirth === 'EXACT' && sex !== 'DIFFERENT';
  }
  if (dateOfBirth === 'EXACT') return isOneGivenName(comparison) || givenName === 'SHORT';
  return isOneGivenName(comparison) && isSlippedBirthday(comparison) && keepsFamily(comparison);
};

/** Day and month in each other's place, or one figure of them: not the year, by which two of one name are told apart. */
const isSlippedBirthday = ({ dateOfBirth }: Comparison): boolean => dateOfBirth === 'SWAPPED' || dateOfBirth === 'NEAR';

const keepsFamily = (comparison: Comparison): boolean =>
  isOneFamilyName(comparison) || comparison.familyName === 'FORMER' || comparison.familyName === 'SIMILAR';
