/** Flag resources that close a person's record. */
import type { DataQuality, Marker } from '@family-view/kit';
import { SYSTEMS } from './codes';
import { datePart } from './elements';
import type { Flag, Period } from './fhir';
import type { Read } from './read-leniently';

const PROTECTIONS: readonly Marker[] = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];
/** What a flag without a code may say in words. Flags of other kinds (allergies, falls) close nothing. */
const WORDS =
  /shield|restrict|adopt|confidential|sensitive|refuge|witness|protected|undisclosed|withh[eo]ld|do not (share|disclose)/i;

/** The markers of one flag; none where it has ended, or protects nothing. `today` is an ISO date. */
export function readFlag(
  { value: flag, faults: found }: Read<Flag>,
  today: string,
  faults: DataQuality[],
): readonly Marker[] {
  if (flag.status === 'inactive' || !mayBeInForce(flag.period, today)) return [];
  const codings = flag.code?.coding ?? [];
  const codes = codings.map(({ code }) => code?.trim().toUpperCase());
  const known = PROTECTIONS.filter((marker) => codes.includes(marker));
  if (known.length > 0) return known;
  const text = [flag.code?.text, ...codings.map(({ display }) => display)].join(' ');
  const unreadable = found.some(({ field }) => /^Flag\.(code|subject)/.test(field));
  const uncoded = codings.every(({ code }) => code === undefined) && text.trim() === '';
  const ours = codings.some(({ system }) => system === SYSTEMS.protection);
  if (!ours && !unreadable && !uncoded && !WORDS.test(text)) return [];
  faults.push({ field: 'Flag.code', fault: 'a protection code not known' });
  return ['RESTRICTED'];
}

/** Silence closes: a flag ends only by an end that can be read, and has begun unless its start can be read and is to come. */
export function mayBeInForce(period: Period | undefined, today: string): boolean {
  const start = datePart(period?.start);
  const end = datePart(period?.end);
  return (
    (start === null || start <= today.slice(0, start.length)) && (end === null || end >= today.slice(0, end.length))
  );
}
