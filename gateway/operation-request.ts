import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** One valid operation at the door of the rooms. */
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
