import type { PersonSlots, Slot } from './types';
export const pointerAt = (slots: PersonSlots, agency: string): string | null => {
  const slot = slots.get(agency);
  return slot?.state === 'pointer' ? slot.ref : null;
};

/** How an agency's answer about a person is told, by what its slot holds. */
export const SLOT_STATUS = {
  pointer: 'ANSWERED',
  possible: 'POSSIBLE',
  nothing: 'NOTHING_HELD',
  unanswered: 'UNAVAILABLE',
  notAsked: 'WITHHELD',
} as const satisfies Readonly<Record<Slot['state'], string>>;

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
