/** What linkage knows of a person and of a family. */

/**
 * What is known of one person at each agency. `unanswered` is not `nothing`: the agency is asked again when the id is
 * opened, so that an outage at search time hides nobody.
 */
export type Slot =
  | { readonly state: 'pointer'; readonly ref: string }
  | { readonly state: 'nothing' }
  | { readonly state: 'unanswered' }
  | { readonly state: 'possible' }
  | { readonly state: 'notAsked' };

/** One person, or one family as a group: a slot for each agency of the registry. */
export type PersonSlots = ReadonlyMap<string, Slot>;

export interface FamilySlots {
  readonly members: readonly PersonSlots[];
  /** Each agency's own reference to the family group or household, where it was asked and answered. */
  readonly groups: PersonSlots;
  /** Of each agency, its own references of those whom it asserts in that group itself. */
  readonly asserted: AssertedMembers;
}

export type AssertedMembers = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * A Person as linkage hands it to the engine: each agency's own pointer, and the id, which is sealed when it is first
 * looked at. The handle tells the person apart within this operation; where the id is known, it is the id.
 */
export type PersonEntity = Readonly<Record<string, unknown>> & { readonly id: string; readonly handle: string };
