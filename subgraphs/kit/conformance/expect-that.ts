/** How an audit tells that a promise is not kept, or cannot be put to the test. */

/** The promise is not kept: what was expected, what came, and how it is fixed. Holds nothing of a record. */
export class Broken extends Error {}

/** The promise cannot be put to the test, and what is missing for it. */
export class NotTried extends Error {}

/** Throws `Broken` unless it holds. */
export function expectThat(holds: boolean, told: string): asserts holds {
  if (!holds) throw new Broken(told);
}
