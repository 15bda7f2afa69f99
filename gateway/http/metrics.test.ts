import { createCacheBudget } from '../shared/cache-budget';
import { createMetrics } from './metrics';

test('a broken glass is a thing that somebody did, and no fault of the gateway', async () => {
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
