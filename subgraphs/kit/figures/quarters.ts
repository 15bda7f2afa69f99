/** Calendar quarters by their ids, `2026-Q3`, and ISO days. */
export const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'] as const;

/** Every quarter that either day or one between lies in, with its last day. At most forty. */
export function quartersBetween(from: string, to: string): readonly { readonly id: string; readonly end: string }[] {
  const found: { readonly id: string; readonly end: string }[] = [];
  let year = Number(from.slice(0, 4));
  let of = Number(quarterOf(from).slice(6));
  while (`${year}-Q${of}` <= quarterOf(to) && found.length < 40) {
    found.push({ id: `${year}-Q${of}`, end: `${year}-${LAST_DAYS[of - 1]}` });
    [year, of] = of === 4 ? [year + 1, 1] : [year, of + 1];
  }
  return found;
}
