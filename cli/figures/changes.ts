import { z } from 'zod';
import { askGateway, type GatewayOptions } from '../frame/ask-gateway';
import { EXIT, Stopped, type Streams, told, writeJson } from '../frame/command';
import { inColumns } from './in-columns';

export interface ChangesOptions extends GatewayOptions {
  readonly area?: string;
  readonly json?: boolean;
}

const QUERY = `query ($measures: [ID!], $area: ID) {
  emergingNeeds(measures: $measures, area: $area) {
    quarterTitle
    changes { ...Change }
    withinChance { ...Change }
    notLookedAt { measure area { title } why }
    method
  }
}
fragment Change on EmergingChange { measure { id unit } area { title } value usual rate usualRate direction p }`;

const change = z.object({
  measure: z.object({ id: z.string(), unit: z.string() }),
  area: z.object({ title: z.string() }),
  ...{ value: z.number(), usual: z.number(), rate: z.number().nullable(), usualRate: z.number().nullable() },
  ...{ direction: z.enum(['UP', 'DOWN']), p: z.number() },
});
const notLookedAt = z.object({
  measure: z.string(),
  area: z.object({ title: z.string() }).nullable(),
  why: z.string(),
});
const answered = z.object({
  emergingNeeds: z
    .object({
      quarterTitle: z.string(),
      changes: z.array(change),
      withinChance: z.array(change),
      notLookedAt: z.array(notLookedAt),
      method: z.string(),
    })
    .nullable(),
});

/** `familyview figures changes [MEASURE…]`: 0 all was compared, 1 refused or something was not, 2 usage or no gateway. */
export function changesCommand(
  measures: readonly string[],
  options: ChangesOptions,
  streams: Streams,
): Promise<number> {
  return told(streams, async () => {
    const asked = { measures: measures.length === 0 ? null : measures, area: options.area };
    const { emergingNeeds: found } = await askGateway(options, QUERY, asked, answered);
    if (found === null) throw new Stopped('Nothing came: the role may not see it.', EXIT.found);
    if (options.json) writeJson(streams, found);
    else {
      const rows = [
        ...found.changes.map((one) => rowOf(one, 'yes')),
        ...found.withinChance.map((one) => rowOf(one, 'no')),
      ];
      streams.stdout.write(
        `${found.quarterTitle} against the four quarters before it\n\n${rows.length === 0 ? '' : `${inColumns([HEADS, ...rows])}\n\n`}${notComparedOf(found.notLookedAt)}${found.method}\n`,
      );
    }
    return found.notLookedAt.length === 0 ? EXIT.fine : EXIT.found;
  });
}

const HEADS = ['Measure', 'Area', 'Before', 'Last', 'It', 'More than chance', 'Chance'];

function rowOf({ measure, area, direction, p, ...found }: z.infer<typeof change>, beyond: string): readonly string[] {
  const amount = (value: number, rate: number | null): string =>
    rate === null ? String(value) : measure.unit === 'PER_CENT' ? `${rate} %` : String(rate);
  const [before, last] = [amount(found.usual, found.usualRate), amount(found.value, found.rate)];
  const moved = before === last ? 'the same' : direction === 'UP' ? 'rose' : 'fell';
  return [measure.id, area.title, before, last, moved, beyond, String(p)];
}

type NotLookedAt = z.infer<typeof notLookedAt>;

/** By reason and measure: which areas. */
function notComparedOf(those: readonly NotLookedAt[]): string {
  const reasons = new Map<string, Map<string, string[]>>();
  for (const { measure, area, why } of those) {
    const measures = reasons.get(why) ?? new Map<string, string[]>();
    reasons.set(why, measures.set(measure, [...(measures.get(measure) ?? []), area?.title ?? 'all areas']));
  }
  const linesOf = (measures: ReadonlyMap<string, readonly string[]>): readonly string[] =>
    [...measures].map(([measure, areas]) => `  ${measure}: ${areas.join(', ')}`);
  return [...reasons].map(([why, measures]) => `Not compared. ${why}\n${linesOf(measures).join('\n')}\n\n`).join('');
}
