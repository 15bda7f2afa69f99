import { EventEmitter, once } from 'node:events';
import type { EndedRequest } from '../http/request-notes';
import { createCacheBudget } from '../shared/cache-budget';
import { createMetrics } from './metrics';

test('an emergency access is a thing that somebody did, and no fault of the gateway', async () => {
  const metrics = createMetrics(createCacheBudget());
  for (const event of [
    'break-glass',
    'break-glass-rate',
    'glass-reviewed',
    'relationship-claimed',
    'own-family-stopped',
  ])
    metrics.count(event, { operation: 'o-1' });
  metrics.count('linkage-fault', { operation: 'o-1' });
  metrics.count('fault', {});
  metrics.count('agency-trouble', { agency: 'north', fault: 'TIMED_OUT' });
  const text = await metrics.text();
  const counted = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\{([^}]*)\\} (\\d+)$`, 'gm'))].map(
      ([, labels, count]) => `${labels} ${count}`,
    );
  expect(counted('family_view_own_faults_total')).toEqual(['event="linkage-fault" 1', 'event="fault" 1']);
  expect(counted('family_view_watched_events_total')).toHaveLength(5);
  expect(counted('family_view_agency_trouble_total')).toEqual(['agency="north",fault="TIMED_OUT" 1']);
});

const ended = (more: Partial<EndedRequest>): EndedRequest => ({
  requestId: 'r',
  method: 'POST',
  route: '/graphql',
  status: 200,
  milliseconds: 30,
  outcome: 'whole',
  code: null,
  operation: 'other',
  ...more,
});

test('requests are counted by operation and outcome, refusals by code, calls by agency, fields by what was decided', async () => {
  const metrics = createMetrics(createCacheBudget(), { version: '1.2.3' });
  metrics.ended(ended({ operation: 'FamilyView' }));
  metrics.ended(ended({ outcome: 'refused', code: 'NO_TOKEN', status: 401 }));
  // A page is no question.
  metrics.ended(ended({ operation: undefined, route: '/' }));
  metrics.shed('OVERLOADED');
  metrics.called('north', { outcome: 'answered', cause: null, milliseconds: 40 });
  metrics.called('north', { outcome: 'CIRCUIT_OPEN', cause: null, milliseconds: null });
  metrics.called('north', { outcome: 'UNREACHABLE', cause: 'CERTIFICATE_EXPIRED', milliseconds: 3 });
  metrics.decided(3, new Map([['ROLE_NOT_NAMED', 2]]));
  const text = await metrics.text();
  for (const line of [
    'family_view_requests_total{operation="FamilyView",outcome="whole"} 1',
    'family_view_requests_total{operation="other",outcome="refused"} 1',
    'family_view_requests_total{operation="other",outcome="overloaded"} 1',
    'family_view_refusals_total{code="NO_TOKEN"} 1',
    'family_view_request_duration_seconds_bucket{le="0.05",outcome="whole"} 1',
    'family_view_agency_calls_total{agency="north",outcome="CIRCUIT_OPEN"} 1',
    'family_view_agency_call_duration_seconds_count{agency="north"} 2',
    'family_view_agency_unreached_total{agency="north",cause="CERTIFICATE_EXPIRED"} 1',
    'family_view_decisions_total{outcome="granted",reason=""} 3',
    'family_view_decisions_total{outcome="withheld",reason="ROLE_NOT_NAMED"} 2',
    `family_view_build_info{version="1.2.3",node="${process.version}"} 1`,
  ])
    expect(text).toContain(line);
});

test('a record that waits for the disk is seen while it waits, and one that could not be written is counted', async () => {
  const metrics = createMetrics(createCacheBudget());
  const figure = async (name: string) =>
    new RegExp(`^family_view_${name} (\\S+)$`, 'm').exec(await metrics.text())?.[1];
  const disk = new EventEmitter();
  const writing = metrics.recorded('intent', async () => void (await once(disk, 'written')))();
  expect(Number(await figure('audit_oldest_unwritten_seconds'))).toBeGreaterThan(0);
  disk.emit('written');
  await writing;
  expect(await figure('audit_oldest_unwritten_seconds')).toBe('0');
  const fails = metrics.recorded('disclosure', async () => Promise.reject(new Error('the disk is full')));
  await expect(fails()).rejects.toThrow('full');
  expect(await figure('audit_failures_total{record="disclosure"}'.replace(/[{}]/g, '\\$&'))).toBe('1');
});

test('how agencies, disk, database and versions stand is read at each scrape', async () => {
  const metrics = createMetrics(createCacheBudget());
  let breaker: 'closed' | 'open' = 'closed';
  metrics.watch(() => ({
    agencies: new Map([['north', { breaker, limit: 8, underWay: 3, waiting: 2, wait: 250 }]]),
    health: { north: 'refusing our grants' },
    notReady: ['DRAINING'],
    requests: { underWay: 4, waiting: 1 },
    auditIsWritable: true,
    redisAnswers: null,
    databaseAnswers: false,
    grantKeysAgeSeconds: 12,
    version: { supergraph: 'abc', protocol: 'best-start:3' },
  }));
  const text = await metrics.text();
  for (const line of [
    'family_view_ready 0',
    'family_view_not_ready{reason="DRAINING"} 1',
    'family_view_agency_health{agency="north",state="refusing our grants"} 1',
    'family_view_agency_health{agency="north",state="answering"} 0',
    'family_view_agency_breaker{agency="north",state="closed"} 1',
    'family_view_agency_concurrency_limit{agency="north"} 8',
    'family_view_agency_wait_seconds{agency="north"} 0.25',
    'family_view_database_up 0',
    'family_view_version_info{supergraph="abc",protocol="best-start:3"} 1',
  ])
    expect(text).toContain(line);
  expect(text).not.toMatch(/^family_view_redis_up/m);
  breaker = 'open';
  expect(await metrics.text()).toContain('family_view_agency_breaker{agency="north",state="open"} 1');
});

test('of several workers every figure says whose it is, and one gateway alone says nothing', async () => {
  const samples = async (worker: number | null): Promise<readonly string[]> => {
    const metrics = createMetrics(createCacheBudget(), { version: '1' }, worker);
    metrics.ended(ended({}));
    return (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };
  const ofThird = await samples(3);
  expect(ofThird.length).toBeGreaterThan(50);
  expect(ofThird.filter((line) => !/[{,]worker="3"[,}]/.test(line))).toEqual([]);
  expect((await samples(null)).filter((line) => line.includes('worker='))).toEqual([]);
});
