/** `Retry-After` in milliseconds from now: seconds, or a date (RFC 9110, section 10.2.3). Null where it is neither. */
export function readRetryAfter(header: string | string[] | undefined, now: () => number = Date.now): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (!text) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // A date begins with the name of its day; what else `Date` would take for one is none.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now());
}
