import { placeAt } from '@family-view/client';
import { listed } from '../look/words';
import { LINES, type Line } from './event-lines';
import type { Family, Part } from './use-family';

/** Something that happened, or should have, on a day, as one agency recorded it. */
export interface FamilyEvent {
  readonly date: string;
  readonly agency: string;
  readonly person: string;
  readonly what: string;
  /** The section of the record that it stands in, as `health.immunisations`. */
  readonly section: string;
}

/** Everything dated that may be seen, the latest first. What is withheld or unavailable is not among it. */
export function eventsOf({ parts, members }: Pick<Family, 'parts' | 'members'>): readonly FamilyEvent[] {
  const events = parts.flatMap((part) =>
    members.flatMap((member) => {
      const path = part.at(member.id);
      if (path === null || part.asked.told === null) return [];
      const place = placeAt(part.asked.told, path);
      if (place.kind !== 'shown') return [];
      const lines = part.spec.isWritten ? LINES[part.agency]!(place.value as never) : derivedLines(part, place.value);
      return lines.flatMap(([section, date, what]): readonly FamilyEvent[] =>
        date && what ? [{ date: date.slice(0, 10), agency: part.agency, person: member.id, what, section }] : [],
      );
    }),
  );
  return [...events].sort((a, b) => b.date.localeCompare(a.date));
}

/** Of an agency that the portal was not written for: the first date of each row. */
const derivedLines = ({ spec }: Part, person: unknown): readonly Line[] =>
  spec.sections.flatMap(({ path, dates }) => {
    const value = path.reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | null)?.[name], person);
    return dates && Array.isArray(value)
      ? dates(value).map(({ date, what }): Line => [path.join('.'), date, what])
      : [];
  });

/** One event for several people of a family, as a meeting about two children is: each told once, with everybody it is about. */
export interface SharedEvent extends Omit<FamilyEvent, 'person'> {
  readonly people: readonly string[];
}
export function oncePerEvent(events: readonly FamilyEvent[]): readonly SharedEvent[] {
  const once = new Map<string, SharedEvent & { people: string[] }>();
  for (const { person, ...event } of events) {
    const key = listed([event.date, event.agency, event.section, event.what], '|') ?? '';
    const known = once.get(key);
    if (known) known.people.push(person);
    else once.set(key, { ...event, people: [person] });
  }
  return [...once.values()];
}
