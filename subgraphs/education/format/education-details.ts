import { PartnerSystemFault } from '@family-view/kit';
import { type FieldReader, readFields } from '@family-view/kit/field-reader';
import { z } from 'zod';
import type { AttendanceRow } from './rows';

/** What a custodian's `education.details` record (v1 of DfE's single unique identifier pilot) says of one pupil. */
export interface EducationDetails {
  /** The custodian's own number for the person; null for a bare payload. */
  readonly personId: string | null;
  readonly educationSettingName: string | null;
  readonly educationSettingTelephone: string | null;
  readonly senProvision: string | null;
  readonly attendance: readonly AttendanceRow[] | null;
  readonly dataQuality: readonly { readonly field: string; readonly fault: string }[];
}

/** The `education.details` records of a custodian's file; records of other types are left to their own readers. */
export function readCustodianRecords(file: unknown): readonly EducationDetails[] {
  const read = custodianFile.safeParse(file);
  if (!read.success) throw new PartnerSystemFault('education', 'reading a custodian file', { cause: read.error });
  return read.data.records.flatMap(({ recordType, personId, payload }) => {
    const fields = recordType === 'education.details' ? readFields(payload) : null;
    return fields === null ? [] : [detailsOf(fields, personId ?? null)];
  });
}

const custodianFile = z.looseObject({
  records: z.array(z.looseObject({ recordType: z.string(), personId: z.string().nullish(), payload: z.unknown() })),
});

/** A bare `EducationDetailsRecordV1` payload; null where it is no object. */
export function readEducationDetails(payload: unknown): EducationDetails | null {
  const fields = readFields(payload);
  return fields && detailsOf(fields, null);
}

function detailsOf(fields: FieldReader, personId: string | null): EducationDetails {
  return {
    personId,
    educationSettingName: fields.text('educationSettingName'),
    educationSettingTelephone: fields.text('educationSettingTelephone'),
    senProvision: readSenProvision(fields),
    attendance: fields.parts('yearlyEducationAttendances')?.map((year) => readYear(year, personId ?? '')) ?? null,
    dataQuality: fields.faults,
  };
}

/** The record tells a plan in words; only an education, health and care plan has a census code for certain. */
function readSenProvision(fields: FieldReader): string | null {
  const plans = fields.parts('educationActiveStatusesAndPlans') ?? [];
  const hasPlan = plans.some(
    (plan) => plan.text('status') === 'SEND' && /\bEHC\b|education, health and care/i.test(plan.text('plan') ?? ''),
  );
  return hasPlan ? 'E' : null;
}

/** This record gives percentages and no sessions: the percentage is passed on as it was sent. */
function readYear(year: FieldReader, pupilRef: string): AttendanceRow {
  const percentage = year.number('attendancePercentage');
  const possible = percentage === null || (percentage >= 0 && percentage <= 100);
  return {
    pupilRef,
    academicYearStart: year.count('academicTermYearStart'),
    academicYearEnd: year.count('academicTermYearEnd'),
    sessionsPossible: null,
    sessionsAuthorised: null,
    sessionsUnauthorised: null,
    attendancePercentage: possible ? percentage : year.fault('attendancePercentage', 'expected 0 to 100'),
    schoolsAverageAttendance: year.number('schoolsAverageAttendance'),
    dataQuality: year.faults,
  };
}
