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

export const pointerAt = (slots: PersonSlots, agency: string): string | null => {
  const slot = slots.get(agency);
  return slot?.state === 'pointer' ? slot.ref : null;
};

/** Equal for people of whom the same is known everywhere, and for no others. Kept as long as what it names. */
export function nameOf(slots: PersonSlots): string {
  let name = names.get(slots);
  if (name === undefined) {
    name = '';
    // A ref may hold anything: its length says where it ends.
    for (const [agency, slot] of slots)
      name += ` ${agency}|${slot.state === 'pointer' ? `${slot.ref.length}:${slot.ref}` : slot.state}`;
    names.set(slots, name);
  }
  return name;
}
const names = new WeakMap<PersonSlots, string>();

export const countPointers = (slots: PersonSlots): number =>
  [...slots.values()].filter(({ state }) => state === 'pointer').length;

/** The pointers among them, by agency. */
export const pointersOf = (slots: PersonSlots): ReadonlyMap<string, string> =>
  new Map([...slots].flatMap(([agency, slot]) => (slot.state === 'pointer' ? [[agency, slot.ref] as const] : [])));

/**
 * A Person as linkage hands it to the engine: each agency's own pointer, and the id, which is sealed when it is first
 * looked at. The handle tells the person apart within this operation; where the id is known, it is the id.
 */
export type PersonEntity = Readonly<Record<string, unknown>> & { readonly id: string; readonly handle: string };
