/** The dimensions that every agency counts people by, in the words of `schema/measures.yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDirectory } from '@family-view/schema';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Sex } from '../connector';

const form = z.object({
  version: z.string(),
  areas: z.array(
    z.object({
      id: z.string(),
      wards: z.array(z.object({ id: z.string(), sectors: z.array(z.string()) })),
    }),
  ),
});

/** Finds the reach area and ward of a postcode, by the version of `schema/areas.yaml` that @counts names. */
export interface AreaFinder {
  readonly version: string;
  /** @param postcode upper case, one space before the inward code. Nulls where it lies in none. */
  placeOf(postcode: string | null | undefined): { readonly area: string | null; readonly ward: string | null };
}

/** @param text `schema/areas.yaml` by default. */
export function readAreaFinder(text = readFileSync(join(schemaDirectory, 'areas.yaml'), 'utf8')): AreaFinder {
  const { version, areas } = form.parse(parse(text));
  const places = new Map(
    areas.flatMap(({ id: area, wards }) =>
      wards.flatMap(({ id: ward, sectors }) => sectors.map((sector) => [sector, { area, ward }] as const)),
    ),
  );
  const nowhere = { area: null, ward: null };
  return { version, placeOf: (postcode) => (postcode && places.get(postcode.slice(0, -2))) || nowhere };
}

/** Whole years lived on an ISO day. */
export const yearsOn = (dateOfBirth: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) - (day.slice(5) < dateOfBirth.slice(5) ? 1 : 0);

/** UNDER_1, AGE_1 to AGE_4, AGE_5_TO_10, AGE_11_TO_15, AGE_16_TO_19; null for whoever is older, not born yet or of no date. */
export function ageBandOf(dateOfBirth: string | null | undefined, day: string): string | null {
  if (!dateOfBirth || dateOfBirth > day) return null;
  const age = yearsOn(dateOfBirth, day);
  if (age < 1) return 'UNDER_1';
  if (age < 5) return `AGE_${age}`;
  if (age < 11) return 'AGE_5_TO_10';
  if (age < 16) return 'AGE_11_TO_15';
  return age < 20 ? 'AGE_16_TO_19' : null;
}

export const sexOf = (sex: Sex | string | null | undefined): string | null => (sex === 'F' || sex === 'M' ? sex : null);

/** Ethnic groups of the 2021 census, from the codes of DfE (`WBRI`) and of the NHS (`A`). */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  WHITE: ['WBRI', 'WIRI', 'WOTH', 'WIRT', 'WROM', 'A', 'B', 'C'],
  MIXED: ['MWBC', 'MWBA', 'MWAS', 'MOTH', 'D', 'E', 'F', 'G'],
  ASIAN: ['AIND', 'APKN', 'ABAN', 'AOTH', 'CHNE', 'H', 'J', 'K', 'L', 'R'],
  BLACK: ['BCRB', 'BAFR', 'BOTH', 'M', 'N', 'P'],
  OTHER: ['OOTH', 'S'],
};
const GROUP_OF = new Map(Object.entries(GROUPS).flatMap(([group, codes]) => codes.map((code) => [code, group])));
export const ethnicGroupOf = (code: string | null | undefined): string | null => GROUP_OF.get(code ?? '') ?? null;

/** An ISO day some months later: the same day of the month, or its last. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** An ISO day some days later. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
