import type { Rule } from './rule';

/** Something plainly says that these are two people: nothing that agrees outvotes it. */
export const contradicts: Rule = ({ givenName, dateOfBirth, sex, birthOrder, nhsNumber, upn }) =>
  nhsNumber === 'CONTRADICTS' ||
  upn === 'CONTRADICTS' ||
  givenName === 'DIFFERENT' ||
  dateOfBirth === 'DIFFERENT' ||
  birthOrder === 'DIFFERENT' ||
  // Daniel and Daniela: a spelling apart, and twins.
  (sex === 'DIFFERENT' && givenName !== 'EXACT');
