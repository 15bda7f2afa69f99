import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { inSpan, NO_SPAN } from '../shared/span';
import { openTracing } from './open-tracing';
import { NOT_TRACED } from './tracing';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

function open(ratio = 1) {
  const kept = new InMemorySpanExporter();
  // What it is closed with empties it.
  const ended: ReturnType<InMemorySpanExporter['getFinishedSpans']> = [];
  const exporter = {
    export: (...asked: Parameters<InMemorySpanExporter['export']>) => {
      ended.push(...asked[0]);
      kept.export(...asked);
    },
    shutdown: () => kept.shutdown(),
  };
  const options = {
    url: 'http://127.0.0.1:9',
    headers: {},
    ratio,
    service: 'gateway',
    version: '1.2.3',
    worker: 3,
    exporter,
  };
  return { tracing: openTracing(options), ended };
}

test('each stage and each call is a span in its parent’s, of the trace that the request came with', async () => {
  const { tracing, ended } = open();
  const request = tracing.begin(`00-${TRACE}-${SPAN}-01`);
  inSpan(request, 'policy', () => 'decided');
  await inSpan(request, 'execution', async (inside) => {
    const call = inside.child('agency call', { agency: 'health', endpoint: '/graphql' });
    expect(call.traceparent).toMatch(new RegExp(`^00-${TRACE}-[\\da-f]{16}-01$`));
    expect(call.traceparent).not.toContain(SPAN);
    call.end();
  });
  request.set({ operation: 'FamilyView', status: 200 });
  request.end();
  await tracing.close();
  const idOf = (name: string) => ended.find((one) => one.name === name)!.spanContext().spanId;
  expect(ended.map((one) => [one.name, one.spanContext().traceId, one.parentSpanContext?.spanId])).toEqual([
    ['policy', TRACE, idOf('request')],
    ['agency call', TRACE, idOf('execution')],
    ['execution', TRACE, idOf('request')],
    ['request', TRACE, SPAN],
  ]);
  expect(ended[1]!.attributes).toEqual({ 'family_view.agency': 'health', 'url.path': '/graphql' });
  expect(ended[3]!.attributes).toEqual({ 'graphql.operation.name': 'FamilyView', 'http.response.status_code': 200 });
  expect(ended[0]!.resource.attributes).toMatchObject({
    'service.name': 'gateway',
    'service.version': '1.2.3',
    'family_view.worker': 3,
  });
});

test('of what is thrown a span says that something was, and not what', async () => {
  const { tracing, ended } = open();
  const request = tracing.begin(undefined);
  const fails = (): Promise<never> =>
    inSpan(request, 'linkage', async () => Promise.reject(new Error('Daniel Okafor')));
  await expect(fails()).rejects.toThrow('Daniel');
  expect(() =>
    inSpan(request, 'policy', () => {
      throw new Error('Daniel Okafor');
    }),
  ).toThrow('Daniel');
  await tracing.close();
  expect(ended.map(({ name, status, events }) => [name, status, events])).toEqual([
    ['linkage', { code: 2 }, []],
    ['policy', { code: 2 }, []],
  ]);
});

test('a trace that is not kept is told so to whoever is asked next', async () => {
  const { tracing, ended } = open(0);
  for (const [header, trace] of [
    [`00-${TRACE}-${SPAN}-00`, TRACE],
    [undefined, '[\\da-f]{32}'],
  ] as const) {
    const request = tracing.begin(header);
    const call = request.child('agency call');
    expect(call.traceparent).toMatch(new RegExp(`^00-${trace}-[\\da-f]{16}-00$`));
    call.end();
    request.end();
  }
  await tracing.close();
  expect(ended).toEqual([]);
});

test('where nothing is set nothing is traced, and no agency is told of a trace', () => {
  const request = NOT_TRACED.begin(`00-${TRACE}-${SPAN}-01`);
  expect(request).toBe(NO_SPAN);
  expect(request.child('agency call').traceparent).toBeNull();
});
