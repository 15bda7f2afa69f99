export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

const FORM = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/**
 * `traceparent` as W3C Trace Context 1 has it (section 3.2); null where it is none. `tracestate` and `baggage` are not read
 * and not passed on: they may hold anything.
 */
export function readTraceparent(header: string | undefined): TraceParent | null {
  const [, version = '', traceId = '', spanId = '', flags = '', rest] = FORM.exec(header ?? '') ?? [];
  // Version 00 has four parts; a later one may have more (section 4.3).
  if (version === '' || version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  // Of the flags, `sampled` alone is known.
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 };
}
