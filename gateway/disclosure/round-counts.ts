/**
 * Rounding, and percentages from rounded counts alone. ONS, Statistical disclosure control policy; OpenSAFELY, Output
 * checking: small counts are redacted first and the others rounded, so that the lowest number told is never a rounded-up
 * small one.
 */
import type { DisclosureTerms } from './types';

export const roundCount = (count: number, roundTo: number): number => Math.round(count / roundTo) * roundTo;

/** The smallest count that is told: at least `minCell` itself, and as it is rounded. With 6 and 5: 8, told as 10. */
export function leastTold({ minCell, roundTo }: Pick<DisclosureTerms, 'minCell' | 'roundTo'>): number {
  let least = minCell;
  while (roundCount(least, roundTo) < minCell) least += 1;
  return least;
}

/** Of a hundred, to the nearest one. Null where there is nothing to divide by. */
export const percentOf = (rounded: number, ofRounded: number): number | null =>
  ofRounded === 0 ? null : Math.min(100, Math.round((100 * rounded) / ofRounded));
