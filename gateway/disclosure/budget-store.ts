/** One table, by what was asked for: no value of an answer. */
export interface AskedTable {
  /** What is counted: a measure; or what else is told in tables. */
  readonly subject: string;
  /** What it is broken down by, or the conditions counted under. */
  readonly parts: readonly string[];
  /** Which stretches of time it is of. */
  readonly strata: readonly string[];
}

/** Who asks (digests), when, and since when earlier tables count. Times are milliseconds of the epoch. */
export interface BudgetEntry {
  readonly requester: string;
  readonly organisation: string;
  readonly at: number;
  readonly since: number;
  readonly table: AskedTable;
}

export interface SpentBefore {
  /** Of the same subject. */
  readonly tables: readonly AskedTable[];
  /** Of all subjects. */
  readonly used: number;
  /** When the oldest that cost something was asked. */
  readonly oldest: number | null;
}
type ByWhose<T> = Readonly<Record<'requester' | 'organisation', T>>;

export interface Judged {
  readonly cost: ByWhose<number>;
  /** Whether it may be asked: then it is kept. */
  readonly taken: boolean;
}

/**
 * Where asked tables are kept: names of measures and dimensions and digests of who asked, never a value. Gateways that
 * share one store share the budget. What is older than every window may go.
 */
export interface BudgetStore {
  /** In one step: reads what came before, judges, and keeps it where it is taken. */
  spend(
    entry: BudgetEntry,
    judge: (before: ByWhose<SpentBefore>) => Judged,
  ): Promise<Judged & { readonly before: ByWhose<SpentBefore> }>;
  /** Names of cells that were kept back of a table since then: digests. */
  keptBack(table: string, since: number): Promise<ReadonlySet<string>>;
  keepBack(table: string, cells: readonly string[], at: number): Promise<void>;
  close(): Promise<void>;
}
