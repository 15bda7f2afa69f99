/**
 * The Department for Education's agreed minimal health record, `health.details` version 1 (DFE-Digital
 * single-unique-identifier), as a custodian hands it over, to this agency's own record.
 */
import { z } from 'zod';
import { dayOf, type Faults, newestFirst } from './elements';
import { type Read, readLeniently } from './read-leniently';

const text = z.string().nullish();
const eventList = z.array(z.object({ date: text, setting: text, reason: text })).nullish();
const healthDetails = z.object({
  // The published record spells the first two with different capitals.
  registeredGPName: text,
  RegisteredGPSurgery: text,
  gpTelephone: text,
  camhsTeamInvolvement: z.array(z.string()).nullish(),
  healthActiveStatusesAndPlans: z.array(z.object({ status: text, plan: text })).nullish(),
  missedAppointments: eventList,
  emergencyDepartmentAttendances: eventList,
});
const custodianFile = z.object({
  orgName: text,
  records: z.array(
    z.object({ recordId: z.string(), personId: z.string(), recordType: z.string(), payload: z.unknown() }),
  ),
});

export interface CustodianHealthRecord {
  readonly registeredGpName: string | null;
  readonly registeredGpSurgery: string | null;
  readonly gpTelephone: string | null;
  readonly services: readonly string[];
  readonly statusesAndPlans: readonly { readonly status: string | null; readonly plan: string | null }[];
  /** Null where the record does not say; [] where it says none. */
  readonly missedAppointments:
    | readonly { readonly date: string | null; readonly setting: string | null; readonly reason: string | null }[]
    | null;
  readonly emergencyAttendances: readonly { readonly date: string | null; readonly reason: string | null }[] | null;
}

/** Reads one `health.details` v1 record. Null where it is no record at all; a bad element is a fault beside it. */
export function readCustodianRecord(raw: unknown): Read<CustodianHealthRecord> | null {
  const read = readLeniently(healthDetails, raw, 'health.details');
  if (read === null) return null;
  const faults: Faults = [...read.faults];
  const { value } = read;
  const missed = value.missedAppointments?.map(({ date, setting, reason }) => ({
    date: dayOf(date ?? undefined, 'missedAppointments.date', faults),
    setting: setting ?? null,
    reason: reason ?? null,
  }));
  const attended = value.emergencyDepartmentAttendances?.map(({ date, reason }) => ({
    date: dayOf(date ?? undefined, 'emergencyDepartmentAttendances.date', faults),
    reason: reason ?? null,
  }));
  return {
    value: {
      registeredGpName: value.registeredGPName ?? null,
      registeredGpSurgery: value.RegisteredGPSurgery ?? null,
      gpTelephone: value.gpTelephone ?? null,
      services: value.camhsTeamInvolvement ?? [],
      statusesAndPlans: (value.healthActiveStatusesAndPlans ?? []).map(({ status, plan }) => ({
        status: status ?? null,
        plan: plan ?? null,
      })),
      missedAppointments: missed === undefined ? null : newestFirst(missed),
      emergencyAttendances: attended === undefined ? null : newestFirst(attended),
    },
    faults,
  };
}

/** The health records of a custodian's file, by NHS number as written there. Other record types are left alone. */
export function readCustodianFile(raw: unknown): ReadonlyMap<string, Read<CustodianHealthRecord>> {
  const file = readLeniently(custodianFile, raw, 'custodian');
  const ofHealth = file?.value.records.filter(({ recordType }) => recordType === 'health.details') ?? [];
  return new Map(
    ofHealth.flatMap(({ personId, payload }) => {
      const record = readCustodianRecord(payload);
      return record === null ? [] : [[personId, record] as const];
    }),
  );
}
