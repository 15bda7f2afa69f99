import type { DataQuality } from '@family-view/kit';
import { checkExportDate } from '@family-view/kit/identifiers';
import { FieldCheck } from './check-fields';
import type { Row, TableName } from './tables';

export interface Attendance {
  readonly personRef: string;
  readonly sessionId: string;
  readonly centreUrn: string;
  readonly sessionDate: string | null;
  /** Null where the register was left blank. */
  readonly attended: boolean | null;
  readonly ledByAgency: string | null;
  readonly dataQuality: readonly DataQuality[];
}

export interface Session {
  readonly sessionId: string;
  readonly activity: string | null;
}

export interface FamilySupportCase {
  readonly personRef: string;
  readonly openedDate: string | null;
  readonly closedDate: string | null;
  readonly workerId: string | null;
  readonly workerName: string | null;
  readonly workerRole: string | null;
  readonly workerTeam: string | null;
  readonly workerOrganisation: string | null;
  readonly workerPhone: string | null;
  readonly workerEmail: string | null;
  readonly reason: string | null;
  readonly outcome: string | null;
  readonly dataQuality: readonly DataQuality[];
}

export interface CentreReferral {
  readonly personRef: string;
  readonly date: string | null;
  readonly status: 'NEW' | 'OPENED' | 'ACCEPTED' | 'DECLINED' | null;
  readonly fromAgency: string | null;
  readonly reason: string | null;
  readonly dataQuality: readonly DataQuality[];
}

const YES_OR_NO = { Y: true, N: false, YES: true, NO: false, TRUE: true, FALSE: false } as const;
const STATUSES = { NEW: 'NEW', OPENED: 'OPENED', ACCEPTED: 'ACCEPTED', DECLINED: 'DECLINED' } as const;

export function readAttendance(row: Row<'attendances'>): Attendance {
  const check = checkRow('attendances', row.whole);
  return {
    personRef: row.PersonRef,
    sessionId: row.SessionID,
    centreUrn: row.CentreURN,
    sessionDate: check.checked('SessionDate', row.SessionDate, checkExportDate),
    attended: check.code('Attended', row.Attended, YES_OR_NO, { empty: null, otherwise: null }),
    ledByAgency: check.text('LedByAgency', row.LedByAgency),
    dataQuality: check.faults,
  };
}

export const readSession = (row: Row<'sessions'>): Session => ({
  sessionId: row.SessionID,
  activity: row.Name || null,
});

export function readFamilySupport(row: Row<'family-support'>): FamilySupportCase {
  const check = checkRow('family-support', row.whole);
  return {
    personRef: row.PersonRef,
    openedDate: check.checked('OpenedDate', row.OpenedDate, checkExportDate),
    closedDate: check.checked('ClosedDate', row.ClosedDate, checkExportDate),
    workerId: row.WorkerID || null,
    workerName: check.text('WorkerName', row.WorkerName),
    workerRole: row.WorkerRole || null,
    workerTeam: row.WorkerTeam || null,
    workerOrganisation: row.WorkerOrganisation || null,
    workerPhone: row.WorkerPhone || null,
    workerEmail: row.WorkerEmail || null,
    reason: check.text('Reason', row.Reason),
    outcome: check.text('Outcome', row.Outcome),
    dataQuality: check.faults,
  };
}

export function readReferral(row: Row<'referrals'>): CentreReferral {
  const check = checkRow('referrals', row.whole);
  return {
    personRef: row.PersonRef,
    date: check.checked('ReferralDate', row.ReferralDate, checkExportDate),
    status: check.code('Status', row.Status, STATUSES, { empty: null, otherwise: null }),
    fromAgency: check.text('FromAgency', row.FromAgency),
    reason: check.text('Reason', row.Reason),
    dataQuality: check.faults,
  };
}

function checkRow(table: TableName, whole: boolean): FieldCheck {
  const check = new FieldCheck();
  if (!whole) check.tell(`${table}.csv`, 'a row has the wrong number of fields and is not read');
  return check;
}
