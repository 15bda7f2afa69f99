/**
 * The two records that the DfE's single-unique-identifier work has agreed for social care: `childrens-services.details`
 * and `personal.details`, version 1. Read from another system's JSON; what cannot be read is told beside what can.
 */
import type { DataQuality, Sex } from '@family-view/kit';
import { checkIsoDate, checkNhsNumber, checkPostcode } from '@family-view/kit/identifiers';
import { readSex } from '@family-view/kit/read-sex';
import { z } from 'zod';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const childrensServices = z.object({
  keyWorker: text,
  dutyContactDetails: texts,
  teamInvolvement: texts,
  cscActiveStatusesAndPlans: z.array(z.object({ status: text, plan: text })).nullish(),
  childrensServicesReferrals: z.array(z.object({ date: text, type: text })).nullish(),
});

const personal = z.object({
  firstName: text,
  lastName: text,
  dateOfBirth: text,
  address: z.object({ line1: text, line2: text, townOrCity: text, county: text, postcode: text }).nullish(),
  birthAssignedSex: text,
  ethnicity: text,
  firstLanguage: text,
  // relatedPeople (names, and what they may do to a child) and the names of others at the address are about third
  // parties: no stream shares them, so they are not read.
});

const custodian = z.object({
  orgId: z.string(),
  records: z.array(
    z.object({
      recordId: z.string(),
      personId: z.string(),
      recordType: z.string(),
      version: z.string(),
      payload: z.unknown(),
    }),
  ),
});

/** Lists are null where the record has none: not known, which is not the same as none. */
export interface ChildrensServicesDetails {
  readonly keyWorker: string | null;
  readonly dutyContactDetails: readonly string[] | null;
  readonly teams: readonly string[] | null;
  readonly statusesAndPlans: readonly { readonly status: string | null; readonly plan: string | null }[] | null;
  readonly referrals: readonly { readonly date: string | null; readonly type: string | null }[] | null;
  readonly dataQuality: readonly DataQuality[];
}

export interface PersonalDetails {
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly dateOfBirth: string | null;
  readonly sex: Sex;
  readonly postcode: string | null;
  readonly ethnicity: string | null;
  readonly firstLanguage: string | null;
  readonly dataQuality: readonly DataQuality[];
}

/** Throws a ZodError where the JSON is not of the record's form. */
export function readChildrensServicesDetails(json: unknown): ChildrensServicesDetails {
  const record = childrensServices.parse(json);
  const dataQuality: DataQuality[] = [];
  const referrals = record.childrensServicesReferrals?.map(({ date, type }) => ({
    date: checked('childrensServicesReferrals.date', date, checkIsoDate, dataQuality),
    type: type ?? null,
  }));
  return {
    keyWorker: record.keyWorker ?? null,
    dutyContactDetails: record.dutyContactDetails ?? null,
    teams: record.teamInvolvement ?? null,
    statusesAndPlans:
      record.cscActiveStatusesAndPlans?.map(({ status, plan }) => ({ status: status ?? null, plan: plan ?? null })) ??
      null,
    referrals: referrals ?? null,
    dataQuality,
  };
}

/** Throws a ZodError where the JSON is not of the record's form. */
export function readPersonalDetails(json: unknown): PersonalDetails {
  const record = personal.parse(json);
  const dataQuality: DataQuality[] = [];
  return {
    givenName: record.firstName ?? null,
    familyName: record.lastName ?? null,
    dateOfBirth: checked('dateOfBirth', record.dateOfBirth, checkIsoDate, dataQuality),
    sex: sexOf(record.birthAssignedSex, dataQuality),
    postcode: checked('address.postcode', record.address?.postcode, checkPostcode, dataQuality),
    ethnicity: record.ethnicity ?? null,
    firstLanguage: record.firstLanguage ?? null,
    dataQuality,
  };
}

function sexOf(written: string | null | undefined, dataQuality: DataQuality[]): Sex {
  const { sex, known } = readSex(written);
  if (!known) dataQuality.push({ field: 'birthAssignedSex', fault: 'expected male or female' });
  return sex;
}

export interface CustodianRecord {
  readonly recordId: string;
  /** Null where the number the record is kept under fails its check digit. */
  readonly nhsNumber: string | null;
  readonly recordType: string;
  readonly payload: unknown;
}

/** A custodian's records, each with the NHS number it is kept under. Throws a ZodError where the JSON is of another form. */
export const readCustodianRecords = (json: unknown): readonly CustodianRecord[] =>
  custodian.parse(json).records.map(({ recordId, personId, recordType, payload }) => {
    const number = checkNhsNumber(personId);
    return { recordId, nhsNumber: number.ok ? number.value : null, recordType, payload };
  });

function checked(
  field: string,
  value: string | null | undefined,
  check: typeof checkIsoDate,
  dataQuality: DataQuality[],
): string | null {
  if (value === null || value === undefined) return null;
  const result = check(value);
  if (result.ok) return result.value;
  dataQuality.push({ field, fault: result.fault });
  return null;
}
