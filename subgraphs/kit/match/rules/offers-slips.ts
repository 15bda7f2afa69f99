import type { FamilyNameLevel, GivenNameLevel } from '../compare/levels';
import type { Rule } from './rule';

const GIVEN: readonly GivenNameLevel[] = ['EXACT', 'SPELLING', 'SHORT', 'KNOWN_AS', 'SECOND', 'SIMILAR'];
const FAMILY: readonly FamilyNameLevel[] = ['EXACT', 'SPELLING', 'FORMER', 'PART', 'SIMILAR'];

/** The very birthday, and a given and a family name that are both at least alike, wherever they live: written twice in haste. */
export const offersSlips: Rule = ({ givenName, familyName, dateOfBirth, sex }) =>
  dateOfBirth === 'EXACT' && sex !== 'DIFFERENT' && GIVEN.includes(givenName) && FAMILY.includes(familyName);
