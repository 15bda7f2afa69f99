import { NO_SPAN, type Span } from '../shared/span';

export interface Tracing {
  /** The span of a request. @param traceparent as whoever asks has sent it; what is none begins a trace. */
  begin(traceparent: string | undefined): Span;
  /** Sends what has ended. */
  close(): Promise<void>;
}

/** Where nothing is set nothing is traced, and no agency is told of a trace. */
export const NOT_TRACED: Tracing = { begin: () => NO_SPAN, close: async () => {} };
