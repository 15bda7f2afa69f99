/**
 * Every read of a partner system is of now: what closes a record stands in such reads, and an answer out of a cache opens
 * again what was closed since. A default HAPI FHIR server repeats a search's answer for a minute unless it is asked not to.
 */

/** Sent with each read (RFC 9111, 5.2.1.4). */
export const FRESH = { 'cache-control': 'no-cache' } as const;

/** Throws for an answer that a cache on the way gave all the same: such a one carries an `Age` (RFC 9111, 5.1). */
export function refuseKept(age: string | readonly string[] | undefined): void {
  const seconds = [age].flat().map(Number);
  if (seconds.some((one) => one > 0)) throw new Error('expected an answer of now, got one out of a cache');
}
