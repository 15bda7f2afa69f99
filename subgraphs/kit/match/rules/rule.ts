import type { Comparison } from '../compare/levels';

/** One rule of the matcher: a sentence about a comparison that is true or not. */
export type Rule = (comparison: Comparison) => boolean;
