/** What whoever runs the gateway sees of one joined view: a trace, a scrape and a line of the log. */

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENCIES } from '@family-view/schema';
import { type RunningStack, startStack } from '../stack';
import { startTraceCollector, type TraceCollector } from '../trace-collector';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const REQUEST_ID = '0b8f3f4e-5d55-4f0c-9d3a-2f8a1c6f7b10';
const { query, variables } = JSON.parse(readFileSync(join(__dirname, '../../docs/okafor-family.json'), 'utf8')) as {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
};
const NAMED = query.replace(/^\s*(query\b\s*\w*)?/, 'query OkaforFamily ');

let collector: TraceCollector;
let stack: RunningStack;
let directory: string;
const lines: Readonly<Record<string, unknown>>[] = [];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'family-view-telemetry-'));
  const manifest = join(directory, 'operations.json');
  writeFileSync(manifest, JSON.stringify({ [createHash('sha256').update(NAMED).digest('hex')]: NAMED }));
  collector = await startTraceCollector();
  stack = await startStack({
    environment: {
      LOG_LEVEL: 'info',
      OPERATIONS_MANIFEST: manifest,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url,
    },
    logDestination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, 'x-request-id': REQUEST_ID, tracestate: 'vendor=Okafor' };
  const { status } = await stack.ask('head-of-centre', NAMED, { variables, headers });
  expect(status).toBe(200);
  await stack.ask('analyst', 'query Daniel { __typename }', { headers: { 'x-request-id': 'Daniel Okafor' } });
  await collector.settled();
}, 120_000);
afterAll(async () => {
  await stack.close();
  await collector.close();
  rmSync(directory, { recursive: true, force: true });
});

test('its trace has a span for each stage and for each call to an agency, in the trace that it came with', () => {
  const spans = collector.spans().filter(({ traceId }) => traceId === TRACE);
  const request = spans.find(({ name }) => name === 'request')!;
  expect(request.parentSpanId).toBe(PARENT);
  const below = ({ spanId }: { readonly spanId: string }) =>
    spans.filter(({ parentSpanId }) => parentSpanId === spanId).map(({ name }) => name);
  expect(new Set(below(request))).toEqual(
    new Set(['identity', 'policy', 'audit intent', 'execution', 'agency call', 'notices', 'audit disclosure']),
  );
  const execution = spans.find(({ name }) => name === 'execution')!;
  expect(new Set(below(execution))).toEqual(new Set(['planning', 'linkage']));
  const asked = spans
    .filter(({ name }) => name === 'agency call')
    .map(({ attributes }) => attributes.find(({ key }) => key === 'family_view.agency')!.value.stringValue);
  expect([...new Set(asked)].sort()).toEqual([...AGENCIES].sort());
  const keys = new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  expect([...keys].sort()).toEqual([
    'family_view.agency',
    'family_view.agency_calls',
    'family_view.outcome',
    'family_view.purpose',
    'graphql.operation.name',
    'http.response.status_code',
    'url.path',
  ]);
});

test('a scrape tells of its operation, its calls and its decisions, and of nobody', async () => {
  const text = await (await fetch(`${stack.adminUrl}/metrics`)).text();
  expect(text).toContain('family_view_requests_total{operation="OkaforFamily",outcome="whole"} 1');
  // A name that a client makes up may hold anything.
  expect(text).toContain('family_view_requests_total{operation="other",outcome="whole"} 1');
  for (const agency of AGENCIES)
    expect(text).toMatch(new RegExp(`agency_calls_total{agency="${agency}",outcome="answered"} \\d`));
  expect(text).toMatch(/family_view_decisions_total{outcome="withheld",reason="ROLE_NOT_NAMED"} \d/);
  expect(text).toMatch(/family_view_version_info{supergraph="\w{12}",protocol="[^"]+"} 1/);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(text).not.toMatch(/Okafor\b|Daniel/);
});

test('its line in the log has the id that it came with, its outcome and our reference; nothing that was asked', () => {
  const requests = lines.filter(({ msg, route }) => msg === 'request' && route === '/graphql');
  expect(requests[0]).toEqual({
    level: 30,
    time: expect.any(Number),
    msg: 'request',
    requestId: REQUEST_ID,
    method: 'POST',
    route: '/graphql',
    status: 200,
    milliseconds: expect.any(Number),
    outcome: 'whole',
    code: null,
    operation: 'OkaforFamily',
    reference: expect.stringMatching(/^[\da-f-]{36}$/),
    agencyCalls: expect.any(Number),
  });
  // An id that could be anybody's name is none.
  expect(requests[1]).toMatchObject({ operation: 'other', requestId: expect.stringMatching(/^[\da-f-]{36}$/) });
});
