import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Entry } from './identity/types';
import type { AnswerRecord } from './notices/types';
import type { Rights } from './policy/decide/compile-protocol';
import type { OpenStreams, Stream, Transform } from './policy/types';
import type { CallBudget, Deadline } from './subgraph-client/types';

/** One operation on its way through the stages: made whole before the first of them runs, and never changed. */
export interface OperationContext {
  /** Our own reference: in the answer, the grants and the audit. */
  readonly id: string;
  readonly entry: Entry;
  readonly protocolVersion: string;
  readonly supergraphVersion: string;
  readonly deadline: Deadline;
  readonly answers: AnswerRecord;
  readonly calls: CallBudget;
  readonly rights: Rights;
  /** Coordinates that are asked for, once narrowed. */
  readonly asked: ReadonlySet<string>;
  /** Whether a stream is about places and services, not about people. */
  isAboutPlaces(stream: Stream): boolean;
  /** Streams of this agency that this entry is granted and this operation asks for. */
  streamsOf(agency: string): readonly Stream[];
  /** Those of them that are open whoever it is about; null where that depends on facts about somebody. */
  openToAll(agency: string): OpenStreams | null;
  /** Whether these streams open a field. */
  isOpen(coordinate: string, streams: ReadonlySet<Stream>): boolean;
  /** How what stands at a coordinate is shown, where these streams are open: none: whole. Null where no rule is its own. */
  transformsAt(coordinate: string, settled: OpenStreams): readonly Transform[] | null;
  /** Whether an agency's record of somebody is stopped: then it is as if that agency closed it. */
  isStopped?(agency: string, ref: string): boolean;
  /** Names the narrowed text: what is cut further is remembered by it. */
  readonly narrowedHash: string;
}

/** One valid operation, before the stages. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  /** Names the client's text. */
  readonly hash: string;
  /** Names it without the values that stand in it: what is remembered, is remembered by this. */
  readonly form: string;
  /** With what stands in the text as literals, which are variables by now. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Variables alone, as the client sent them: literals have been measured with their text. */
  readonly sent?: Readonly<Record<string, unknown>>;
}
