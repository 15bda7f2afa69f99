import { type Span as OtelSpan, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Span, SpanAttributes, SpanName } from '../shared/span';
import { readTraceparent } from './traceparent';
import type { Tracing } from './tracing';

export interface TracingOptions {
  /** Where spans go, by OTLP over HTTP: `http://collector:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The share of traces that begin here and are kept; of those that came, whoever began them decides. */
  readonly ratio: number;
  readonly service: string;
  readonly version: string;
  /** Which of several workers on this machine it is. */
  readonly worker?: number | null;
  /** In place of what sends them. */
  readonly exporter?: SpanExporter;
}

const SEND_EVERY_MS = 1_000;

/** OpenTelemetry names: https://opentelemetry.io/docs/specs/semconv/; ours begin with `family_view`. */
const NAMES: Readonly<Record<keyof SpanAttributes, string>> = {
  operation: 'graphql.operation.name',
  purpose: 'family_view.purpose',
  agency: 'family_view.agency',
  endpoint: 'url.path',
  outcome: 'family_view.outcome',
  status: 'http.response.status_code',
  agencyCalls: 'family_view.agency_calls',
};
const KINDS: Readonly<Partial<Record<SpanName, SpanKind>>> = {
  request: SpanKind.SERVER,
  'agency call': SpanKind.CLIENT,
};

/** No span holds a text of a fault: those may hold a value. */
export function openTracing(options: TracingOptions): Tracing {
  const { url, headers, ratio, service, version, worker = null } = options;
  const exporter = options.exporter ?? new OTLPTraceExporter({ url, headers });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': service,
      'service.version': version,
      ...(worker !== null && { 'family_view.worker': worker }),
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS })],
  });
  const tracer = provider.getTracer('family-view');
  return {
    begin(traceparent) {
      const parent = readTraceparent(traceparent);
      const context = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, context);
      return span.isRecording() ? spanOf(tracer, span) : notRecorded(span);
    },
    // What cannot be sent is lost, and keeps nobody from ending.
    close: () => provider.shutdown().catch(() => {}),
  };
}

function spanOf(tracer: Tracer, span: OtelSpan): Span {
  const set = (attributes: SpanAttributes): void => {
    for (const [name, value] of Object.entries(attributes))
      if (value !== undefined) span.setAttribute(NAMES[name as keyof SpanAttributes], value);
  };
  return {
    traceparent: writeTraceparent(span),
    child(name, attributes = {}) {
      const child = spanOf(
        tracer,
        tracer.startSpan(name, { kind: KINDS[name] ?? SpanKind.INTERNAL }, trace.setSpan(ROOT_CONTEXT, span)),
      );
      child.set(attributes);
      return child;
    },
    set,
    end(failed = false) {
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** Whoever is asked next is told that this trace is not kept. */
const notRecorded = (span: OtelSpan): Span => {
  const one: Span = { traceparent: writeTraceparent(span), child: () => one, set: () => {}, end: () => {} };
  return one;
};

const writeTraceparent = (span: OtelSpan): string => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
};
