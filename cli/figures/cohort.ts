import { z } from 'zod';
import { askGateway, type GatewayOptions } from '../frame/ask-gateway';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';

export interface CohortOptions extends GatewayOptions {
  readonly area?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

const QUERY = `query ($where: [CohortCondition!]!, $area: ID, $from: Date, $to: Date) {
  cohort(where: $where, area: $area, from: $from, to: $to) {
    count
    reason
    conditions { measure { period } agencies means from to }
    area { title }
    answers { agency status }
    complete
    leastTold
    roundedTo
    method
    budget { cost left of windowDays }
  }
}`;

const answered = z.object({
  cohort: z
    .looseObject({
      count: z.number().nullable(),
      reason: z.string().nullable(),
      conditions: z.array(
        z.object({
          measure: z.object({ period: z.string() }),
          agencies: z.array(z.string()),
          means: z.string(),
          ...{ from: z.string().nullable(), to: z.string().nullable() },
        }),
      ),
      answers: z.array(z.object({ agency: z.string(), status: z.string() })),
      complete: z.boolean(),
      ...{ leastTold: z.number(), roundedTo: z.number(), method: z.string() },
      budget: z.object({ cost: z.number(), left: z.number(), of: z.number(), windowDays: z.number() }),
    })
    .nullable(),
});
type Cohort = NonNullable<z.infer<typeof answered>['cohort']>;

/** `familyview figures cohort CONDITION…`: 0 told or kept back, 1 refused or an agency did not answer, 2 usage or no gateway. */
export function cohortCommand(texts: readonly string[], options: CohortOptions, streams: Streams): Promise<number> {
  return told(streams, async () => {
    const { area, from, to } = options;
    const asked = { where: texts.map(readCondition), area, from, to };
    const { cohort } = await askGateway(options, QUERY, asked, answered);
    if (cohort === null) throw new Stopped('No count came: the role may not see it.', EXIT.found);
    if (options.json) writeJson(streams, cohort);
    else streams.stdout.write(asText(cohort));
    return cohort.complete ? EXIT.fine : EXIT.found;
  });
}

/** `not:rent-arrears:ARREARS=UP_TO_4_WEEKS,WEEKS_4_TO_8`. */
export function readCondition(text: string): object {
  const not = text.startsWith('not:');
  const [measure = '', ...narrowed] = text.slice(not ? 4 : 0).split(':');
  const values = narrowed.map((one) => {
    const [dimension = '', list = ''] = one.split('=');
    if (dimension === '' || list === '')
      throw new Stopped(`"${text}" is no condition: expected not:MEASURE:DIMENSION=VALUE,VALUE.`, EXIT.usage);
    return { dimension, values: list.split(',') };
  });
  return { measure, not, values };
}

function asText({ count, reason, conditions, answers, leastTold, roundedTo, method, budget }: Cohort): string {
  const silent = answers.filter(({ status }) => status !== 'ANSWERED');
  const kept = `kept back: too few, or others could be worked out from it (${reason})`;
  return [
    count === null ? (silent.length > 0 ? 'no count' : kept) : `${count} people meet all of these`,
    '',
    ...conditions.map((one) => `  ${one.means} (${one.agencies.join(', ')}; ${timeOf(one)})`),
    '',
    ...silent.map(({ agency, status }) => `${agency}: ${status.toLowerCase()}. Without it there is no count.`),
    `Rounded to the nearest ${roundedTo}; nothing below ${leastTold} is told. ${method}`,
    `This count cost ${budget.cost} of the budget; ${budget.left} of ${budget.of} are left for ${budget.windowDays} days.`,
    '',
  ].join('\n');
}

function timeOf({ measure, from, to }: Cohort['conditions'][number]): string {
  if (to === null) return 'today';
  return measure.period === 'QUARTER_END' ? `on ${to}` : `${from} to ${to}`;
}
