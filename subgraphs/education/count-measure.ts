import { type MeasureAsk, UnknownMeasure } from '@family-view/kit';
import type { AttendanceRow, PupilRecord } from './format';

interface Rows {
  pupils(): Promise<readonly PupilRecord[]>;
  attendance(academicYearStart: number): Promise<readonly AttendanceRow[]>;
}

const NOT_RECORDED = 'NOT_RECORDED';
const yearGroup = (pupil: PupilRecord): string => pupil.ncYearActual ?? NOT_RECORDED;
const DIMENSIONS: Readonly<Record<string, Readonly<Record<string, (pupil: PupilRecord) => string>>>> = {
  pupils: { yearGroup, sen: (pupil) => pupil.senProvision ?? NOT_RECORDED },
  'persistent-absence': { yearGroup },
};

/**
 * `pupils`: on roll at some time between `from` and `to`, today where neither is given. `persistent-absence`: of those,
 * pupils who missed a tenth or more of their possible sessions (DfE) in the school year of `to`.
 */
export async function countMeasure(
  ask: Omit<MeasureAsk, 'area'>,
  today: string,
  rows: Rows,
): Promise<readonly { readonly key: readonly string[]; readonly count: number }[]> {
  const dimensions = Object.hasOwn(DIMENSIONS, ask.measure) ? DIMENSIONS[ask.measure]! : null;
  if (dimensions === null) throw new UnknownMeasure(ask.measure, Object.keys(DIMENSIONS));
  const keyParts = ask.by.map((name) => {
    if (!Object.hasOwn(dimensions, name))
      throw new UnknownMeasure(`${ask.measure} by ${name}`, Object.keys(dimensions));
    return dimensions[name]!;
  });
  const to = ask.to ?? today;
  const onRoll = (await rows.pupils()).filter((pupil) => wasOnRoll(pupil, ask.from ?? to, to));
  const counted = ask.measure === 'pupils' ? onRoll : onRoll.filter(await absentees(rows, to));
  return tally(counted.map((pupil) => keyParts.map((part) => part(pupil))));
}

const wasOnRoll = (pupil: PupilRecord, from: string, to: string): boolean =>
  pupil.schoolUrn !== null && (pupil.entryDate ?? '') <= to && (pupil.leavingDate ?? '9999') >= from;

async function absentees(rows: Rows, on: string): Promise<(pupil: PupilRecord) => boolean> {
  const attendance = await rows.attendance(schoolYearOf(on));
  const absent = new Set(attendance.filter(isPersistentlyAbsent).map((row) => row.pupilRef));
  return (pupil) => absent.has(pupil.person.ref);
}

function isPersistentlyAbsent(row: AttendanceRow): boolean {
  const { sessionsPossible: possible, sessionsAuthorised: authorised, sessionsUnauthorised: unauthorised } = row;
  if (possible === null || authorised === null || unauthorised === null || possible === 0) return false;
  return (authorised + unauthorised) * 10 >= possible;
}

/** A school year runs from September. */
export const schoolYearOf = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5, 7) < '09' ? 1 : 0);

function tally(
  keys: readonly (readonly string[])[],
): readonly { readonly key: readonly string[]; readonly count: number }[] {
  const cells = new Map<string, { readonly key: readonly string[]; count: number }>();
  for (const key of keys) {
    const name = JSON.stringify(key);
    const cell = cells.get(name) ?? { key, count: 0 };
    cell.count += 1;
    cells.set(name, cell);
  }
  return [...cells.values()];
}
