import { Gauge, type Registry } from 'prom-client';
import type { AgencyState } from '../subgraph-client/agency-client';

/** How things stand at a scrape. */
export interface WatchedState {
  readonly agencies: ReadonlyMap<string, AgencyState>;
  /** By agency: `answering`, `refusing our grants`, `unavailable`. */
  readonly health: Readonly<Record<string, string>>;
  /** Codes of why it is not ready; none: ready. */
  readonly notReady: readonly string[];
  readonly requests: { readonly underWay: number; readonly waiting: number };
  readonly auditIsWritable: boolean;
  /** Null where none is set. */
  readonly redisAnswers: boolean | null;
  readonly databaseAnswers: boolean | null;
  readonly grantKeysAgeSeconds: number;
  readonly version: { readonly supergraph: string; readonly protocol: string } | null;
}

const HEALTH = ['answering', 'refusing our grants', 'unavailable'];
const BREAKER = ['closed', 'half open', 'open'] as const;

export function watchState(registry: Registry, read: () => WatchedState): void {
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect: (this: Gauge<Label>, state: WatchedState) => void,
  ): void =>
    void new Gauge<Label>({
      name: `family_view_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        collect.call(this, read());
      },
    });

  gauge('ready', 'Whether new requests should be sent here.', [], function ({ notReady }) {
    this.set(notReady.length === 0 ? 1 : 0);
  });
  gauge('not_ready', 'Each reason why it is not ready: 1 while it holds.', ['reason'], function ({ notReady }) {
    for (const reason of notReady) this.set({ reason }, 1);
  });
  gauge(
    'agency_health',
    'How each agency was at the last look: 1 for what holds.',
    ['agency', 'state'],
    function (one) {
      for (const [agency, now] of Object.entries(one.health))
        for (const state of HEALTH) this.set({ agency, state }, now === state ? 1 : 0);
    },
  );
  gauge('agency_breaker', 'The circuit breaker of each agency: 1 for what holds.', ['agency', 'state'], function (one) {
    for (const [agency, { breaker }] of one.agencies)
      for (const state of BREAKER) this.set({ agency, state }, breaker === state ? 1 : 0);
  });
  gauge('agency_concurrency_limit', 'Calls that an agency may be asked at once now.', ['agency'], function (one) {
    for (const [agency, { limit }] of one.agencies) this.set({ agency }, limit);
  });
  gauge('agency_calls_under_way', 'Calls that an agency is asked now.', ['agency'], function (one) {
    for (const [agency, { underWay }] of one.agencies) this.set({ agency }, underWay);
  });
  gauge('agency_calls_waiting', 'Calls that wait for their turn at an agency.', ['agency'], function (one) {
    for (const [agency, { waiting }] of one.agencies) this.set({ agency }, waiting);
  });
  gauge('agency_wait_seconds', 'How long a call that came now would wait for its turn.', ['agency'], function (one) {
    for (const [agency, { wait }] of one.agencies) this.set({ agency }, wait / 1_000);
  });
  gauge('requests_under_way', 'Requests that are worked on.', [], function ({ requests }) {
    this.set(requests.underWay);
  });
  gauge('requests_waiting', 'Requests that wait for their turn.', [], function ({ requests }) {
    this.set(requests.waiting);
  });
  gauge('audit_writable', 'Whether the disk of the audit takes what is written.', [], function ({ auditIsWritable }) {
    this.set(auditIsWritable ? 1 : 0);
  });
  gauge('redis_up', 'Whether Redis answers; missing where none is set.', [], function ({ redisAnswers }) {
    if (redisAnswers !== null) this.set(redisAnswers ? 1 : 0);
    else this.remove();
  });
  gauge('database_up', 'Whether PostgreSQL answers; missing where none is set.', [], function ({ databaseAnswers }) {
    if (databaseAnswers !== null) this.set(databaseAnswers ? 1 : 0);
    else this.remove();
  });
  gauge('grant_keys_age_seconds', 'Since the grant keys were last read from where they are kept.', [], function (one) {
    this.set(one.grantKeysAgeSeconds);
  });
  gauge(
    'version_info',
    'Under which versions it answers: always 1.',
    ['supergraph', 'protocol'],
    function ({ version }) {
      if (version) this.set({ ...version }, 1);
    },
  );
}
