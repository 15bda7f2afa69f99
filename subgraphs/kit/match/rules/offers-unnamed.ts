import type { Rule } from './rule';

/** No given name on one side, one family and one home, and a birthday that looks like a slip: a newborn, registered twice. */
export const offersUnnamed: Rule = ({ givenName, familyName, dateOfBirth, sex, address, birthOrder }) =>
  givenName === 'MISSING' &&
  (familyName === 'EXACT' || familyName === 'SPELLING') &&
  (dateOfBirth === 'NEAR' || dateOfBirth === 'SWAPPED') &&
  sex !== 'DIFFERENT' &&
  birthOrder !== 'DIFFERENT' &&
  (address === 'UPRN' || address === 'POSTCODE');
