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
}

export const pointerAt = (slots: PersonSlots, agency: string): string | null => {
  const slot = slots.get(agency);
  return slot?.state === 'pointer' ? slot.ref : null;
};

/** Equal for people of whom the same is known everywhere. */
export const nameOf = (slots: PersonSlots): string =>
  [...slots].map(([agency, slot]) => `${agency}|${slot.state === 'pointer' ? slot.ref : slot.state}`).join(' ');

export const countPointers = (slots: PersonSlots): number =>
  [...slots.values()].filter(({ state }) => state === 'pointer').length;
