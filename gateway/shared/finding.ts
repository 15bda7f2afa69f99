/** Something found in a file that people write. `FAULT`: it does not do what it seems to say. `REMARK`: something to look at. */
export interface Finding {
  readonly severity: 'FAULT' | 'REMARK';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What was expected, what came and what to do. */
  readonly message: string;
}
