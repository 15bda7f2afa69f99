import type { DataQuality, HeldWorker } from '@family-view/kit';
import { readFields } from '@family-view/kit/field-reader';
import { readEnd, readOfficer } from './tenure';

export interface NoticeRow {
  readonly tenureRef: string;
  readonly type: string | null;
  readonly servedDate: string | null;
  readonly expiryDate: string | null;
  readonly dataQuality: readonly DataQuality[];
}

export interface AlertRow {
  readonly personRefs: readonly string[];
  readonly type: string | null;
  readonly description: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly dataQuality: readonly DataQuality[];
}

/** A piece of work that a housing officer has with a person. */
export interface CaseRow {
  readonly personRef: string;
  readonly service: string;
  readonly team: string | null;
  readonly role: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly lastContact: string | null;
  readonly officer: HeldWorker | null;
}

export const ARREARS_BANDS = ['NONE', 'UP_TO_4_WEEKS', '4_TO_8_WEEKS', 'OVER_8_WEEKS'] as const;
export type ArrearsBand = (typeof ARREARS_BANDS)[number];

export interface AccountRow {
  readonly tenureRef: string;
  readonly arrearsBand: ArrearsBand | null;
  readonly dataQuality: readonly DataQuality[];
}

export function readNotice(value: unknown): NoticeRow | null {
  const fields = readFields(value);
  const tenureRef = fields?.text('tenureId') ?? null;
  if (fields === null || tenureRef === null) return null;
  return {
    tenureRef,
    type: fields.text('type'),
    servedDate: fields.date('servedDate'),
    expiryDate: fields.date('expiryDate'),
    dataQuality: fields.faults,
  };
}

export function readAlert(value: unknown): AlertRow | null {
  const fields = readFields(value);
  const personRefs = fields?.texts('personIds') ?? [];
  if (fields === null || personRefs.length === 0) return null;
  return {
    personRefs,
    type: fields.text('type'),
    description: fields.text('description'),
    startDate: fields.date('startDate'),
    endDate: readEnd(fields, 'endDate'),
    dataQuality: fields.faults,
  };
}

export function readCase(value: unknown): CaseRow | null {
  const fields = readFields(value);
  const personRef = fields?.text('personId') ?? null;
  if (fields === null || personRef === null) return null;
  const officer = fields.part('officer');
  return {
    personRef,
    service: fields.text('service') ?? 'Housing',
    team: fields.text('team'),
    role: fields.text('role'),
    from: fields.date('startDate'),
    to: readEnd(fields, 'endDate'),
    lastContact: fields.date('lastContactDate'),
    officer: officer && readOfficer(officer),
  };
}

/** Balance and weekly rent are in pounds; a balance above zero is owed. */
export function readAccount(value: unknown): AccountRow | null {
  const fields = readFields(value);
  const tenureRef = fields?.text('tenureId') ?? null;
  if (fields === null || tenureRef === null) return null;
  const balance = inPence(fields.number('currentBalance'));
  const rent = inPence(fields.number('weeklyRent'));
  if (balance !== null && balance > 0 && (rent === null || rent <= 0)) {
    fields.fault('weeklyRent', 'expected the weekly rent of an account in arrears');
  }
  return { tenureRef, arrearsBand: bandOf(balance, rent), dataQuality: fields.faults };
}

// Whole pence, so that four weeks of rent are four weeks and not 4.0000000001.
const inPence = (pounds: number | null): number | null => (pounds === null ? null : Math.round(pounds * 100));

function bandOf(balance: number | null, rent: number | null): ArrearsBand | null {
  if (balance === null) return null;
  if (balance <= 0) return 'NONE';
  if (rent === null || rent <= 0) return null;
  if (balance <= 4 * rent) return 'UP_TO_4_WEEKS';
  return balance <= 8 * rent ? '4_TO_8_WEEKS' : 'OVER_8_WEEKS';
}
