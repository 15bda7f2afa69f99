/** What an audit is, and how it tells that a promise is not kept. */
import type { Target } from './target';

/** As RFC 2119 has them. Only a MUST decides whether an agency conforms. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** One promise of an agency, put to the test over HTTP. `id` is stable: a letter for what it is about, and a number. */
export interface Audit {
  readonly id: string;
  readonly level: Level;
  /** Stands after "The agency MUST": `refuse a grant that was used before`. */
  readonly title: string;
  /** Ends quietly where the promise is kept. Throws `Broken` where it is not, `NotTried` where it cannot be told. */
  readonly run: (target: Target) => Promise<void>;
}

/** A family of audits: the letter is that of its ids. */
export interface AuditGroup {
  readonly letter: string;
  readonly name: string;
  readonly audits: readonly Audit[];
}

/** An audit before it has its number. */
export type AuditLine = readonly [level: Level, title: string, run: (target: Target) => Promise<void>];

/** Numbers the audits of a group in their order: G-01, G-02. New ones go to the end, so that a number keeps its meaning. */
export const groupOf = (letter: string, name: string, lines: readonly AuditLine[]): AuditGroup => ({
  letter,
  name,
  audits: lines.map(([level, title, run], at) => ({
    id: `${letter}-${String(at + 1).padStart(2, '0')}`,
    level,
    title,
    run,
  })),
});
