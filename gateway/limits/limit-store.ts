/** A count, or how many a set holds, within a window that began with its first. */
export interface Held {
  /** False: what came would have been too much, and was not added. */
  readonly taken: boolean;
  /** With what was taken. */
  readonly count: number;
  /** Of what came, how much was not there before. */
  readonly added: number;
  /** Milliseconds until it begins anew. */
  readonly remaining: number;
}

/**
 * What limits count in. Gateways that share a store count together. Keys and members are digests: who keeps the store learns
 * no name from it, and all of it is forgotten when its window ends.
 */
export interface LimitStore {
  /** Adds to a count, unless it would then be more than `most`. Adding nothing reads it. */
  take(key: string, by: number, most: number, windowMs: number): Promise<Held>;
  /** Puts members in a set, unless it would then hold more than `most`. */
  gather(key: string, members: readonly string[], most: number, windowMs: number): Promise<Held>;
}
