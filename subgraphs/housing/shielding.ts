import type { HeldPerson, Marker } from '@family-view/kit';
import type { TenureRecord } from './format';

/**
 * Shielding protects an address, and everybody who lives at it gives it away: whoever shares a running tenure with a
 * shielded person is shielded here too. A tenure that has ended is where they fled from, and shields nobody else.
 */
export function shieldHouseholds(
  people: ReadonlyMap<string, HeldPerson>,
  tenures: readonly TenureRecord[],
): ReadonlyMap<string, HeldPerson> {
  const shielded = new Map(people);
  for (const tenure of tenures) {
    if (!tenure.isActive || !tenure.members.some((member) => isShielded(people.get(member.ref ?? '')))) continue;
    for (const member of tenure.members) {
      const person = people.get(member.ref ?? '');
      if (person !== undefined && !isShielded(person))
        shielded.set(person.ref, { ...person, markers: [...person.markers, SHIELDED] });
    }
  }
  return shielded;
}

const SHIELDED: Marker = 'SHIELDED';
export const isShielded = (person: HeldPerson | null | undefined): boolean =>
  person?.markers.includes(SHIELDED) ?? false;
