import type { GivenNameLevel } from '../compare/levels';
import type { Rule } from './rule';

const NOT_ONE_NAME: readonly GivenNameLevel[] = ['SHORT', 'KNOWN_AS', 'SECOND', 'SIMILAR'];

/**
 * Another given name on the same day at the same address, or one that is not the same and a different sex: Sameer and
 * Sameera. The weights take fields as independent, which twins are not:
 * about one child in 33 is one, twice as many as records with a wrong given name. So this is at best an even chance.
 */
export const isLikeTwin: Rule = ({ givenName, dateOfBirth, sex }) =>
  (givenName === 'DIFFERENT' || (sex === 'DIFFERENT' && NOT_ONE_NAME.includes(givenName))) &&
  (dateOfBirth === 'EXACT' || dateOfBirth === 'SWAPPED' || dateOfBirth === 'NEAR');
