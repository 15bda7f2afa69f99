import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { parse } from 'yaml';
import { z } from 'zod';

const form = z.object({
  tools: z.array(
    z.object({
      id: z.string(),
      lowest: z.number().int(),
      highest: z.number().int(),
      scales: z.array(z.object({ id: z.string() })),
    }),
  ),
});

/** Whether a score is one that an agreed tool has on that scale: `schema/outcome-tools.yaml`. */
export type KnowsScore = (tool: unknown, scale: unknown, score: unknown) => boolean;

export function readOutcomeTools(file = join(schemaDirectory, 'outcome-tools.yaml')): KnowsScore {
  const { tools } = form.parse(parse(readFileSync(file, 'utf8')));
  return (tool, scale, score) => {
    const found = tools.find(({ id }) => id === tool);
    return (
      found?.scales.some(({ id }) => id === scale) === true &&
      Number.isInteger(score) &&
      (score as number) >= found.lowest &&
      (score as number) <= found.highest
    );
  };
}
