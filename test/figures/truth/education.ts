import type { Borough, Holdings } from '@family-view/population';
import { schoolYearOf } from '../../../subgraphs/population/dates';
import { type Counted, type Definition, type Definitions, lazily } from './definition';
import { NOT_RECORDED, type Subject, type Subjects } from './subjects';

type School = Borough['education'] extends Holdings<infer Content> ? Content : never;

export function educationDefinitions({ today }: Borough, { subjectsOf, event, state }: Subjects): Definitions {
  const all = subjectsOf<School>('education');
  // A pupil of one, two or three is a mistake of the date of birth.
  const pupil = ({ values, day }: Counted): Counted => ({
    day,
    values: {
      ...values,
      ageBand: /^(UNDER_1|AGE_[123])$/.test(values.ageBand!) ? NOT_RECORDED : values.ageBand!,
    },
  });
  // A guest is on the roll of another school (DfE, school census: enrolment status).
  const isOnRoll = ({ schoolUrn, enrolStatus, entryDate, leavingDate }: School): boolean =>
    schoolUrn !== undefined &&
    enrolStatus !== 'G' &&
    (entryDate === undefined || entryDate <= today) &&
    (leavingDate === undefined || leavingDate >= today);
  const onRoll = all.flatMap((one) => {
    const enrolled = one.contents.filter(isOnRoll);
    return enrolled.length === 0 ? [] : [{ one, enrolled }];
  });
  const lastYear = (contents: readonly School[]) =>
    contents
      .flatMap(({ attendance }) => attendance)
      .filter(({ yearStart, possible }) => yearStart === schoolYearOf(today) - 1 && possible > 0);
  const states = (list: readonly { readonly one: Subject<School>; readonly more?: Record<string, string> }[]) =>
    ({ kind: 'STATE', rows: () => list.map(({ one, more }) => pupil(state(one, today, more))) }) satisfies Definition;
  return lazily({
    'pupils-on-roll': () => states(onRoll),
    'pupils-with-sen': () =>
      states(
        onRoll.flatMap(({ one, enrolled }) => {
          const provision = enrolled.find(({ senProvision = 'N' }) => senProvision !== 'N')?.senProvision;
          return provision ? [{ one, more: { provision: provision === 'K' ? 'SEN_SUPPORT' : 'EHC_PLAN' } }] : [];
        }),
      ),
    'pupils-with-sessions': () => states(onRoll.filter(({ enrolled }) => lastYear(enrolled).length > 0)),
    // DfE: 10 % or more of a pupil's own possible sessions.
    'persistently-absent-pupils': () =>
      states(
        onRoll.filter(({ enrolled }) => {
          const years = lastYear(enrolled);
          const possible = years.reduce((sum, one) => sum + one.possible, 0);
          const missed = years.reduce((sum, one) => sum + one.authorised + one.unauthorised, 0);
          return possible > 0 && missed / possible >= 0.1;
        }),
      ),
    suspensions: () => ({
      kind: 'EVENT',
      rows: () =>
        all.flatMap((one) =>
          one.contents
            .flatMap(({ exclusions }) => exclusions)
            .filter(({ category }) => category === 'SUSP')
            .map(({ startDate }) => pupil(event(one, startDate))),
        ),
    }),
    'funded-early-years-children': () => ({
      kind: 'STATE',
      rows: () =>
        all
          .filter(({ contents }) => contents.some(({ earlyYears }) => (earlyYears?.fundedHours ?? 0) > 0))
          .map((one) => state(one, today))
          .filter(({ values }) => ['AGE_2', 'AGE_3', 'AGE_4'].includes(values.ageBand!)),
    }),
  });
}
