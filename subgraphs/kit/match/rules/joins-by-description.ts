import type { Comparison, IdentifierLevel } from '../compare/levels';
import { isOneFamilyName, isOneGivenName } from './read-levels';
import type { Rule } from './rule';

/**
 * One name (or another spelling of it), the very birthday and one home (where one side has none, a number that
 * both claim, though nobody traced it); and nothing finer that differs. A different number, UPRN, sex or birth order, a birthday of 1 January, a family name of before alone,
 * or names exchanged that may be either's, and the two may be two: a hostel has many boys of one name and no known birthday, a block has many doors, and a child
 * who was adopted has the given name and the birthday of before.
 */
export const joinsByDescription: Rule = (comparison) =>
  isOneGivenName(comparison) &&
  isOneFamilyName(comparison) &&
  !comparison.namesInDoubt &&
  comparison.dateOfBirth === 'EXACT' &&
  !comparison.birthdayIsDefault &&
  comparison.sex !== 'DIFFERENT' &&
  comparison.birthOrder !== 'DIFFERENT' &&
  (isOneHome(comparison) || (comparison.address === 'MISSING' && comparison.nhsNumber === 'CLAIMED')) &&
  [comparison.nhsNumber, comparison.upn, comparison.laChildId].every(doesNotDiffer);

const isOneHome = ({ address }: Comparison): boolean => address === 'UPRN' || address === 'POSTCODE';

const doesNotDiffer = (level: IdentifierLevel): boolean => level !== 'UNVERIFIED' && level !== 'CONTRADICTS';
