/** Who asked for fields: how many operations of each role, and of nobody's records in particular. */
export interface FieldUsage {
  /** ISO 8601, UTC: the first day that is counted. Later than was asked where the record begins later; null: there is none. */
  readonly since: string | null;
  /** The role that asked most comes first. */
  readonly roles: readonly { readonly role: string; readonly operations: number }[];
}

/** Of each group of fields: operations since a day that asked for one of them at least, withheld or not. */
export type CountUsage = (groups: readonly (readonly string[])[], since: Date) => Promise<readonly FieldUsage[]>;
