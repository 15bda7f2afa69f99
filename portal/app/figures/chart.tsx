import { drawn, type FiguresCell, type FiguresTable, reasonWord, unitWords } from './figure-words';

/**
 * A picture of a table: bars, or lines over quarters. Plain SVG: two kinds of marks, of at most a few hundred numbers that the
 * table beside it has in words.
 */
export function Chart({ table }: { readonly table: FiguresTable }) {
  if (table.cells.every((cell) => drawn(table, cell) === null)) return null;
  return table.by.some(({ id }) => id === 'QUARTER') ? <Trends table={table} /> : <Bars table={table} />;
}

const top = (table: FiguresTable): number => {
  const most = Math.max(1, ...table.cells.map((cell) => drawn(table, cell) ?? 0));
  if (table.measure.unit === 'PER_CENT' && most > 40) return 100;
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / step) * step;
};

const saying = (table: FiguresTable, kind: string): string =>
  `${kind} of ${table.measure.title}, ${unitWords(table)}. The same numbers stand in the table.`;

const rateOrCount = (table: FiguresTable, value: number): string =>
  table.measure.unit === 'PER_CENT' ? `${value} %` : value.toLocaleString('en-GB');

/** One bar for each cell, its name above it, so that it stands on a phone too. */
function Bars({ table }: { readonly table: FiguresTable }) {
  const most = top(table);
  return (
    <figure className="chart">
      <figcaption className="govuk-visually-hidden">{saying(table, 'Bar chart')}</figcaption>
      <div aria-hidden="true" className="chart__bars">
        {table.cells.map((cell) => (
          <Bar key={cell.key.join()} table={table} cell={cell} most={most} />
        ))}
      </div>
    </figure>
  );
}

function Bar({
  table,
  cell,
  most,
}: {
  readonly table: FiguresTable;
  readonly cell: FiguresCell;
  readonly most: number;
}) {
  const value = drawn(table, cell);
  const name = cell.labels.join(', ') || 'All';
  return (
    <div className="chart__row">
      <span className="chart__name">{name}</span>
      <svg className="chart__bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="presentation">
        {value === null ? (
          <rect className="chart__kept" x="0.4" y="1" width="12" height="8" />
        ) : (
          <rect className="chart__fill" x="0" y="0" width={(100 * value) / most} height="10" />
        )}
      </svg>
      <span className="chart__value">
        {value === null ? reasonWord(cell.reason ?? cell.ofReason ?? 'SUPPRESSED') : rateOrCount(table, value)}
      </span>
    </div>
  );
}

const WIDE = 320;
const HIGH = 120;
const EDGE = { left: 38, right: 10, top: 10, bottom: 22 } as const;

/** A small chart for each value of what else it is broken down by, all with one scale. */
function Trends({ table }: { readonly table: FiguresTable }) {
  const at = table.by.findIndex(({ id }) => id === 'QUARTER');
  const series = new Map<string, FiguresCell[]>();
  for (const cell of table.cells) {
    const name = cell.labels.filter((_, place) => place !== at).join(', ') || 'All';
    series.set(name, [...(series.get(name) ?? []), cell]);
  }
  const most = top(table);
  return (
    <figure className="chart">
      <figcaption className="govuk-visually-hidden">{saying(table, 'Trend over quarters')}</figcaption>
      <div aria-hidden="true" className="chart__trends">
        {[...series].map(([name, cells]) => (
          <div className="chart__trend" key={name}>
            <span className="chart__name">{name}</span>
            <Trend table={table} cells={inTime(cells, at)} at={at} most={most} />
          </div>
        ))}
      </div>
    </figure>
  );
}

const inTime = (cells: readonly FiguresCell[], at: number): readonly FiguresCell[] =>
  [...cells].sort((one, other) => ((one.key[at] ?? '') < (other.key[at] ?? '') ? -1 : 1));

function Trend({
  table,
  cells,
  at,
  most,
}: {
  readonly table: FiguresTable;
  readonly cells: readonly FiguresCell[];
  readonly at: number;
  readonly most: number;
}) {
  const step = (WIDE - EDGE.left - EDGE.right) / Math.max(1, cells.length - 1);
  const points = cells.map((cell, place) => {
    const value = drawn(table, cell);
    const x = EDGE.left + place * step;
    return { x, y: value === null ? null : heightOf(value, most), quarter: cell.key[at] ?? '' };
  });
  // A quarter that is kept back parts the line: nothing is drawn where nothing is told.
  const lines = points.flatMap((point, place) => {
    const next = points[place + 1];
    return next && point.y !== null && next.y !== null ? [[point, next] as const] : [];
  });
  return (
    <svg className="chart__lines" viewBox={`0 0 ${WIDE} ${HIGH}`} role="presentation">
      {[0, most / 2, most].map((value) => (
        <g key={value}>
          <line
            className="chart__grid"
            x1={EDGE.left}
            x2={WIDE - EDGE.right}
            y1={heightOf(value, most)}
            y2={heightOf(value, most)}
          />
          <text className="chart__tick" x={EDGE.left - 5} y={heightOf(value, most) + 3} textAnchor="end">
            {rateOrCount(table, Math.round(value * 10) / 10)}
          </text>
        </g>
      ))}
      {lines.map(([one, other]) => (
        <line className="chart__line" key={one.quarter} x1={one.x} y1={one.y!} x2={other.x} y2={other.y!} />
      ))}
      {points.map(({ x, y, quarter }) =>
        y === null ? (
          <rect className="chart__kept" key={quarter} x={x - 4} y={HIGH - EDGE.bottom - 9} width="8" height="8" />
        ) : (
          <circle className="chart__point" key={quarter} cx={x} cy={y} r="3.5" />
        ),
      )}
      {[points[0], points.at(-1)].map((point, place) =>
        point === undefined || (place === 1 && points.length < 2) ? null : (
          <text
            className="chart__tick"
            key={point.quarter}
            x={point.x}
            y={HIGH - 6}
            textAnchor={place === 0 ? 'start' : 'end'}
          >
            {point.quarter.replace('-', ' ')}
          </text>
        ),
      )}
    </svg>
  );
}

const heightOf = (value: number, most: number): number =>
  HIGH - EDGE.bottom - ((HIGH - EDGE.top - EDGE.bottom) * Math.min(value, most)) / most;
