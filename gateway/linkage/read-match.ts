import type { z } from 'zod';
import { type Candidate, type matchReply, OUTCOMES } from './contract-replies';
import { flagOf, listOf, numberOf, objectOf, oneOf, pointerOf, whereItIsPlain, wordOf } from './plain-values';

/** As `matchReply` reads it: of a page of people, a reply of as many from each agency. */
export const readPlainMatch = whereItIsPlain(
  ({ match }): z.infer<typeof matchReply> => ({ match: listOf(match).map((each) => listOf(each).map(candidateOf)) }),
);

function candidateOf(given: unknown): Candidate {
  const of = objectOf(given);
  return {
    ref: pointerOf(of.ref),
    outcome: oneOf(OUTCOMES, of.outcome),
    score: numberOf(of.score),
    comparedOn: listOf(of.comparedOn).map(wordOf),
    said: flagOf(of.said),
  };
}
