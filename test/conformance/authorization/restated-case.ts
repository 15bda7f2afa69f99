import type { Graph } from './graphs';

/** Why this gateway answers otherwise, and whose answer is right. */
export const REASONS = {
  /**
   * Both keep Federation's rules. Composition joins the rules of all implementors onto an interface; others refuse by them
   * what is asked of the interface itself, and close an open record by the rule of another type.
   */
  'each type by its own rule': 'ours',
  /** Issue 14, A.10: that an object of a closed type is there is not told, neither by its type nor by an empty object. */
  'a closed object is left out': 'ours',
  /** The error names the field that was refused, where theirs names what holds it, or the whole operation. */
  'the error is at the refused field': 'both',
  /** Theirs names each refused field of a part that is gone; here that it is refused whole is told once. */
  'the error is at what is refused whole': 'both',
  /** GraphQL, section 6.4.4: an item of a list that may be null holds the null, not the list. */
  'a null goes no further than it must': 'ours',
} as const satisfies Readonly<Record<string, 'ours' | 'theirs' | 'both'>>;

/** One case of another router's own tests, in our own words: (schema, what is held, operation) → (data, errors). */
export interface RestatedCase {
  readonly graph: Graph;
  /** Requirements that are met: `authenticated`, `scope:a`, `policy:a`. */
  readonly holds: string;
  readonly asks: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What theirs answers: what is left of its filtered operation, with null for what is gone. */
  readonly data: unknown;
  /** Where its errors stand: client's keys, without places in lists; each once. */
  readonly refused: readonly string[];
  /** Where this gateway answers otherwise. */
  readonly ours?: { readonly data?: unknown; readonly refused?: readonly string[]; readonly why: keyof typeof REASONS };
}
