import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CacheBudget } from '../shared/cache-budget';

/** Events that are faults of the gateway itself. All others but an agency's trouble are what people did. */
const OWN_FAULTS: ReadonlySet<string> = new Set(['fault', 'linkage-fault']);

/** Figures about the gateway, never about people: no label holds an identifier, a field's value or a requester. */
export function createMetrics(caches: CacheBudget) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const agencyTrouble = new Counter({
    name: 'family_view_agency_trouble_total',
    help: 'Calls to agencies that ended badly.',
    labelNames: ['agency', 'fault'],
    registers: [registry],
  });
  const ownFaults = new Counter({
    name: 'family_view_own_faults_total',
    help: 'Faults of the gateway itself.',
    labelNames: ['event'],
    registers: [registry],
  });
  const watched = new Counter({
    name: 'family_view_watched_events_total',
    help: 'What people did that the protocol has told and reviewed, such as a broken glass.',
    labelNames: ['event'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'family_view_operation_seconds',
    help: 'Time to answer an operation.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    labelNames: ['ended'],
    registers: [registry],
  });
  const limit = new Gauge({
    name: 'family_view_cache_limit_bytes',
    help: 'What all caches may hold together.',
    registers: [registry],
  });
  limit.set(caches.maxBytes);
  new Gauge({
    name: 'family_view_cache_bytes',
    help: 'What each cache holds, as far as it is reckoned.',
    labelNames: ['cache'],
    registers: [registry],
    collect() {
      for (const [cache, bytes] of caches.held()) this.set({ cache }, bytes);
    },
  });
  const answered = seconds.labels('answered');
  const refused = seconds.labels('refused');
  return {
    count(event: string, about: Readonly<Record<string, unknown>>): void {
      if (event === 'agency-trouble') agencyTrouble.inc({ agency: String(about.agency), fault: String(about.fault) });
      else if (OWN_FAULTS.has(event)) ownFaults.inc({ event });
      else watched.inc({ event });
    },
    timed<A extends readonly unknown[], T>(answer: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
      return async (...args) => {
        const begun = performance.now();
        const taken = (): number => (performance.now() - begun) / 1_000;
        try {
          const result = await answer(...args);
          answered.observe(taken());
          return result;
        } catch (fault) {
          refused.observe(taken());
          throw fault;
        }
      };
    },
    text: () => registry.metrics(),
  };
}
