import type { CountedAsk, MeasureAsk, MeasureCells } from '@family-view/kit';
import {
  type AreaFinder,
  ageBandOf,
  type Count,
  type Counts,
  countRows,
  ethnicGroupOf,
  peopleCounted,
  sexOf,
} from '@family-view/kit/figures';
import type { AttendanceRow, EarlyYearsRow, ExclusionRow, PupilRecord } from './format';

interface Rows {
  pupils(): Promise<readonly PupilRecord[]>;
  attendance(academicYearStart: number): Promise<readonly AttendanceRow[]>;
  exclusions(): Promise<readonly ExclusionRow[]>;
  earlyYears(): Promise<readonly EarlyYearsRow[]>;
}

const PLACES = ['area', 'ward', 'ageBand', 'sex'] as const;
const GROUPED = [...PLACES, 'ethnicGroup'] as const;

/** Throws `UnknownMeasure` for a count, or a dimension of it, that schools do not keep. */
export function countMeasure(ask: MeasureAsk, today: string, rows: Rows, areas: AreaFinder): Promise<MeasureCells> {
  return countRows(countsOf(today, rows, areas), ask, today);
}

/** References of the pupils whom a count is of. Throws `UnknownMeasure`. */
export const countedPeople = (
  ask: CountedAsk,
  today: string,
  rows: Rows,
  areas: AreaFinder,
): Promise<readonly string[]> => peopleCounted(countsOf(today, rows, areas), ask, today);

function countsOf(today: string, rows: Rows, areas: AreaFinder): Counts {
  const attributes = ({ person, ethnicity }: PupilRecord, day: string) => ({
    people: [person.ref],
    ...areas.placeOf(person.postcode),
    ageBand: schoolAge(person.dateOfBirth, day),
    sex: sexOf(person.sex),
    ethnicGroup: ethnicGroupOf(ethnicity),
  });
  const onRoll = async (): Promise<readonly PupilRecord[]> =>
    (await rows.pupils()).filter((pupil) => isOnRoll(pupil, today));
  const stands = (
    dimensions: readonly string[],
    list: () => Promise<readonly (readonly [PupilRecord, object])[]>,
  ): Count => ({
    kind: 'STANDS',
    dimensions,
    rows: async () => (await list()).map(([pupil, more]) => ({ ...attributes(pupil, today), ...more })),
  });
  /** Of the pupils on roll, those with sessions in the last school year that has ended, and how they attended it. */
  const withSessions = async (isCounted: (row: AttendanceRow) => boolean) => {
    const [pupils, attended] = await Promise.all([onRoll(), rows.attendance(schoolYearOf(today) - 1)]);
    const counted = new Set(
      attended.filter((row) => hasSessions(row) && isCounted(row)).map(({ pupilRef }) => pupilRef),
    );
    return pupils.filter(({ person }) => counted.has(person.ref)).map((pupil) => [pupil, {}] as const);
  };
  return {
    'pupils-on-roll': stands(GROUPED, async () => (await onRoll()).map((pupil) => [pupil, {}])),
    'pupils-with-sen': stands([...GROUPED, 'provision'], async () =>
      (await onRoll()).flatMap((pupil) => {
        const provision = PROVISIONS[pupil.senProvision ?? ''];
        return provision ? [[pupil, { provision }] as const] : [];
      }),
    ),
    'pupils-with-sessions': stands(GROUPED, () => withSessions(() => true)),
    'persistently-absent-pupils': stands(GROUPED, () => withSessions(isPersistentlyAbsent)),
    suspensions: {
      kind: 'HAPPENED',
      dimensions: PLACES,
      rows: async () => {
        const [pupils, exclusions] = await Promise.all([rows.pupils(), rows.exclusions()]);
        const byRef = new Map(pupils.map((pupil) => [pupil.person.ref, pupil]));
        return exclusions
          .filter(({ category }) => category === 'SUSP')
          .flatMap(({ pupilRef, startDate: day }) => {
            const pupil = byRef.get(pupilRef);
            return pupil ? [{ ...attributes(pupil, day ?? today), day }] : [];
          });
      },
    },
    'funded-early-years-children': {
      kind: 'STANDS',
      dimensions: PLACES,
      rows: async () => {
        const [pupils, places] = await Promise.all([rows.pupils(), rows.earlyYears()]);
        const funded = new Set(
          places.filter(({ fundedHours }) => (fundedHours ?? 0) > 0).map(({ pupilRef }) => pupilRef),
        );
        return pupils
          .filter(({ person }) => funded.has(person.ref))
          .map((pupil) => ({ ...attributes(pupil, today), ageBand: ageBandOf(pupil.person.dateOfBirth, today) }))
          .filter(({ ageBand }) => ageBand !== null && ['AGE_2', 'AGE_3', 'AGE_4'].includes(ageBand));
      },
    },
  };
}

const PROVISIONS: Readonly<Record<string, string>> = { K: 'SEN_SUPPORT', E: 'EHC_PLAN' };

/** A guest (G) is on the roll of another school, which counts them (DfE, school census: enrolment status). */
const isOnRoll = ({ schoolUrn, enrolStatus, entryDate, leavingDate }: PupilRecord, day: string): boolean =>
  schoolUrn !== null && enrolStatus !== 'G' && (entryDate ?? '') <= day && (leavingDate ?? '9999') >= day;

/** A date of birth that no pupil has is not recorded, as far as ages go. */
function schoolAge(dateOfBirth: string | null, day: string): string | null {
  const band = ageBandOf(dateOfBirth, day);
  return band === 'UNDER_1' || /^AGE_[123]$/.test(band ?? '') ? null : band;
}

const hasSessions = ({ sessionsPossible }: AttendanceRow): boolean => (sessionsPossible ?? 0) > 0;

/** A tenth of the possible sessions missed, or more (DfE). */
function isPersistentlyAbsent(row: AttendanceRow): boolean {
  const { sessionsPossible: possible, sessionsAuthorised: authorised, sessionsUnauthorised: unauthorised } = row;
  if (possible === null || authorised === null || unauthorised === null) return false;
  return (authorised + unauthorised) * 10 >= possible;
}

/** A school year runs from September. */
export const schoolYearOf = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5, 7) < '09' ? 1 : 0);
