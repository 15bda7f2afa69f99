import { Together, type TogetherQuery } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { Records } from '../look/records';
import { agencyName, day } from '../look/words';
import { useSession } from '../session';
import { type ChosenCondition, whereOf } from './cohort';
import { reasonMeans, reasonWord } from './figure-words';

/** The count, or why there is none; what each condition was taken to mean, who answered, and what it cost. */
export function CohortTold({
  chosen,
  area,
  from,
}: {
  readonly chosen: readonly ChosenCondition[];
  readonly area: string | null;
  readonly from: string | null;
}) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, Together, { where: whereOf(chosen), area, from });
  const cohort = told?.data?.cohort;
  if (state === 'asking') return <Skeleton what="the agencies" />;
  if (!cohort) return <NoAnswer what="the count" told={told} again={again} />;
  const { count, reason, conditions, answers, leastTold, roundedTo, method, budget } = cohort;
  const silent = answers.filter(({ status }) => status !== 'ANSWERED');
  return (
    <div className="figures__together" role="status">
      {count === null ? (
        <p className="govuk-body">
          <strong>{reasonWord(reason ?? '')}</strong>: {reasonMeans(reason ?? '')}.
        </p>
      ) : (
        <>
          <p className="figures__count">{new Intl.NumberFormat('en-GB').format(count)}</p>
          <p className="govuk-body">
            people meet all {conditions.length} conditions{cohort.area === null ? '' : `, in ${cohort.area.title}`}.
          </p>
        </>
      )}
      {silent.length === 0 ? null : (
        <div className="part part--unavailable">
          {silent.map(({ agency, status }) => (
            <p className="govuk-body-s" key={agency}>
              <span className="part__mark">{status === 'WITHHELD' ? 'Not shared' : 'Did not answer'}</span>{' '}
              {agencyName(agency)}. Without it there is no count.
            </p>
          ))}
        </div>
      )}
      <Records
        caption="The conditions, as they were counted"
        rows={conditions}
        columns={[
          ['Condition', ({ measure }) => measure.title],
          ['Who is counted', ({ means }) => means],
          ['By', ({ agencies }) => agencies.map(agencyName).join(', ')],
          ['Time', timeWords],
        ]}
      />
      <p className="govuk-body-s">
        Rounded to the nearest {roundedTo}; nothing below {leastTold} is told. {method}
      </p>
      <p className="govuk-body-s no-print">
        You may ask for {budget.left} more that overlap others, of {budget.of} in {budget.windowDays} days. This one
        cost {budget.cost}.
      </p>
    </div>
  );
}

type Counted = NonNullable<TogetherQuery['cohort']>['conditions'][number];

function timeWords({ measure, from, to }: Counted): string {
  if (to === null) return 'As things stand today';
  return from === null || measure.period === 'QUARTER_END' ? `On ${day(to)}` : `From ${day(from)} to ${day(to)}`;
}
