import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A children's centre reach area as the partners agreed it: whole postcode sectors (`ZB1 2`). */
export interface ReachAreaSectors {
  readonly id: string;
  readonly postcodeSectors: readonly string[];
}

/** The sector of a whole postcode: all but its last two letters. */
export const sectorOf = (postcode: string): string => postcode.slice(0, -2);

/** The reach area that a postcode lies in; null where it lies in none, or there is no postcode. */
export const reachAreaOf = (postcode: string | null, areas: readonly ReachAreaSectors[]): string | null =>
  postcode === null
    ? null
    : (areas.find(({ postcodeSectors }) => postcodeSectors.includes(sectorOf(postcode)))?.id ?? null);

/** `reach-areas.json` in the agency's data directory: health systems know postcodes, not reach areas. [] where there is none. */
export function readReachAreas(dataDirectory: string): readonly ReachAreaSectors[] {
  const file = join(dataDirectory, 'reach-areas.json');
  if (!existsSync(file)) return [];
  return z
    .array(z.object({ id: z.string(), postcodeSectors: z.array(z.string()) }))
    .parse(JSON.parse(readFileSync(file, 'utf8')));
}
