import type { FamilyAtHome } from '../families';
import type { Marker, TruePerson } from '../model';

const NONE: readonly Marker[] = [];

/** What closes a record: a death, an address to hide, a family whose record only named staff may open. */
export function markersOf(person: TruePerson, home: FamilyAtHome, restricted = false): readonly Marker[] {
  if (!restricted && !home.shielded && person.lifeState !== 'DIED') return NONE;
  // Of a separated couple in danger, the father is not the one who is hidden.
  const shielded = home.shielded && person !== home.father;
  return [
    ...(restricted ? ['RESTRICTED' as const] : []),
    ...(shielded ? ['SHIELDED' as const] : []),
    ...(person.lifeState === 'DIED' ? ['DECEASED' as const] : []),
  ];
}
