import type { Comparison } from '../compare/levels';
import { isOneGivenName } from './read-levels';
import type { Rule } from './rule';

/**
 * One full name and a birthday that looks like a slip of the other, wherever they live: a wrong birthday after a move.
 * With one home, now or before, or in one neighbourhood, a birthday within a year is enough: few have two children of one
 * full name in a year.
 */
export const offersWrongBirthday: Rule = (comparison) => {
  const { familyName, dateOfBirth, sex, nhsNumber, upn } = comparison;
  if (!isOneGivenName(comparison) || (familyName !== 'EXACT' && familyName !== 'SPELLING')) return false;
  if (sex === 'DIFFERENT' || nhsNumber === 'CONTRADICTS' || upn === 'CONTRADICTS') return false;
  if (dateOfBirth === 'CLOSE') return isNear(comparison);
  return ['SWAPPED', 'NEAR', 'YEAR', 'DEFAULT', 'PART'].includes(dateOfBirth);
};

const isNear = ({ address }: Comparison): boolean => address !== 'DIFFERENT' && address !== 'MISSING';
