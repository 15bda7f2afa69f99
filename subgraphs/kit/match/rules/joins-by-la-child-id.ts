import { isOneGivenName } from './read-levels';
import type { Rule } from './rule';

/** The authority's own id, the given name and the very birthday. A census return names nobody: then id and birthday. */
export const joinsByLaChildId: Rule = (comparison) => {
  const { laChildId, givenName, familyName, dateOfBirth, sex } = comparison;
  if (laChildId !== 'AGREES' || dateOfBirth !== 'EXACT') return false;
  if (givenName === 'MISSING') return familyName === 'MISSING' && sex !== 'DIFFERENT';
  return isOneGivenName(comparison) || givenName === 'SHORT';
};
