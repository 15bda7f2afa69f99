/** Small readings that every resource shares. */

import type { DataQuality } from '@family-view/kit';
import { checkIsoDate } from '@family-view/kit/identifiers';
import { londonDay } from '@family-view/kit/london-day';
import type { Concept, Name, Period, Reference, Telecom } from './fhir';

/** A fault list that is added to while one record is read. */
export type Faults = DataQuality[];

/** The form FHIR gives an id. Anything else cannot be one of this system's, so it is not asked for. */
export const isFhirId = (text: string): boolean => /^[A-Za-z0-9\-.]{1,64}$/.test(text);

/**
 * The id in a relative reference (`Patient/abc`), or null. An absolute one names another server, whose ids are not ours:
 * the client has already made those of the own server relative.
 */
export function idIn(reference: Reference | undefined, type: string): string | null {
  const parts = /^([A-Za-z]+)\/(#?[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference?.reference ?? '');
  return parts?.[1] === type ? (parts[2] ?? null) : null;
}

/** The ids of one type among these references. */
export const idsIn = (references: readonly (Reference | undefined)[], type: string): readonly string[] =>
  references.flatMap((reference) => idIn(reference, type) ?? []);

export const wordsOf = (concept: Concept | undefined): string | null =>
  concept?.text ?? concept?.coding?.find(({ display }) => display !== undefined)?.display ?? null;

export const codeIn = (concept: Concept | undefined, system: string): string | null =>
  concept?.coding?.find((coding) => coding.system === system)?.code ?? null;

/** An instant's day in England: what a server in UTC writes as 23:30Z in summer is the next day. Other dates as written. */
function written(text: string): string {
  if (text[10] !== 'T') return text;
  const instant = new Date(text);
  return /(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(instant.getTime()) ? londonDay(instant) : text.slice(0, 10);
}

/** The day of a FHIR date or dateTime. A month or year alone is a fault. */
export function dayOf(text: string | undefined, field: string, faults: Faults): string | null {
  if (text === undefined) return null;
  const day = checkIsoDate(written(text));
  if (day.ok) return day.value;
  faults.push({ field, fault: day.fault });
  return null;
}

/** The year, month or day that a FHIR date gives; null where it is none. */
export function datePart(text: string | undefined): string | null {
  const date = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.exec(written(text ?? ''));
  return date?.[0] ?? null;
}

/**
 * True where the period has begun and not ended. `today` is an ISO date. An end is the last day (month, year), inclusive.
 * What cannot be read is not in force: it would open a record, or name an address.
 */
export function inForce(period: Period | undefined, today: string): boolean {
  const [start, end] = [datePart(period?.start), datePart(period?.end)];
  if ((period?.start !== undefined && start === null) || (period?.end !== undefined && end === null)) return false;
  return (
    (start === null || start <= today.slice(0, start.length)) && (end === null || end >= today.slice(0, end.length))
  );
}

/** A `use` as FHIR's codes have it, however it is capitalised. */
export const useOf = ({ use }: { readonly use?: string }): string | undefined => use?.trim().toLowerCase();

/** Numbers at which a worker is rung at work: one at home is their own (FHIR R4, contact-point-use). */
const AT_WORK: readonly (string | undefined)[] = [undefined, 'work', 'mobile', 'temp'];
export const telecomOf = (telecoms: readonly Telecom[] | undefined, system: string): string | null =>
  telecoms?.find((telecom) => telecom.system === system && AT_WORK.includes(useOf(telecom)))?.value ?? null;

export const fullName = (names: readonly Name[] | undefined): string | null => {
  const name = names?.find((one) => useOf(one) !== 'old');
  if (name === undefined) return null;
  return name.text ?? ([...(name.given ?? []), name.family ?? ''].join(' ').trim() || null);
};

export const newestFirst = <T extends { readonly date: string | null }>(items: readonly T[]): readonly T[] =>
  [...items].sort((one, other) => (other.date ?? '').localeCompare(one.date ?? ''));

/** What was found about each person, by ref, in the order found. */
export const byPerson = <T>(found: Iterable<T>, refOf: (one: T) => string | null): ((ref: string) => readonly T[]) => {
  const people = new Map<string | null, T[]>();
  for (const one of found) {
    const ref = refOf(one);
    const place = people.get(ref);
    if (place) place.push(one);
    else people.set(ref, [one]);
  }
  return (ref) => people.get(ref) ?? [];
};
