import { type MeasureAsk, type MeasureCells, UnknownMeasure } from '@family-view/kit';
import { ageInYears } from './current';
import type { RegisteredPerson } from './export/join-registrations';
import { currentRegistrations } from './facts';
import type { Snapshot } from './snapshot';

/** Counts only. Small cells are kept as they are: the gateway hides them, over all agencies together. */
export function countMeasure(snapshot: Snapshot, ask: MeasureAsk): MeasureCells {
  switch (ask.measure) {
    case 'registrations':
      return tally(ask, readRegistrations(snapshot, ask));
    case 'attendances':
      return tally(ask, readAttendances(snapshot, ask));
    default:
      throw new UnknownMeasure(ask.measure, ['registrations', 'attendances']);
  }
}

type Counted = Readonly<Record<string, string>>;

/** Children with an open registration, each once, by where they live and how old they are; `from` and `to` bound the day they registered. */
function readRegistrations(
  snapshot: Snapshot,
  ask: MeasureAsk,
): { readonly dimensions: readonly string[]; readonly rows: readonly Counted[] } {
  const rows = [...snapshot.index.people.values()]
    .filter(({ isChild }) => isChild)
    .filter((person) =>
      currentRegistrations(snapshot, person).some(({ registeredDate }) => isWithin(registeredDate, ask)),
    )
    .map((person) => ({ area: areaOf(snapshot, person), ageBand: ageBand(person, snapshot.today) }));
  return { dimensions: ['area', 'ageBand'], rows: rows.filter(({ area }) => ask.area === null || area === ask.area) };
}

/** Visits of children to sessions, by activity; one child at one session is one visit. */
function readAttendances(
  snapshot: Snapshot,
  ask: MeasureAsk,
): { readonly dimensions: readonly string[]; readonly rows: readonly Counted[] } {
  const { index } = snapshot;
  const rows = [...index.people.values()]
    .filter((person) => person.isChild && (ask.area === null || areaOf(snapshot, person) === ask.area))
    .flatMap(({ ref }) => index.attendances?.(ref) ?? [])
    .filter(({ attended, sessionDate }) => attended === true && isWithin(sessionDate, ask))
    .map(({ sessionId }) => ({ activity: index.activityOf(sessionId) ?? 'UNKNOWN' }));
  return { dimensions: ['activity'], rows };
}

function tally(
  ask: MeasureAsk,
  { dimensions, rows }: { readonly dimensions: readonly string[]; readonly rows: readonly Counted[] },
): MeasureCells {
  const strange = ask.by.find((dimension) => !dimensions.includes(dimension));
  if (strange !== undefined) throw new UnknownMeasure(`${ask.measure} by ${strange}`, dimensions);
  const counts = new Map<string, { readonly key: readonly string[]; count: number }>();
  for (const row of rows) {
    const key = ask.by.map((dimension) => row[dimension] ?? 'UNKNOWN');
    const cell = counts.get(JSON.stringify(key));
    if (cell) cell.count += 1;
    else counts.set(JSON.stringify(key), { key, count: 1 });
  }
  return [...counts.values()].sort((a, b) => a.key.join('\n').localeCompare(b.key.join('\n')));
}

const areaOf = ({ index }: Snapshot, { postcode }: RegisteredPerson): string => index.areaOf(postcode) ?? 'UNKNOWN';

const isWithin = (date: string | null, { from, to }: MeasureAsk): boolean =>
  (from === null || (date !== null && date >= from)) && (to === null || (date !== null && date <= to));

/** The ages that centres plan by: babies, twos and threes, school entry, and the rest of 0 to 19. */
function ageBand({ dateOfBirth, expectedDateOfBirth }: RegisteredPerson, today: string): string {
  if (dateOfBirth === null) return expectedDateOfBirth === null ? 'UNKNOWN' : 'UNBORN';
  const age = ageInYears(dateOfBirth, today);
  if (age < 1) return '0';
  if (age < 3) return '1-2';
  if (age < 5) return '3-4';
  return age < 12 ? '5-11' : '12-19';
}
