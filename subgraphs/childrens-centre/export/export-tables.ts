import type { Attendance, CentreReferral, FamilySupportCase, Session } from '../format/activity';
import type { Centre } from '../format/places';
import type { Registration } from '../format/registration';

/** One whole export as read. A table that the export does not have is null: nothing is known, which is not "none". */
export interface ExportTables {
  readonly exportedAt: string;
  readonly centres: readonly Centre[];
  readonly registrations: readonly Registration[];
  readonly sessions: readonly Session[];
  readonly attendances: readonly Attendance[] | null;
  readonly familySupport: readonly FamilySupportCase[] | null;
  readonly referrals: readonly CentreReferral[] | null;
}
