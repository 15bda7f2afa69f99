import type { Entry as OurEntry } from '../identity/types';

/** A GraphQL request over HTTP, and its answer. */
export interface GraphqlHttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly search: string;
  readonly body: unknown;
  /** Gives what is aborted when the client goes away before its answer has left: to be asked for at once, where it matters. */
  readonly gone?: () => AbortSignal;
}

export interface GraphqlHttpAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Pieces: of an answer in parts, each of which is sent as soon as it is there. */
  readonly body: string | AsyncGenerator<string, void, void>;
  /** Where the request as a whole was refused, or failed. */
  readonly code: string | null;
}

export interface GraphqlEndpoint<Entry = OurEntry> {
  /** @param beforeReading where it is not an operation that is known: limits of texts, and one's turn. */
  serve(request: GraphqlHttpRequest, entry: Entry, beforeReading?: () => Promise<void>): Promise<GraphqlHttpAnswer>;
  stop(): Promise<void>;
}
