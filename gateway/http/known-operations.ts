import { LRUCache } from 'lru-cache';
import type { OperationRequest } from '../gateway';
import type { GraphqlHttpRequest } from './serve-graphql';

/** An operation that was parsed and found valid before, with the variables of this time; and the type to answer in. */
export interface KnownRequest {
  readonly request: OperationRequest;
  readonly accept: string | undefined;
  readonly contentType: string;
}

/** Remembers which texts were found valid, and which type each `accept` is answered in. */
export interface KnownOperations {
  learnOperation(text: string, operationName: string | null, found: Omit<OperationRequest, 'variables'>): void;
  learnType(accept: string | undefined, contentType: string | undefined): void;
  /** Null for whatever is not plainly a request for a known operation: it is read from the beginning. */
  find(request: GraphqlHttpRequest): KnownRequest | null;
}

const KEPT = 2_000;
const LARGEST_TEXT = 20_000;
const NAME = /^[A-Za-z_]\w*$/;

export function createKnownOperations(): KnownOperations {
  const operations = new LRUCache<string, Omit<OperationRequest, 'variables'>>({ max: KEPT });
  const types = new LRUCache<string, string>({ max: 100 });
  return {
    learnOperation(text, operationName, found) {
      if (text.length <= LARGEST_TEXT) operations.set(keyOf(text, operationName), found);
    },
    learnType(accept = '', contentType) {
      if (contentType !== undefined) types.set(accept, contentType);
    },
    find({ method, headers, body }) {
      if (method !== 'POST' || !isJson(headers['content-type']) || !isRecord(body)) return null;
      const { query, operationName = null, variables = null, extensions = null } = body;
      if (typeof query !== 'string' || extensions !== null) return null;
      if (operationName !== null && (typeof operationName !== 'string' || !NAME.test(operationName))) return null;
      if (variables !== null && !isRecord(variables)) return null;
      const found = operations.get(keyOf(query, operationName));
      const accept = headers.accept === undefined ? undefined : String(headers.accept);
      const contentType = types.get(accept ?? '');
      if (!found || contentType === undefined) return null;
      return { request: { ...found, variables: variables ?? {} }, accept, contentType };
    },
  };
}

/** No text that is GraphQL begins with a bare name and a line's end. */
const keyOf = (text: string, operationName: string | null): string =>
  operationName === null ? text : `${operationName}\n${text}`;

const isJson = (type: unknown): boolean => typeof type === 'string' && /^application\/json(;|$)/.test(type);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
