import type { DataQuality, HeldWorker } from '@family-view/kit';
import { type FieldReader, readFields } from '@family-view/kit/field-reader';

export interface SchoolRecord {
  readonly urn: string;
  readonly name: string | null;
  readonly telephone: string | null;
  readonly safeguardingLead: HeldWorker | null;
}

/** One pupil's school year. Sessions are half days. */
export interface AttendanceRow {
  readonly pupilRef: string;
  readonly academicYearStart: number | null;
  readonly academicYearEnd: number | null;
  readonly sessionsPossible: number | null;
  readonly sessionsAuthorised: number | null;
  readonly sessionsUnauthorised: number | null;
  readonly attendancePercentage: number | null;
  readonly schoolsAverageAttendance: number | null;
  readonly dataQuality: readonly DataQuality[];
}

export interface ExclusionRow {
  readonly pupilRef: string;
  readonly category: string | null;
  readonly reason: string | null;
  readonly startDate: string | null;
  readonly sessions: number | null;
  readonly dataQuality: readonly DataQuality[];
}

export interface EarlyYearsRow {
  readonly pupilRef: string;
  readonly fundedHours: number | null;
  readonly extendedHours: number | null;
  readonly fundingBasis: string | null;
  readonly settingName: string | null;
  readonly dataQuality: readonly DataQuality[];
}

/** A service of the education agency that supports a pupil beside the school: early years, attendance, SEN. */
export interface SupportRow {
  readonly pupilRef: string;
  readonly service: string;
  readonly team: string | null;
  readonly role: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly lastContact: string | null;
  readonly worker: HeldWorker | null;
}

export function readSupport(value: unknown): SupportRow | null {
  const fields = readFields(value);
  const pupilRef = fields?.text('pupilId') ?? null;
  if (fields === null || pupilRef === null) return null;
  const worker = fields.part('Staff');
  return {
    pupilRef,
    service: fields.text('Service') ?? 'Education',
    team: fields.text('Team'),
    role: fields.text('Role'),
    from: fields.date('StartDate'),
    to: fields.date('EndDate'),
    lastContact: fields.date('LastContactDate'),
    worker: worker && readStaffMember(worker),
  };
}

export function readSchool(value: unknown): SchoolRecord | null {
  const fields = readFields(value);
  const urn = fields?.text('URN') ?? null;
  if (fields === null || urn === null) return null;
  const lead = fields.part('DesignatedSafeguardingLead');
  return {
    urn,
    name: fields.text('SchoolName'),
    telephone: fields.text('Telephone'),
    safeguardingLead: lead && readStaffMember(lead),
  };
}

export const readStaffMember = (fields: FieldReader): HeldWorker => ({
  id: fields.text('id'),
  name: fields.text('Name'),
  role: fields.text('Role'),
  team: fields.text('Team'),
  organisation: fields.text('Organisation'),
  phone: fields.text('Telephone'),
  email: fields.text('Email'),
});

export function readAttendance(value: unknown): AttendanceRow | null {
  const fields = readFields(value);
  const pupilRef = fields?.text('pupilId') ?? null;
  if (fields === null || pupilRef === null) return null;
  const year = fields.count('AcademicYearStart');
  const sessions = {
    possible: fields.count('SessionsPossible'),
    authorised: fields.count('SessionsAuthorised'),
    unauthorised: fields.count('SessionsUnauthorised'),
  };
  return {
    pupilRef,
    academicYearStart: year,
    academicYearEnd: fields.count('AcademicYearEnd') ?? (year === null ? null : year + 1),
    sessionsPossible: sessions.possible,
    sessionsAuthorised: sessions.authorised,
    sessionsUnauthorised: sessions.unauthorised,
    attendancePercentage: attendancePercentage(sessions, fields),
    schoolsAverageAttendance: fields.number('SchoolsAverageAttendance'),
    dataQuality: fields.faults,
  };
}

/** Attended half days of those possible, in per cent to one decimal (DfE pupil absence statistics, methodology). */
function attendancePercentage(
  sessions: {
    readonly possible: number | null;
    readonly authorised: number | null;
    readonly unauthorised: number | null;
  },
  fields: FieldReader,
): number | null {
  const { possible, authorised, unauthorised } = sessions;
  if (possible === null || authorised === null || unauthorised === null || possible === 0) return null;
  const attended = possible - authorised - unauthorised;
  if (attended < 0) return fields.fault('SessionsPossible', 'more sessions missed than were possible');
  return Math.round((attended * 1000) / possible) / 10;
}

export function readExclusion(value: unknown): ExclusionRow | null {
  const fields = readFields(value);
  const pupilRef = fields?.text('pupilId') ?? null;
  if (fields === null || pupilRef === null) return null;
  return {
    pupilRef,
    category: fields.code('Category', ['SUSP', 'PERM']),
    reason: fields.text('Reason'),
    startDate: fields.date('StartDate'),
    sessions: fields.count('Sessions'),
    dataQuality: fields.faults,
  };
}

export function readEarlyYears(value: unknown): EarlyYearsRow | null {
  const fields = readFields(value);
  const pupilRef = fields?.text('pupilId') ?? null;
  if (fields === null || pupilRef === null) return null;
  return {
    pupilRef,
    fundedHours: fields.number('FundedHours'),
    extendedHours: fields.number('ExtendedHours'),
    fundingBasis: fields.code('FundingBasis', ['ECO', 'HSD', 'LAA']),
    settingName: fields.text('SettingName'),
    dataQuality: fields.faults,
  };
}
