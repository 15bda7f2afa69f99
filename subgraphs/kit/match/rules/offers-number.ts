import type { Rule } from './rule';

/** A number agrees, and something is against it or nothing beside it: what a misfiled number looks like. */
export const offersNumber: Rule = ({ nhsNumber, upn }) =>
  [nhsNumber, upn].some((level) => level === 'AGREES' || level === 'FORMER' || level === 'CLAIMED');
