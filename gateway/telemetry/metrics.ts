import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EndedRequest } from '../http/request-notes';
import type { CacheBudget } from '../shared/cache-budget';
import type { EndedCall } from '../subgraph-client/agency-client';
import { type WatchedState, watchState } from './watch-state';

/** Events that are faults of the gateway itself. All others but an agency's trouble are what people did. */
const OWN_FAULTS: ReadonlySet<string> = new Set(['fault', 'linkage-fault']);
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Figures about the gateway, never about people: no label holds an identifier, a field's value or a requester, and each
 * label's values come from a list that we or the partners wrote.
 */
export function createMetrics(
  caches: CacheBudget,
  build: { readonly version: string } = { version: 'unknown' },
  worker: number | null = null,
) {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  if (worker !== null) registry.setDefaultLabels({ worker: String(worker) });
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `family_view_${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name: `family_view_${name}`, help, labelNames, buckets: SECONDS, registers });

  const requests = counter('requests_total', 'Requests at /graphql, by how they ended.', ['operation', 'outcome']);
  const refusals = counter('refusals_total', 'Requests that were refused, by code.', ['code']);
  const requestSeconds = histogram('request_duration_seconds', 'Time to answer a request.', ['outcome']);
  const calls = counter('agency_calls_total', 'Calls to agencies, by how they ended.', ['agency', 'outcome']);
  const callSeconds = histogram('agency_call_duration_seconds', 'Time of a call to an agency, once its turn came.', [
    'agency',
  ]);
  const unreached = counter('agency_unreached_total', 'Calls that did not reach an agency, by why.', [
    'agency',
    'cause',
  ]);
  const agencyTrouble = counter('agency_trouble_total', 'Answers that lack a part of an agency, by why.', [
    'agency',
    'fault',
  ]);
  const decisions = counter('decisions_total', 'Fields that were asked for, by what was decided of them.', [
    'outcome',
    'reason',
  ]);
  const ownFaults = counter('own_faults_total', 'Faults of the gateway itself.', ['event']);
  const watched = counter(
    'watched_events_total',
    'What people did that the protocol has told and reviewed, such as an emergency access.',
    ['event'],
  );
  const auditSeconds = histogram('audit_write_duration_seconds', 'Time until a record was on disk.', ['record']);
  const auditFailures = counter('audit_failures_total', 'Records that could not be written.', ['record']);
  const redisCommands = counter('redis_commands_total', 'Commands to Redis, by whether they were answered.', [
    'outcome',
  ]);
  new Gauge({
    name: 'family_view_build_info',
    help: 'What runs: always 1.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ ...build, node: process.version }, 1);
  new Gauge({
    name: 'family_view_cache_limit_bytes',
    help: 'What all caches may hold together.',
    registers,
  }).set(caches.maxBytes);
  new Gauge({
    name: 'family_view_cache_bytes',
    help: 'What each cache holds, as far as it is reckoned.',
    labelNames: ['cache'],
    registers,
    collect() {
      for (const [cache, bytes] of caches.held()) this.set({ cache }, bytes);
    },
  });
  const unwritten = new Set<{ readonly since: number }>();
  new Gauge({
    name: 'family_view_audit_oldest_unwritten_seconds',
    help: 'How long the record has waited for the disk that waits the longest; 0: none waits.',
    registers,
    collect() {
      const [first] = unwritten;
      this.set(first ? (performance.now() - first.since) / 1_000 : 0);
    },
  });

  return {
    count(event: string, about: Readonly<Record<string, unknown>>): void {
      if (event === 'agency-trouble') agencyTrouble.inc({ agency: String(about.agency), fault: String(about.fault) });
      else if (OWN_FAULTS.has(event)) ownFaults.inc({ event });
      else watched.inc({ event });
    },
    ended({ operation, outcome, code, milliseconds }: EndedRequest): void {
      if (operation === undefined) return;
      requests.inc({ operation, outcome });
      requestSeconds.observe({ outcome }, milliseconds / 1_000);
      if (code !== null) refusals.inc({ code });
    },
    /** Sent away before it was read. */
    shed(code: string): void {
      requests.inc({ operation: 'other', outcome: 'overloaded' });
      refusals.inc({ code });
    },
    called(agency: string, { outcome, cause, milliseconds }: EndedCall): void {
      calls.inc({ agency, outcome });
      if (cause !== null) unreached.inc({ agency, cause });
      if (milliseconds !== null) callSeconds.observe({ agency }, milliseconds / 1_000);
    },
    /** @param withheld how many fields by reason. */
    decided(granted: number, withheld: ReadonlyMap<string, number>): void {
      if (granted > 0) decisions.inc({ outcome: 'granted', reason: '' }, granted);
      for (const [reason, many] of withheld) decisions.inc({ outcome: 'withheld', reason }, many);
    },
    redisAsked: (answered: boolean): void => redisCommands.inc({ outcome: answered ? 'answered' : 'not answered' }),
    /** The same write, with its time and its failures counted. */
    recorded<A extends readonly unknown[]>(
      record: 'intent' | 'disclosure' | 'event' | 'refusal',
      write: (...args: A) => Promise<void>,
    ): (...args: A) => Promise<void> {
      return async (...args) => {
        const one = { since: performance.now() };
        unwritten.add(one);
        try {
          await write(...args);
          auditSeconds.observe({ record }, (performance.now() - one.since) / 1_000);
        } catch (fault) {
          auditFailures.inc({ record });
          throw fault;
        } finally {
          unwritten.delete(one);
        }
      };
    },
    /** What is read at each scrape. */
    watch: (state: () => WatchedState): void => watchState(registry, state),
    text: () => registry.metrics(),
  };
}
