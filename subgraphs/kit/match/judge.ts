import type { Comparison } from './compare/levels';
import { contradicts } from './rules/contradicts';
import { isLikeTwin } from './rules/is-like-twin';
import { joinsByDescription } from './rules/joins-by-description';
import { joinsByLaChildId } from './rules/joins-by-la-child-id';
import { joinsByNumber } from './rules/joins-by-number';
import { offersNumber } from './rules/offers-number';
import { offersSlips } from './rules/offers-slips';
import { offersUnnamed } from './rules/offers-unnamed';
import { offersWrongBirthday } from './rules/offers-wrong-birthday';
import { weigh } from './weigh';

/** What one record is to the subject. `by` an identifier is surer than by who somebody is and where they live. */
export type Judgement =
  | { readonly outcome: 'certain'; readonly by: 'identifier' | 'description'; readonly score: number }
  | { readonly outcome: 'possible'; readonly score: number }
  | { readonly outcome: 'no'; readonly score: number };

/** From this score (0 to 1) a description, without a number, may be certain. */
export const CERTAIN_SCORE = 0.97;
/** From this score a person is asked to look. */
export const POSSIBLE_SCORE = 0.85;

const OFFERS = [offersNumber, offersSlips, offersUnnamed, offersWrongBirthday];

/**
 * Judges one record, by the rules of `rules/`. A wrong join can send one child's record to another child's family, and a
 * missed one is seen as "possible, ask them": so every doubt counts against certainty, and nothing in the score can
 * outvote a contradiction.
 */
export function judge(comparison: Comparison): Judgement {
  const score = isLikeTwin(comparison) ? Math.min(weigh(comparison), 0.5) : weigh(comparison);
  if (!contradicts(comparison)) {
    if (joinsByNumber(comparison) || joinsByLaChildId(comparison))
      return { outcome: 'certain', by: 'identifier', score };
    if (score >= CERTAIN_SCORE && joinsByDescription(comparison))
      return { outcome: 'certain', by: 'description', score };
  }
  const offered = score >= POSSIBLE_SCORE || OFFERS.some((offers) => offers(comparison));
  return { outcome: offered ? 'possible' : 'no', score };
}
