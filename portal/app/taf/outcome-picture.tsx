import tools from '../../operations/outcome-tools.json';
import { Records } from '../look/records';
import { day } from '../look/words';
import type { Score } from './known-case';

export interface Tool {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly lowest: number;
  readonly highest: number;
  readonly scales: readonly { readonly id: string; readonly title: string }[];
}
export const TOOLS: readonly Tool[] = tools.tools;

/** One scale of a tool, with its scores, the oldest first. A tool that is not agreed any more is told by its id. */
export interface Series {
  readonly tool: string;
  readonly scale: string;
  readonly lowest: number;
  readonly highest: number;
  readonly scores: readonly { readonly score: number; readonly date: string | null }[];
}

export function seriesOf(scores: readonly Score[]): readonly Series[] {
  const byScale = new Map<string, Score[]>();
  for (const one of scores) {
    const key = `${one.tool}/${one.scale}`;
    byScale.set(key, [...(byScale.get(key) ?? []), one]);
  }
  return [...byScale.values()].map((all) => {
    const { tool: id, scale } = all[0]!;
    const tool = TOOLS.find((one) => one.id === id);
    const values = all.flatMap(({ score, date }) => (score === null ? [] : [{ score, date }]));
    return {
      tool: tool?.title ?? id ?? 'A tool not named',
      scale: tool?.scales.find((one) => one.id === scale)?.title ?? scale ?? 'A scale not named',
      lowest: tool?.lowest ?? Math.min(...values.map(({ score }) => score)),
      highest: tool?.highest ?? Math.max(...values.map(({ score }) => score)),
      scores: values.toSorted((one, other) => (one.date ?? '').localeCompare(other.date ?? '')),
    };
  });
}

/** Scores over time: a small picture of each scale, and the same numbers as a table. Nothing is added up: a scale is not another. */
export function OutcomePicture({ scores }: { readonly scores: readonly Score[] }) {
  const all = seriesOf(scores);
  if (all.length === 0) return <p className="govuk-body-s nothing">No score has been agreed.</p>;
  return (
    <>
      <figure className="chart outcome">
        <figcaption className="govuk-visually-hidden">
          Scores over time, by scale. The same numbers stand in the table.
        </figcaption>
        <div aria-hidden="true" className="chart__trends">
          {all.map((one) => (
            <div className="chart__trend" key={`${one.tool}${one.scale}`}>
              <span className="chart__name">{one.scale}</span>
              <Line series={one} />
            </div>
          ))}
        </div>
      </figure>
      <Records
        caption="Scores, by scale, the oldest first"
        rows={all}
        columns={[
          ['Tool', (row) => row.tool],
          ['Scale', (row) => row.scale],
          ['Scores', (row) => <Scores series={row} />],
          ['Between first and last', (row) => changeIn(row)],
        ]}
      />
    </>
  );
}

const Scores = ({ series: { scores, highest } }: { readonly series: Series }) => (
  <ol className="govuk-list govuk-!-margin-bottom-0">
    {scores.map(({ score, date }, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two scores may be of one day and alike, and their order stands
      <li key={at}>
        {score} of {highest}, {day(date) ?? 'date not recorded'}
      </li>
    ))}
  </ol>
);

function changeIn({ scores }: Series): string {
  const [first, last] = [scores[0], scores.at(-1)];
  if (first === undefined || last === undefined || scores.length < 2) return 'one score alone';
  const change = last.score - first.score;
  return change === 0 ? 'the same' : `${change > 0 ? 'up' : 'down'} ${Math.abs(change)}`;
}

const WIDE = 320;
const HIGH = 130;
const EDGE = { left: 26, right: 18, top: 16, bottom: 22 } as const;

function Line({ series: { scores, lowest, highest } }: { readonly series: Series }) {
  const step = (WIDE - EDGE.left - EDGE.right) / Math.max(1, scores.length - 1);
  const heightOf = (score: number): number =>
    HIGH - EDGE.bottom - ((HIGH - EDGE.top - EDGE.bottom) * (score - lowest)) / Math.max(1, highest - lowest);
  const points = scores.map(({ score, date }, at) => ({
    x: EDGE.left + at * step,
    y: heightOf(score),
    score,
    date,
    at,
  }));
  return (
    <svg className="chart__lines" viewBox={`0 0 ${WIDE} ${HIGH}`} role="presentation">
      {[lowest, highest].map((value) => (
        <g key={value}>
          <line
            className="chart__grid"
            x1={EDGE.left}
            x2={WIDE - EDGE.right}
            y1={heightOf(value)}
            y2={heightOf(value)}
          />
          <text className="chart__tick" x={EDGE.left - 6} y={heightOf(value) + 3} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      {points.slice(1).map((point, at) => (
        <line className="chart__line" key={point.at} x1={points[at]!.x} y1={points[at]!.y} x2={point.x} y2={point.y} />
      ))}
      {points.map(({ x, y, score, at }) => (
        <g key={at}>
          <circle className="chart__point" cx={x} cy={y} r="4" />
          <text className="chart__tick chart__tick--score" x={x} y={y - 8} textAnchor="middle">
            {score}
          </text>
        </g>
      ))}
      {[points[0], points.at(-1)].map((point, place) =>
        point === undefined || (place === 1 && points.length < 2) ? null : (
          <text
            className="chart__tick"
            key={point.at}
            x={place === 0 ? 0 : WIDE}
            y={HIGH - 6}
            textAnchor={place === 0 ? 'start' : 'end'}
          >
            {day(point.date)}
          </text>
        ),
      )}
    </svg>
  );
}
