import type { Borough, Holdings } from '@family-view/population';
import { addMonths } from '../../../subgraphs/population/dates';
import { type Definitions, lazily } from './definition';
import { NOT_RECORDED, type Subject, type Subjects } from './subjects';

type Care = Borough['socialCare'] extends Holdings<infer Content> ? Content : never;

export function socialCareDefinitions(borough: Borough, { view, subjectsOf, event, state }: Subjects): Definitions {
  const { groups, memberships, involvements, people } = borough.socialCare;
  const all = subjectsOf<Care>('social-care');
  const truths = new Map(people.map(({ ref, truth }) => [ref, truth]));
  const idOf = (ref: string): string => (view === 'TRUE' ? truths.get(ref)! : ref);
  /** From the first day on, and not on the last. */
  const runs = (from: string, until: string | undefined, day: string): boolean =>
    from <= day && (until === undefined || day < until);
  const referrals = all.flatMap((one) =>
    one.contents.flatMap((care) => care.referrals.map((referral) => ({ one, referral }))),
  );
  // CIN census, referral sources.
  const sourceOf = (code: string): string =>
    code === '10' || code === '9'
      ? NOT_RECORDED
      : ({ 1: 'FAMILY', 2: 'EDUCATION', 3: 'HEALTH', 4: 'HOUSING', 5: 'COUNCIL', 6: 'POLICE' }[code[0]!] ?? 'OTHER');
  const outcomeOf = ({ nfa, closureDate, reasonForClosure }: (typeof referrals)[number]['referral']): string => {
    if (nfa) return 'NO_FURTHER_ACTION';
    if (closureDate === undefined) return 'OPEN';
    return reasonForClosure === 'RC9' ? 'TO_EARLY_HELP' : 'CLOSED';
  };
  const work = involvements.map((one) => ({ ...one, id: idOf(one.ref) }));
  const workOf = new Map<string, (typeof work)[number][]>();
  for (const one of work) if (one.worker) workOf.set(one.id, [...(workOf.get(one.id) ?? []), one]);
  const waitOf = ({ one, referral }: (typeof referrals)[number]): string => {
    const own = workOf.get(one.id) ?? [];
    if (own.some(({ from, to }) => runs(from, to, referral.date))) return 'DAYS_0_TO_1';
    const days = own
      .filter(({ from }) => from >= referral.date)
      .map(({ from }) => Math.round((Date.parse(from) - Date.parse(referral.date)) / 86_400_000));
    const wait = Math.min(...days);
    if (days.length === 0) return 'NOT_ALLOCATED';
    if (wait <= 1) return 'DAYS_0_TO_1';
    return wait <= 10 ? 'DAYS_2_TO_10' : wait <= 45 ? 'DAYS_11_TO_45' : 'OVER_45_DAYS';
  };
  const LEVELS = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'];
  const groupsOf = new Map<string, Set<string>>();
  for (const { kind, ref, group } of memberships)
    if (kind === 'FAMILY') groupsOf.set(idOf(ref), (groupsOf.get(idOf(ref)) ?? new Set()).add(group));
  const levelOf = ({ id }: Subject<Care>, day: string): string => {
    const own = groups.filter(({ group }) => groupsOf.get(id)?.has(group));
    const ranks = own.flatMap(({ needHistory }) =>
      needHistory.filter(({ from, until }) => runs(from, until, day)).map(({ code }) => LEVELS.indexOf(code)),
    );
    return ranks.length === 0 ? NOT_RECORDED : LEVELS[Math.max(...ranks)]!;
  };
  const children = all.filter(({ isChild }) => isChild);
  const withWorker = (day: string) =>
    children.flatMap((one) => {
      const now = (workOf.get(one.id) ?? []).filter(({ from, to }) => runs(from, to, day));
      return now.length === 0 ? [] : [{ one, now: new Set(now.map(({ worker }) => worker!.id)) }];
    });
  const plansOn = ({ contents }: Subject<Care>, kind: string, day: string): boolean =>
    contents.some(({ plans }) => plans.some((plan) => plan.kind === kind && runs(plan.start, plan.end, day)));
  return lazily({
    'children-in-need': () => ({
      kind: 'STATE',
      rows: (day) =>
        all.flatMap((one) => {
          const isInNeed = one.contents.some((care) =>
            care.referrals.some(({ nfa, date, closureDate }) => !nfa && runs(date, closureDate, day)),
          );
          const looked = plansOn(one, 'CARE_PLAN', day);
          const onPlan = plansOn(one, 'CP_PLAN', day);
          if (!isInNeed && !looked && !onPlan) return [];
          return [state(one, day, { status: looked ? 'LOOKED_AFTER' : onPlan ? 'PROTECTION_PLAN' : 'CHILD_IN_NEED' })];
        }),
    }),
    referrals: () => ({
      kind: 'EVENT',
      rows: () =>
        referrals.map(({ one, referral }) =>
          event(one, referral.date, { source: sourceOf(referral.source), outcome: outcomeOf(referral) }),
        ),
    }),
    're-referrals': () => ({
      kind: 'EVENT',
      rows: () =>
        referrals
          .filter(({ one, referral }) =>
            one.contents.some((care) =>
              care.referrals.some(({ date }) => date < referral.date && date >= addMonths(referral.date, -12)),
            ),
          )
          .map(({ one, referral }) => event(one, referral.date, { source: sourceOf(referral.source) })),
    }),
    'referrals-by-wait': () => ({
      kind: 'EVENT',
      rows: () =>
        referrals
          .filter(({ referral }) => !referral.nfa)
          .map((found) => event(found.one, found.referral.date, { wait: waitOf(found) })),
    }),
    // They come through the gateway alone. In the borough as it is invented there are none.
    'early-help-referrals': () => ({ kind: 'EVENT', rows: () => [] }),
    'early-help-open': () => ({
      kind: 'STATE',
      rows: (day) =>
        all.flatMap((one) =>
          one.contents
            .flatMap(({ earlyHelp }) => earlyHelp.episodes)
            .filter(({ start, end }) => runs(start, end, day))
            .map(() => state(one, day, { needLevel: levelOf(one, day) })),
        ),
    }),
    steps: () => ({
      kind: 'EVENT',
      rows: () =>
        all.flatMap((one) =>
          one.contents
            .flatMap(({ earlyHelp }) => earlyHelp.steps)
            .map(({ date, direction }) => event(one, date, { direction })),
        ),
    }),
    'open-involvements': () => ({
      kind: 'STATE',
      rows: (day) => withWorker(day).map(({ one }) => state(one, day)),
    }),
    'children-with-worker': () => ({
      kind: 'STATE',
      rows: (day) => withWorker(day).map(({ one }) => state(one, day)),
    }),
    'workers-with-cases': () => ({
      kind: 'STATE',
      rows: (day) =>
        [...new Set(withWorker(day).flatMap(({ now }) => [...now]))].map(() => ({ day: null, values: {} })),
    }),
    'worker-changed': () => ({
      kind: 'STATE',
      rows: (day) =>
        withWorker(day)
          .filter(({ one, now }) =>
            workOf
              .get(one.id)!
              .some(
                ({ from, to, worker }) =>
                  from <= day && to !== undefined && to <= day && to > addMonths(day, -12) && !now.has(worker!.id),
              ),
          )
          .map(({ one }) => state(one, day)),
    }),
  });
}
