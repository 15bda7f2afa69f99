import { Changes } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { Records } from '../look/records';
import { agencyName } from '../look/words';
import { PrintOrSave } from '../looks/print-or-save';
import { useSession } from '../session';
import {
  chanceWord,
  changesCsv,
  directionWord,
  foundWords,
  lastWord,
  type ToldChange,
  type ToldChanges,
  usualWord,
} from './change-words';
import type { CatalogueMeasure } from './choice';

interface ChangesToldProps {
  readonly catalogue: readonly CatalogueMeasure[];
  /** Null: all that are told by area and quarter. */
  readonly measure: string | null;
  readonly area: string | null;
}

/** What changed more than chance, what did not, and what could not be compared. */
export function ChangesTold({ catalogue, measure, area }: ChangesToldProps) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, Changes, { measures: measure === null ? null : [measure], area });
  const found = told?.data?.emergingNeeds;
  if (state === 'asking') return <Skeleton what="the agencies" />;
  if (!found) return <NoAnswer what="what changed" told={told} again={again} />;
  const titleOf = (id: string): string => catalogue.find((one) => one.id === id)?.title ?? id;
  return (
    <div className="changes">
      <p className="govuk-body" role="status">
        {foundWords(found)}
      </p>
      <Compared title="More than chance" rows={found.changes} quarter={found.quarterTitle} />
      <Compared title="No more than chance" rows={found.withinChance} quarter={found.quarterTitle} />
      <NotCompared notLookedAt={found.notLookedAt} titleOf={titleOf} />
      <p className="govuk-body-s">{found.method}</p>
      <CountedBy rows={[...found.changes, ...found.withinChance]} />
      <PrintOrSave file="what-changed.csv" csv={() => changesCsv(found, titleOf)} />
    </div>
  );
}

function Compared({
  title,
  rows,
  quarter,
}: {
  readonly title: string;
  readonly rows: readonly ToldChange[];
  readonly quarter: string;
}) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="govuk-heading-m">{title}</h2>
      <Records
        caption={title}
        rows={rows}
        columns={[
          ['Measure', ({ measure }) => measure.title],
          ['Area', ({ area }) => area.title],
          ['Four quarters before', usualWord],
          [quarter, (change) => `${lastWord(change)}, ${directionWord(change).toLowerCase()}`],
          ['By chance alone', chanceWord],
        ]}
      />
    </section>
  );
}

/** By reason and measure: which areas. */
function NotCompared({
  notLookedAt,
  titleOf,
}: Pick<ToldChanges, 'notLookedAt'> & { readonly titleOf: (id: string) => string }) {
  if (notLookedAt.length === 0) return null;
  const reasons = new Map<string, Map<string, string[]>>();
  for (const { measure, area, why } of notLookedAt) {
    const measures = reasons.get(why) ?? new Map<string, string[]>();
    reasons.set(why, measures.set(measure, [...(measures.get(measure) ?? []), area?.title ?? 'all areas']));
  }
  return (
    <section aria-label="Not compared">
      <h2 className="govuk-heading-m">Not compared</h2>
      {[...reasons].map(([why, measures]) => (
        <div key={why}>
          <p className="govuk-body">{why}</p>
          <ul className="govuk-list govuk-list--bullet govuk-body-s">
            {[...measures].map(([measure, areas]) => (
              <li key={measure}>
                {titleOf(measure)}: {areas.join(', ')}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function CountedBy({ rows }: { readonly rows: readonly ToldChange[] }) {
  const measures = new Map(rows.map(({ measure }) => [measure.id, measure]));
  if (measures.size === 0) return null;
  return (
    <details className="govuk-details">
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">What is counted, and by whom</span>
      </summary>
      <div className="govuk-details__text">
        <Records
          caption="What is counted, and by whom"
          rows={[...measures.values()]}
          columns={[
            ['Measure', ({ title }) => title],
            ['Counted', ({ numerator }) => partWords(numerator)],
            ['Of', ({ denominator }) => (denominator.length === 0 ? null : partWords(denominator))],
          ]}
        />
      </div>
    </details>
  );
}

const partWords = (parts: ToldChange['measure']['numerator']): string =>
  parts.map(({ means, agency }) => `${means} (${agencyName(agency)})`).join('; ');
