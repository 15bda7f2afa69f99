import type { Comparison, IdentifierLevel } from '../compare/levels';

/** The number is this record's, now or before, and was verified. */
export const isProven = (level: IdentifierLevel): boolean => level === 'AGREES' || level === 'FORMER';

/** One name, or another spelling of it. */
export const isOneGivenName = ({ givenName }: Comparison): boolean => givenName === 'EXACT' || givenName === 'SPELLING';

/** One family name, another spelling of it, or one half of it. */
export const isOneFamilyName = ({ familyName }: Comparison): boolean =>
  familyName === 'EXACT' || familyName === 'SPELLING' || familyName === 'PART';

/** Nothing was asked by which to tell who somebody is, but numbers. */
export const nothingElseAsked = ({ givenName, familyName, dateOfBirth }: Comparison): boolean =>
  givenName === 'MISSING' && familyName === 'MISSING' && dateOfBirth === 'MISSING';
