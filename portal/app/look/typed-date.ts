const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * A day as people write it, as `YYYY-MM-DD`; null of what is none. Taken: `30 April 2024`, `30th Apr 24`, `30/4/24`,
 * `30.4.2024`, `30042024`, `2024-04-30`, `April 30, 2024`. Figures alone are day, month, year, as in Britain. A year of two
 * figures is the latest that is not after `today`.
 */
export function typedDate(text: string, today: Date = new Date()): string | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/(\d)(st|nd|rd|th)\b/g, '$1');
  const run = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(plain);
  const parts = run ? run.slice(1) : plain.split(/[\s,./\-–]+/).filter((part) => part !== '' && part !== 'of');
  if (parts.length !== 3) return null;
  const named = parts.findIndex((part) => monthOf(part) !== null);
  const order = ordered(parts, named);
  if (order === null) return null;
  const [day, month, year] = order;
  const whole = yearOf(year, today);
  return whole === null ? null : realDay(whole, month, Number(day));
}

/** Day, month (1 to 12) and year of three parts; `named` is the place of a month that is written as a word. */
function ordered(parts: readonly string[], named: number): readonly [day: string, month: number, year: string] | null {
  const [a, b, c] = parts as [string, string, string];
  if (parts.some((part, at) => at !== named && !/^\d{1,4}$/.test(part))) return null;
  if (named === 1) return a.length === 4 ? [c, monthOf(b)!, a] : [a, monthOf(b)!, c];
  if (named === 0) return [b, monthOf(a)!, c];
  if (named === 2) return null;
  return a.length === 4 ? [c, Number(b), a] : [a, Number(b), c];
}

const monthOf = (text: string): number | null => {
  if (!/^[a-z]{3,}$/.test(text)) return null;
  const at = MONTHS.findIndex((month) => month.startsWith(text) || (text === 'sept' && month === 'september'));
  return at < 0 ? null : at + 1;
};

function yearOf(text: string, today: Date): number | null {
  if (text.length === 4) return Number(text);
  if (text.length !== 2) return null;
  const century = Math.floor(today.getUTCFullYear() / 100) * 100;
  return century + Number(text) > today.getUTCFullYear() ? century - 100 + Number(text) : century + Number(text);
}

function realDay(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isReal = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal ? at.toISOString().slice(0, 10) : null;
}
