import type { CaseloadQuery } from '../../operations/stored';
import { day, word } from '../look/words';
import { linesOf, whenOf } from '../summary/due';

type Node = NonNullable<NonNullable<NonNullable<CaseloadQuery['caseload']>['nodes']>[number]>;
/** The parts of somebody's records that attention is read from. A null part is not asked after: it may be withheld. */
export type Watched = Pick<
  Node,
  'health' | 'education' | 'housing' | 'childrensCentre' | 'earlyHelp' | 'socialCare' | 'dateOfBirth'
>;

export interface Attention {
  readonly kind: 'REVIEW' | 'DUE' | 'ATTENDANCE' | 'HOME' | 'CENTRE';
  readonly what: string;
  /** Its day has come and gone. */
  readonly overdue: boolean;
}
/** With the streams that each is read from: where they are closed, nobody can be found by it. */
export const ATTENTION_KINDS: readonly (readonly [Attention['kind'], string, readonly string[]])[] = [
  ['DUE', 'An action, review or notice due', ['social-care:taf', 'social-care:plans', 'housing:notices']],
  ['REVIEW', 'Missed or overdue health visiting review', ['health:visits']],
  ['ATTENDANCE', 'School attendance falling', ['education:attendance']],
  ['HOME', 'Rent arrears or a notice', ['housing:arrears', 'housing:notices']],
  ['CENTRE', 'Stopped coming to the centre', ['childrens-centre:attendance']],
];

const POINTS_FALLEN = 5;
const POINTS_BELOW_SCHOOL = 10;
const MONTHS_OF_NOTICE = 6;
const WEEKS_AWAY = 6;
const LATELY_BEFORE_WEEKS = 26;

/** What in these records a person would want to look at. Reads what is recorded; scores nobody. */
export function attentionOf(person: Watched, today = new Date()): readonly Attention[] {
  return [
    ...due(person, today),
    ...reviews(person, today),
    ...attendance(person),
    ...home(person, today),
    ...centre(person, today),
  ];
}

/** Actions of meetings, reviews of plans and ends of notices, that are overdue or due within the week. */
function due({ earlyHelp, socialCare, housing, dateOfBirth }: Watched, today: Date): readonly Attention[] {
  return linesOf({ earlyHelp, socialCare, housing }, { dateOfBirth }, today).flatMap(
    ({ date, what, owner }): readonly Attention[] => {
      const when = whenOf(date, today);
      if (when === 'later') return [];
      const who = owner === null ? '' : `, ${owner}`;
      return [{ kind: 'DUE', what: `${what}${who}, due ${day(date)}`, overdue: when === 'overdue' }];
    },
  );
}

function reviews({ health }: Watched, today: Date): readonly Attention[] {
  return (health?.mandatedContacts ?? []).flatMap(({ kind, date, dueDate, outcome }): readonly Attention[] => {
    const missed = /miss|not at home|not brought/i.test(outcome ?? '');
    const overdue = date === null && dueDate !== null && dueDate < isoDay(today) && !/declin/i.test(outcome ?? '');
    if (!missed && !overdue) return [];
    return [
      {
        kind: 'REVIEW',
        overdue: true,
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
  return [{ kind: 'ATTENDANCE', overdue: false, what: `School attendance ${percentage.toFixed(0)} %${from}` }];
}

function home({ housing }: Watched, today: Date): readonly Attention[] {
  const arrears = housing?.arrearsBand;
  const notices = (housing?.notices ?? []).filter(
    ({ servedDate }) => (servedDate ?? '') > isoDay(back(today, MONTHS_OF_NOTICE * 30)),
  );
  return [
    ...(arrears === '4_TO_8_WEEKS' || arrears === 'OVER_8_WEEKS'
      ? [{ kind: 'HOME' as const, overdue: false, what: `Owes ${word(arrears)?.toLowerCase()}` }]
      : []),
    ...notices.map(({ type, servedDate }) => ({
      kind: 'HOME' as const,
      overdue: false,
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
  return [{ kind: 'CENTRE', overdue: false, what: `Not at the centre since ${day(last)}` }];
}

const isoDay = (at: Date): string => at.toISOString().slice(0, 10);
const back = (from: Date, days: number): Date => new Date(from.getTime() - days * 86_400_000);
