/**
 * Changes beyond chance between the last quarter and the four before it, by area. From the rounded numbers that the requester
 * may see anyway, so that nothing more is told of anybody.
 */
import { normalTail } from './normal-tail';

export interface ChangeLook {
  /** Rounded; null where it was kept back. The last is of the quarter that is looked at. */
  readonly values: readonly (number | null)[];
  /** Rounded denominators in the same order; null of a measure that counts alone. */
  readonly wholes: readonly (number | null)[] | null;
}

export interface Change {
  readonly value: number;
  readonly usual: number;
  readonly rate: number | null;
  readonly usualRate: number | null;
  readonly direction: 'UP' | 'DOWN';
  readonly p: number;
}

export const CHANGE_METHOD =
  'The last quarter against the mean of the four before it, from rounded numbers: counts as Poisson, shares as two proportions, with the variance of rounding added; two-sided, and at most 5 in 100 of the changes listed are chance (Benjamini and Hochberg, false discovery rate).';

/** Fewest quarters before the last that must be told. */
const LEAST_BEFORE = 3;

/** Null where too little is told to say anything. */
export function changeOf({ values, wholes }: ChangeLook, roundTo: number): Change | null {
  const [last, lastWhole] = [values.at(-1) ?? null, wholes?.at(-1) ?? null];
  const before = values
    .slice(0, -1)
    .map((value, at) => ({ value, whole: wholes?.[at] ?? null }))
    .filter(({ value, whole }) => value !== null && (wholes === null || (whole ?? 0) > 0)) as readonly {
    readonly value: number;
    readonly whole: number;
  }[];
  if (last === null || before.length < LEAST_BEFORE) return null;
  const sum = before.reduce((total, { value }) => total + value, 0);
  const usual = sum / before.length;
  const rounding = roundTo ** 2 / 12;
  if (wholes === null) {
    const variance = usual + usual / before.length + rounding * (1 + 1 / before.length);
    return told(last, usual, null, null, (last - usual) / Math.sqrt(variance), last - usual);
  }
  if (lastWhole === null || lastWhole === 0) return null;
  const whole = before.reduce((total, one) => total + one.whole, 0);
  const [now, then] = [Math.min(1, last / lastWhole), Math.min(1, sum / whole)];
  const pooled = Math.min(0.99, Math.max(0.01, (last + sum) / (lastWhole + whole)));
  const variance =
    pooled * (1 - pooled) * (1 / lastWhole + 1 / whole) +
    (2 * rounding) / lastWhole ** 2 +
    (2 * rounding * before.length) / whole ** 2;
  return told(last, usual, percent(now), percent(then), (now - then) / Math.sqrt(variance), now - then);
}

const percent = (share: number): number => Math.round(100 * share);

function told(
  value: number,
  usual: number,
  rate: number | null,
  usualRate: number | null,
  z: number,
  by: number,
): Change {
  const p = Math.min(1, 2 * normalTail(Math.abs(z)));
  return { value, usual: Math.round(usual), rate, usualRate, direction: by >= 0 ? 'UP' : 'DOWN', p };
}

/** Those of all looked at that are beyond chance, the surest first. @param share of those listed that may be chance. */
export function beyondChance<T extends { readonly p: number }>(looked: readonly T[], share = 0.05): readonly T[] {
  const sorted = [...looked].sort((one, other) => one.p - other.p);
  const last = sorted.findLastIndex(({ p }, at) => p <= (share * (at + 1)) / sorted.length);
  return sorted.slice(0, last + 1);
}
