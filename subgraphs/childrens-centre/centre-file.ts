import type { DataQuality } from '@family-view/kit';
import { isCurrent } from './current';
import type { Attendance, CentreReferral, FamilySupportCase } from './format/activity';
import type { Centre } from './format/places';
import type { Registration } from './format/registration';
import { dataQualityOf } from './held-person';
import type { Snapshot } from './snapshot';

/** What the centre has written about one person. A null list was never exported; an empty one is recorded as none. */
export interface CentreFile {
  readonly registration: (Registration & { readonly centre: Centre | null }) | null;
  readonly attendances:
    | readonly (Attendance & { readonly activity: string | null; readonly centreName: string | null })[]
    | null;
  readonly familySupportCase: FamilySupportCase | null;
  readonly referrals: readonly CentreReferral[] | null;
  readonly dataQuality: readonly DataQuality[];
}

export function centreFile(snapshot: Snapshot, ref: string): CentreFile | null {
  const { index, today } = snapshot;
  const person = index.people.get(ref);
  if (person === undefined) return null;
  const registration = person.registrations[0] ?? null;
  const cases = index.familySupport?.(ref) ?? [];
  return {
    registration: registration && { ...registration, centre: index.centres.get(registration.centreUrn) ?? null },
    attendances:
      index.attendances?.(ref).map((attendance) => ({
        ...attendance,
        activity: index.activityOf(attendance.sessionId),
        centreName: index.centres.get(attendance.centreUrn)?.name ?? null,
      })) ?? null,
    familySupportCase:
      cases.find(({ openedDate, closedDate }) => isCurrent(openedDate, closedDate, today)) ?? cases[0] ?? null,
    referrals: index.referrals?.(ref) ?? null,
    dataQuality: dataQualityOf(snapshot, person),
  };
}
