import { useEffect } from 'react';
import { Figures } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { Records } from '../look/records';
import { agencyName } from '../look/words';
import { useSession } from '../session';
import { Chart } from './chart';
import { type CatalogueMeasure, type FiguresChoice, variablesOf } from './choice';
import {
  type FiguresCell,
  type FiguresTable,
  inSeries,
  marksIn,
  numberWord,
  rateWord,
  spanWords,
} from './figure-words';

interface TableOfProps {
  readonly measure: CatalogueMeasure;
  readonly choice: Omit<FiguresChoice, 'measure'>;
  readonly onTold: (table: FiguresTable) => void;
}

/** One measure: its chart, its table, what it means and what was kept back. */
export function TableOf({ measure, choice, onTold }: TableOfProps) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, Figures, variablesOf(measure, choice));
  const table = told?.data?.measures;
  useEffect(() => {
    if (table) onTold(table);
  }, [table, onTold]);
  return (
    <section className="figures" aria-labelledby={`of-${measure.id}`}>
      <h2 className="govuk-heading-m" id={`of-${measure.id}`} tabIndex={-1}>
        {measure.title}
      </h2>
      {state === 'asking' ? <Skeleton what="the agencies" /> : null}
      {state !== 'asking' && !table ? <NoAnswer what={measure.title} told={told} again={again} /> : null}
      {table ? <Told table={table} /> : null}
    </section>
  );
}

function Told({ table }: { readonly table: FiguresTable }) {
  const { measure, answers, complete, disclosure, budget } = table;
  const rows = inSeries(table);
  const marks = marksIn(rows);
  return (
    <>
      <p className="govuk-body">
        {measure.definition} {spanWords(table)}
        {table.area === null ? '' : `, in ${table.area.title}`}.
      </p>
      {complete ? null : <Missing answers={answers} />}
      <Chart table={table} />
      <MoreThanChance table={table} />
      <Records caption={measure.title} rows={rows} columns={columnsOf(table)} />
      {marks.length === 0 ? null : (
        <dl className="figures__marks govuk-body-s">
          {marks.map(([mark, meaning]) => (
            <div key={mark}>
              <dt>{mark}</dt>
              <dd>{meaning}.</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="govuk-body-s">{disclosure.explanation}</p>
      <details className="govuk-details" open>
        <summary className="govuk-details__summary">
          <span className="govuk-details__summary-text">What is counted, and by whom</span>
        </summary>
        <div className="govuk-details__text">
          <ul className="govuk-list govuk-list--bullet govuk-body-s">
            {answers.map(({ agency, part, means }) => (
              <li key={`${agency} ${part} ${means}`}>
                {part === 'DENOMINATOR' ? 'Of: ' : ''}
                {means} ({agencyName(agency)})
              </li>
            ))}
            {measure.caveats.map((caveat) => (
              <li key={caveat}>{caveat}</li>
            ))}
            <li>
              Source:{' '}
              {measure.sourceUrl === null ? (
                measure.source
              ) : (
                <a className="govuk-link" href={measure.sourceUrl} rel="noreferrer">
                  {measure.source}
                </a>
              )}
            </li>
          </ul>
        </div>
      </details>
      <p className="govuk-body-s no-print">
        You may ask for {budget.left} more tables that overlap others, of {budget.of} in {budget.windowDays} days. This
        one cost {budget.cost}.
      </p>
    </>
  );
}

/** Beside a trend by area: whether what one sees there is a change. */
function MoreThanChance({ table: { measure, by } }: { readonly table: FiguresTable }) {
  const { may } = useSession();
  const isTrend = by.some(({ id }) => id === 'QUARTER') && by.every(({ id }) => id === 'QUARTER' || id === 'AREA');
  const hasAreas = measure.dimensions.some(({ id }) => id === 'AREA');
  if (!may.changes || !isTrend || !hasAreas) return null;
  return (
    <p className="govuk-body no-print">
      <a className="govuk-link" href={`#/changes/${measure.id}`}>
        Which area rose or fell, and is it more than chance?
      </a>
    </p>
  );
}

const Missing = ({ answers }: Pick<FiguresTable, 'answers'>) => (
  <div className="part part--unavailable" role="status">
    {answers
      .filter(({ status }) => status !== 'ANSWERED')
      .map(({ agency, means, status }) => (
        <p className="govuk-body-s" key={`${agency} ${means}`}>
          <span className="part__mark">{status === 'WITHHELD' ? 'Not shared' : 'Did not answer'}</span>{' '}
          {agencyName(agency)}: {means}. What stands here is without it, and is not the whole.
        </p>
      ))}
  </div>
);

function columnsOf(table: FiguresTable): readonly (readonly [string, (cell: FiguresCell) => string])[] {
  const { by, measure } = table;
  const hasWhole = measure.unit !== 'COUNT';
  return [
    ...by.map(({ title }, at) => [title, ({ labels }: FiguresCell) => labels[at]!] as const),
    ...(by.length === 0 ? [['', () => 'All'] as const] : []),
    ['Number', ({ value, reason }) => numberWord(value, reason)],
    ...(hasWhole
      ? ([
          ['Of', ({ of, ofReason }: FiguresCell) => numberWord(of, ofReason)],
          [measure.unit === 'PER_CENT' ? 'Per cent' : 'For each', (cell: FiguresCell) => rateWord(table, cell)],
        ] as const)
      : []),
  ];
}
