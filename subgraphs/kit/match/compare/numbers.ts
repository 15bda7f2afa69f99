import type { HeldPerson } from '../../connector';
import { isTemporaryUpn } from '../../identifiers';
import type { IdentifierLevel } from './levels';

/** Compares an NHS number: only one that was traced (status 01) proves anything. */
export function compareNhsNumbers(number: string | null, held: HeldPerson): IdentifierLevel {
  if (number === null) return 'MISSING';
  if (held.nhsNumber === number) return held.nhsNumberVerified ? 'AGREES' : 'CLAIMED';
  if (held.supersededNhsNumbers.includes(number)) return 'FORMER';
  if (held.nhsNumber === null) return 'MISSING';
  return held.nhsNumberVerified ? 'CONTRADICTS' : 'UNVERIFIED';
}

/** Compares a pupil number. */
export function compareUpns(upn: string | null, held: HeldPerson): IdentifierLevel {
  if (upn === null) return 'MISSING';
  if (held.upn === upn) return 'AGREES';
  if (held.formerUpn === upn) return 'FORMER';
  if (held.upn === null) return 'MISSING';
  // A pupil can have several temporary numbers in a life; only two permanent ones tell two children apart.
  return isTemporaryUpn(upn) || isTemporaryUpn(held.upn) ? 'UNVERIFIED' : 'CONTRADICTS';
}

/** A child can have two LA child ids, so another one contradicts nothing. */
export function compareLaChildIds(id: string | null, held: string | null): IdentifierLevel {
  if (id === null || held === null) return 'MISSING';
  return id === held ? 'AGREES' : 'UNVERIFIED';
}
