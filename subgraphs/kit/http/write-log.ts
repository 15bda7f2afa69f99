import pino from 'pino';
import type { AgencyLogEntry } from '../agency';
import { KitError } from '../errors';

/** Writes JSON lines to standard output. `LOG_LEVEL` sets how much; tests are silent unless it is set. */
export function writeLog(): (entry: AgencyLogEntry) => void {
  const level = process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'info');
  const logger = pino({ level, base: null });
  return ({ level: severity, event, ...rest }) => logger[severity](rest, event);
}

/**
 * What may be logged of a fault. Messages of others may quote the record they failed on, so of those only the class, a
 * system code such as ECONNREFUSED and the lines of the stack are kept; the kit's own messages hold no data.
 */
export function describeFault(fault: unknown): Pick<AgencyLogEntry, 'code' | 'doing' | 'cause' | 'stack'> {
  if (!(fault instanceof Error)) return { cause: typeof fault };
  const own = fault instanceof KitError;
  return {
    code: own ? fault.code : 'INTERNAL',
    doing: own ? fault.message : undefined,
    cause: nameCause(own ? fault.cause : fault),
    stack: own ? undefined : placesOf(fault.stack),
  };
}

function nameCause(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const code = 'code' in cause && typeof cause.code === 'string' && /^[A-Z_0-9]{2,40}$/.test(cause.code);
  const named = code ? `${cause.name} ${String(cause.code)}` : cause.name;
  const deeper = nameCause(cause.cause);
  return deeper ? `${named}, from ${deeper}` : named;
}

const placesOf = (stack: string | undefined): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n');
