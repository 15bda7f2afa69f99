import type { FamilyAtHome } from '../families';
import type { Address, Marker, TruePerson } from '../model';

const NONE: readonly Marker[] = [];

/** What closes a record: a death, an address to hide, a family whose record only named staff may open. */
export function markersOf(person: TruePerson, home: FamilyAtHome, restricted = false): readonly Marker[] {
  if (!restricted && !home.shielded && person.lifeState !== 'DIED') return NONE;
  return [
    ...(restricted ? ['RESTRICTED' as const] : []),
    ...(home.shielded ? ['SHIELDED' as const] : []),
    ...(person.lifeState === 'DIED' ? ['DECEASED' as const] : []),
  ];
}

/** The address as it is known to an agency that nobody told of the danger: the one they fled from. */
export const addressBeforeHiding = (person: TruePerson, home: FamilyAtHome): Address =>
  home.shielded && person.previousAddress ? person.previousAddress : person.address;
