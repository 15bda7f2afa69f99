/** Spans of a trace, without the library that makes them. */

export type SpanName =
  | 'request'
  | 'identity'
  | 'policy'
  | 'audit intent'
  | 'execution'
  | 'planning'
  | 'linkage'
  | 'agency call'
  | 'notices'
  | 'audit disclosure';

/** All that a span may say: names from lists of ours, and counts. No value, and no identifier of anybody. */
export interface SpanAttributes {
  /** A name of the manifest, or `other`. */
  readonly operation?: string;
  readonly purpose?: string;
  readonly agency?: string;
  readonly endpoint?: '/graphql' | '/contract';
  /** How it ended: `answered`, or a code of ours. */
  readonly outcome?: string;
  readonly status?: number;
  readonly agencyCalls?: number;
}

export interface Span {
  /** For whoever is asked next (W3C Trace Context); null where nothing is traced. */
  readonly traceparent: string | null;
  child(name: SpanName, attributes?: SpanAttributes): Span;
  set(attributes: SpanAttributes): void;
  /** @param failed whether it is to be seen as a fault. */
  end(failed?: boolean): void;
}

/** Where nothing is traced. */
export const NO_SPAN: Span = Object.freeze({ traceparent: null, child: () => NO_SPAN, set: () => {}, end: () => {} });

/** Does some work in a span of its own. What is thrown says nothing in it but that something was. */
export function inSpan<T>(parent: Span, name: SpanName, work: (span: Span) => T): T {
  if (parent === NO_SPAN) return work(parent);
  const span = parent.child(name);
  try {
    const result = work(span);
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        span.end();
        return value;
      },
      (fault: unknown) => {
        span.end(true);
        throw fault;
      },
    ) as T;
  } catch (fault) {
    span.end(true);
    throw fault;
  }
}
