import type { ExecutionResult } from 'graphql';
import { compileShape, type ShapeParts } from '../planning/compile-shape';
import { type Shaping, shapeAnswer } from './shape-answer';

export { REFUSED } from './null-errors';

export type JoinParts = ShapeParts & Shaping;

/** Shapes one answer with a shape that nobody keeps. */
export const joinAnswer = (parts: JoinParts, tree: Readonly<Record<string, unknown>>): ExecutionResult =>
  shapeAnswer(compileShape(parts), parts, tree);
