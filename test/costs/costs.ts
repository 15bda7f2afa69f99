/** A search of a child by name, birthday and postcode that did not end with one certain person, as it was answered. */
export interface Uncertain {
  readonly id: string;
  readonly name: string;
  /** `health POSSIBLE` */
  readonly statuses: readonly string[];
  readonly possible: readonly string[];
  readonly errors: readonly string[];
}

export interface RoleCosts {
  readonly role: string;
  /** Fields, of all children who were found for certain. */
  readonly asked: number;
  /** Of them, those closed for the role as such, and those closed by what is known, or not, of the person. */
  readonly withheld: { readonly role: number; readonly person: number };
  readonly uncertain: readonly Uncertain[];
}

export interface Costs {
  readonly families: number;
  readonly children: number;
  readonly sample: number;
  readonly fields: number;
  readonly roles: readonly RoleCosts[];
}
