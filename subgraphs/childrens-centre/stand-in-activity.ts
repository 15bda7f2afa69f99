import { type CsvTable, ukDate } from './stand-in-csv';
import type { CentreHoldings } from './stand-in-holdings';

export function writeActivity({ sessions, childrensCentre }: CentreHoldings): {
  readonly attendances: CsvTable;
  readonly 'family-support': CsvTable;
  readonly referrals: CsvTable;
} {
  const held = [...childrensCentre.content];
  const bySession = new Map(sessions.map((session) => [session.id, session]));
  return {
    attendances: held.flatMap(([ref, { attendances }]) =>
      attendances.map(({ sessionId, date, attended }) => ({
        CentreURN: bySession.get(sessionId)?.centreUrn ?? '',
        SessionID: sessionId,
        PersonRef: ref,
        SessionDate: ukDate(date),
        Attended: attended ? 'Y' : 'N',
        LedByAgency: bySession.get(sessionId)?.ledByAgency ?? '',
      })),
    ),
    'family-support': held.flatMap(([ref, { familySupport }]) =>
      familySupport === undefined
        ? []
        : [
            {
              CaseID: `FS-${ref}`,
              PersonRef: ref,
              OpenedDate: ukDate(familySupport.opened),
              ClosedDate: ukDate(familySupport.closed),
              WorkerID: familySupport.worker.id,
              WorkerName: familySupport.worker.name,
              WorkerRole: familySupport.worker.role,
              WorkerTeam: familySupport.worker.team,
              WorkerOrganisation: familySupport.worker.organisation,
              WorkerPhone: familySupport.worker.phone,
              WorkerEmail: familySupport.worker.email,
              Reason: familySupport.reason,
              Outcome: familySupport.outcome ?? '',
            },
          ],
    ),
    referrals: held.flatMap(([ref, { referrals }]) =>
      referrals.map(({ date, status, fromAgency, reason }, place) => ({
        ReferralID: `REF-${ref}-${place + 1}`,
        PersonRef: ref,
        ReferralDate: ukDate(date),
        Status: status,
        FromAgency: fromAgency,
        Reason: reason,
      })),
    ),
  };
}
