/** What stands in deploy/monitoring, beside what the gateway tells and what the runbook says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createCacheBudget } from '../shared/cache-budget';
import { createMetrics } from './metrics';

const read = (file: string): string => readFileSync(join(__dirname, '../..', file), 'utf8');
const rules = (
  parse(read('deploy/monitoring/alerts.yaml')) as {
    readonly groups: readonly {
      readonly rules: readonly { readonly alert: string; readonly annotations: { readonly runbook: string } }[];
    }[];
  }
).groups.flatMap((group) => group.rules);

test('every metric that an alert or the dashboard reads is one that a gateway tells', async () => {
  const metrics = createMetrics(createCacheBudget());
  metrics.watch(() => ({
    agencies: new Map(),
    health: {},
    notReady: [],
    requests: { underWay: 0, waiting: 0 },
    auditIsWritable: true,
    redisAnswers: true,
    databaseAnswers: true,
    grantKeysAgeSeconds: 0,
    version: null,
  }));
  const told = new Set([...(await metrics.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!));
  for (const file of ['deploy/monitoring/alerts.yaml', 'deploy/monitoring/dashboard.json']) {
    const named = read(file).match(/\b(family_view|nodejs|process)_\w+/g)!;
    expect(named.length).toBeGreaterThan(10);
    const missing = named.filter((name) => !told.has(name.replace(/_(bucket|count|sum)$/, '')) && !told.has(name));
    expect([file, missing]).toEqual([file, []]);
  }
});

test('the runbook has a section for each alert, and none for an alert that is not', () => {
  const sections = [...read('docs/operate/runbook.md').matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(sections.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  for (const { alert, annotations } of rules)
    expect(annotations.runbook).toBe(`docs/operate/runbook.md#${alert.toLowerCase()}`);
});
