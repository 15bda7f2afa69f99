import { z } from 'zod';
import { askGateway, type GatewayOptions } from '../frame/ask-gateway';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';
import { csv } from '../pages/write-page';
import { inColumns } from './in-columns';

export interface MeasureOptions extends GatewayOptions {
  readonly by?: string;
  readonly area?: string;
  readonly from?: string;
  readonly to?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

const QUERY = `query ($measure: ID!, $by: [Dimension!]!, $area: ID, $from: Date, $to: Date) {
  measures(measure: $measure, by: $by, area: $area, from: $from, to: $to) {
    measure { title definition unit caveats source }
    by { title }
    from
    to
    cells { key labels value of rate reason ofReason }
    totals { key labels value of rate reason ofReason }
    answers { agency part status }
    complete
    disclosure { leastTold roundedTo explanation }
    budget { cost left of windowDays }
    versions { catalogue areas protocol supergraph }
  }
}`;

const cell = z.object({
  labels: z.array(z.string()),
  ...{ value: z.number().nullable(), of: z.number().nullable(), rate: z.number().nullable() },
  ...{ reason: z.string().nullable(), ofReason: z.string().nullable() },
});
const measured = z.object({
  measures: z
    .looseObject({
      measure: z.looseObject({
        ...{ title: z.string(), definition: z.string(), unit: z.string(), source: z.string() },
        caveats: z.array(z.string()),
      }),
      by: z.array(z.object({ title: z.string() })),
      from: z.string(),
      to: z.string(),
      cells: z.array(cell.loose()),
      totals: z.array(cell.loose()),
      answers: z.array(z.object({ agency: z.string(), part: z.string(), status: z.string() })),
      complete: z.boolean(),
      disclosure: z.looseObject({ explanation: z.string() }),
      budget: z.object({ cost: z.number(), left: z.number(), of: z.number(), windowDays: z.number() }),
    })
    .nullable(),
});
type Table = NonNullable<z.infer<typeof measured>['measures']>;
type Cell = z.infer<typeof cell>;

/** `familyview figures MEASURE`: 0 told, 1 refused or an agency did not answer, 2 usage or no gateway. */
export function measureCommand(measure: string, options: MeasureOptions, streams: Streams): Promise<number> {
  return told(streams, async () => {
    const by = (options.by ?? '').split(',').flatMap((one) => one.trim().toUpperCase() || []);
    const { area, from, to } = options;
    const { measures: table } = await askGateway(options, QUERY, { measure, by, area, from, to }, measured);
    if (table === null) throw new Stopped('No table came: the role may not see it.', EXIT.found);
    if (options.json) writeJson(streams, table);
    else streams.stdout.write(options.csv ? asCsv(table) : asText(table));
    return table.complete ? EXIT.fine : EXIT.found;
  });
}

const WORDS: Readonly<Record<string, string>> = {
  SUPPRESSED: 'kept back',
  TOO_FINE: 'too fine',
  UNAVAILABLE: 'did not answer',
  INCONSISTENT: 'does not add up',
  WITHHELD: 'not shared',
};
const shown = (value: number | null, reason: string | null): string =>
  value === null ? (WORDS[reason ?? ''] ?? '') : String(value);

function rowsOf({ by, cells, totals, measure }: Table): readonly (readonly string[])[] {
  const rate = measure.unit === 'PER_CENT' ? 'Per cent' : measure.unit === 'EACH' ? 'For each' : null;
  const head = [...by.map(({ title }) => title), 'Number', ...(rate ? ['Of', rate] : [])];
  const row = (cell: Cell): readonly string[] => [
    ...cell.labels,
    shown(cell.value, cell.reason),
    ...(rate ? [shown(cell.of, cell.ofReason), cell.rate === null ? '' : String(cell.rate)] : []),
  ];
  return [head, ...cells.map(row), ...totals.map(row)];
}

/** RFC 4180. */
function asCsv(table: Table): string {
  const [heads = [], ...rows] = rowsOf(table);
  return csv(heads, rows);
}

function asText(table: Table): string {
  const silent = table.answers.filter(({ status }) => status !== 'ANSWERED');
  return [
    `${table.measure.title}, ${table.from} to ${table.to}`,
    table.measure.definition,
    '',
    inColumns(rowsOf(table)),
    '',
    ...silent.map(
      ({ agency, part, status }) =>
        `${agency} (${part.toLowerCase()}): ${WORDS[status] ?? status}. Nothing here is a smaller number passed off as the whole.`,
    ),
    table.disclosure.explanation,
    ...table.measure.caveats,
    `Source: ${table.measure.source}.`,
    `This table cost ${table.budget.cost} of the budget for overlapping tables; ${table.budget.left} of ${table.budget.of} are left for ${table.budget.windowDays} days.`,
    '',
  ].join('\n');
}
