/** `full`: the grant cannot be remembered, and so is not taken. */
export type Remembered = 'first time' | 'seen before' | 'full';

/**
 * Where grants that were used are remembered, each until it is too old to be used again. Instances of one agency that share a
 * store take a grant once between them. Where it cannot be asked it throws, and the grant is not taken.
 */
export interface ReplayStore {
  /**
   * Unix time in seconds from which on it remembers every grant: what was issued before may have been used, and is not taken.
   * `-Infinity` for a store that outlives a restart.
   */
  readonly since: number;
  /**
   * @param name of one statement of one grant.
   * @param forgetAt Unix time in seconds from which on it is too old to be used.
   * @param now Unix time in seconds.
   */
  remember(name: string, forgetAt: number, now: number): Remembered | Promise<Remembered>;
}
