import type { CaseloadQuery } from '../../operations/stored';
import { day, word } from '../look/words';

type Node = NonNullable<NonNullable<NonNullable<CaseloadQuery['caseload']>['nodes']>[number]>;
/** The parts of somebody's records that attention is read from. A null part is not asked after: it may be withheld. */
export type Watched = Pick<Node, 'health' | 'education' | 'housing' | 'childrensCentre'>;

export interface Attention {
  readonly kind: 'REVIEW' | 'ATTENDANCE' | 'HOME' | 'CENTRE';
  readonly what: string;
}
export const ATTENTION_KINDS: readonly (readonly [Attention['kind'], string])[] = [
  ['REVIEW', 'Missed or overdue health visiting review'],
  ['ATTENDANCE', 'School attendance falling'],
  ['HOME', 'Rent arrears or a notice'],
  ['CENTRE', 'Stopped coming to the centre'],
];

const POINTS_FALLEN = 5;
const POINTS_BELOW_SCHOOL = 10;
const MONTHS_OF_NOTICE = 6;
const WEEKS_AWAY = 6;
const LATELY_BEFORE_WEEKS = 26;

/** What in these records a person would want to look at. Reads what is recorded; scores nobody. */
export function attentionOf(person: Watched, today = new Date()): readonly Attention[] {
  return [...reviews(person, today), ...attendance(person), ...home(person, today), ...centre(person, today)];
}

function reviews({ health }: Watched, today: Date): readonly Attention[] {
  return (health?.mandatedContacts ?? []).flatMap(({ kind, date, dueDate, outcome }): readonly Attention[] => {
    const missed = /miss|not at home|not brought/i.test(outcome ?? '');
    const overdue = date === null && dueDate !== null && dueDate < isoDay(today) && !/declin/i.test(outcome ?? '');
    if (!missed && !overdue) return [];
    return [
      {
        kind: 'REVIEW',
        what: `${word(kind)} ${missed ? 'missed' : 'not done'}, due ${day(dueDate) ?? 'date not recorded'}`,
      },
    ];
  });
}

function attendance({ education }: Watched): readonly Attention[] {
  const [now, before] = education?.attendance ?? [];
  const percentage = now?.attendancePercentage;
  if (percentage === null || percentage === undefined) return [];
  const last = before?.attendancePercentage ?? null;
  const fell = last !== null && last - percentage >= POINTS_FALLEN;
  const below = (now?.schoolsAverageAttendance ?? 0) - percentage >= POINTS_BELOW_SCHOOL;
  if (!fell && !below) return [];
  const from = fell ? `, from ${last.toFixed(0)} % the year before` : '';
  return [{ kind: 'ATTENDANCE', what: `School attendance ${percentage.toFixed(0)} %${from}` }];
}

function home({ housing }: Watched, today: Date): readonly Attention[] {
  const arrears = housing?.arrearsBand;
  const notices = (housing?.notices ?? []).filter(
    ({ servedDate }) => (servedDate ?? '') > isoDay(back(today, MONTHS_OF_NOTICE * 30)),
  );
  return [
    ...(arrears === '4_TO_8_WEEKS' || arrears === 'OVER_8_WEEKS'
      ? [{ kind: 'HOME' as const, what: `Owes ${word(arrears)?.toLowerCase()}` }]
      : []),
    ...notices.map(({ type, servedDate }) => ({
      kind: 'HOME' as const,
      what: `${word(type) ?? 'Notice'} served ${day(servedDate)}`,
    })),
  ];
}

function centre({ childrensCentre }: Watched, today: Date): readonly Attention[] {
  const came = (childrensCentre?.attendances ?? []).flatMap(({ attended, sessionDate }) =>
    attended && sessionDate ? [sessionDate] : [],
  );
  const last = came.sort().at(-1);
  if (
    last === undefined ||
    last > isoDay(back(today, WEEKS_AWAY * 7)) ||
    last < isoDay(back(today, LATELY_BEFORE_WEEKS * 7))
  )
    return [];
  return [{ kind: 'CENTRE', what: `Not at the centre since ${day(last)}` }];
}

const isoDay = (at: Date): string => at.toISOString().slice(0, 10);
const back = (from: Date, days: number): Date => new Date(from.getTime() - days * 86_400_000);
