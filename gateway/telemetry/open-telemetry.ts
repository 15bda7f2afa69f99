import type { Logger } from 'pino';
import type { Config } from '../config';
import { FamilyViewError } from '../errors';
import { FOREIGN_FACT } from '../governance/report-foreign-fact';
import type { EndedRequest } from '../http/request-notes';
import type { CacheBudget } from '../shared/cache-budget';
import type { EndedCall } from '../subgraph-client/agency-client';
import { createMetrics, type Metrics } from './metrics';
import { type LogLine, type SummedLog, sumRepeated } from './sum-repeated';
import { NOT_TRACED, type Tracing } from './tracing';
import { VERSION } from './version';

/** What whoever runs the gateway is told: log lines, metrics and traces. Nothing in them is about a person. */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly trace: Tracing['begin'];
  onFault(fault: unknown): void;
  /** An event of an operation, as the stages tell it. */
  event(event: string, about: Readonly<Record<string, unknown>>): void;
  /** Hears of each call to an agency. */
  calls(agency: string): (call: EndedCall) => void;
  ended(request: EndedRequest): void;
  close(): Promise<void>;
}

export async function openTelemetry(
  {
    tracing: to,
    development,
    accessLog,
    logLevel,
    worker,
  }: Pick<Config, 'tracing' | 'development' | 'accessLog' | 'logLevel' | 'worker'>,
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
  caches: CacheBudget,
): Promise<Telemetry> {
  const metrics = createMetrics(caches, { version: VERSION }, worker);
  // OpenTelemetry is 20 MB: it is loaded by those who trace.
  const tracing = to ? (await import('./open-tracing')).openTracing({ ...to, version: VERSION, worker }) : NOT_TRACED;
  const writeEach = ({ level, event, about }: LogLine): void => log[level](about, event);
  const summed: SummedLog =
    logLevel === 'debug' ? { write: writeEach, close: () => undefined } : sumRepeated(writeEach);
  return {
    metrics,
    trace: tracing.begin,
    onFault(fault) {
      metrics.count('fault', {});
      const code = fault instanceof FamilyViewError ? fault.code : 'UNFORESEEN';
      const stack = fault instanceof Error && development ? fault.stack : undefined;
      summed.write({ level: 'error', event: 'fault', about: { code, stack } }, `fault ${code} ${stack}`);
    },
    event(event, about) {
      metrics.count(event, about);
      // Somebody's record came in the place of another's, or a word where it opens what it may not: a person must look at
      // this, whatever the rest of the log is like.
      if (about.fault === 'ENTITY_MISMATCH' || event === FOREIGN_FACT) log.error({ ...about, alert: true }, event);
      // What people did is told each time.
      else if (about.fault === undefined) log.warn(about, event);
      else summed.write({ level: 'warn', event, about }, `${event} ${about.agency ?? about.subgraph} ${about.fault}`);
    },
    calls: (agency) => (call) => {
      metrics.called(agency, call);
      const { outcome, cause } = call;
      if (cause === null && outcome !== 'REFUSED_GRANT') return;
      const about = { agency, fault: outcome, ...(cause !== null && { cause }) };
      summed.write({ level: 'warn', event: 'agency-call', about }, `call ${agency} ${outcome} ${cause}`);
    },
    ended(request) {
      metrics.ended(request);
      if (accessLog) log.info(request, 'request');
    },
    async close() {
      summed.close();
      await tracing.close();
    },
  };
}
