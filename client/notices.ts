import type { Answered, Notice } from './answer';

const ofKind =
  (...kinds: readonly Notice['kind'][]) =>
  ({ notices }: Pick<Answered<unknown>, 'notices'>): readonly Notice[] =>
    notices.filter(({ kind }) => kinds.includes(kind));

/** What the protocol does not share with this requester for this purpose. It is no "did not answer", and asking again is of no use. */
export const withheld = ofKind('WITHHELD');
/** Agencies that did not answer in time. Nobody may read that as "nothing known". Asking again may help. */
export const unavailable = ofKind('UNAVAILABLE', 'OUR_FAULT');
/** Agencies that may hold a record of somebody asked about: ring them. */
export const possible = ofKind('POSSIBLE_MATCH');
/** What is shown changed: a year of birth, half a postcode. */
export const masked = ofKind('MASKED');

/** Whether an answer may be read as all that there is: no agency is silent, nothing is withheld or may be somebody else's. */
export const isWhole = ({ errors, notices }: Answered<unknown>): boolean => errors.length === 0 && notices.length === 0;
