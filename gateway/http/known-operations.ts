import { hash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CacheSection } from '../cache-budget';
import { heapBytes } from '../heap-bytes';
import type { OperationRequest } from '../operation-request';
import { operationIn } from '../selected';
import type { GraphqlHttpRequest } from './graphql-endpoint';
import { liftLiterals } from './lift-literals';

/** An operation as it was read and found valid, without the variables of one request. */
export type ReadOperation = Pick<OperationRequest, 'document' | 'operation' | 'operationName' | 'hash'>;

/** An operation that was parsed and found valid before, with the variables of this time; and the type to answer in. */
export interface KnownRequest {
  readonly request: OperationRequest;
  readonly accept: string | undefined;
  readonly contentType: string;
}

/** Remembers which texts were found valid, and which type each `accept` is answered in. */
export interface KnownOperations {
  /** The operation as it is answered: its literals in variables. */
  learnOperation(text: string, operationName: string | null, found: ReadOperation): KnownOperation;
  learnType(accept: string | undefined, contentType: string | undefined): void;
  /** Null for whatever is not plainly a request for a known operation: it is read from the beginning. */
  find(request: GraphqlHttpRequest): KnownRequest | null;
}

/** A form that many texts may have, and what one of them has in its place. */
export interface KnownOperation {
  readonly form: OperationForm;
  readonly hash: string;
  /** What its text holds in place of variables. */
  readonly literals: Readonly<Record<string, unknown>>;
}

/** All that texts which differ in their literals alone have in common. */
type OperationForm = Pick<OperationRequest, 'document' | 'operation' | 'operationName' | 'form'>;

export const requestOf = (
  { form, hash, literals }: KnownOperation,
  variables: Readonly<Record<string, unknown>>,
): OperationRequest => ({ ...form, hash, variables: { ...variables, ...literals }, sent: variables });

const LARGEST_TEXT = 20_000;
const NAME = /^[A-Za-z_]\w*$/;

export function createKnownOperations(schema: GraphQLSchema, caches: CacheSection): KnownOperations {
  const operations = caches.open<KnownOperation>('operations', { bytesOf: ({ literals }) => heapBytes(literals) });
  const forms = caches.open<OperationForm>('operation-forms', { bytesOf: ({ document }) => heapBytes(document) });
  const types = new LRUCache<string, string>({ max: 100 });

  const formOf = (document: DocumentNode, operationName: string | null): OperationForm => {
    const text = print(document);
    const form = digest(text);
    return forms.memo(JSON.stringify([form, operationName]), () => {
      // Read anew: what was read from the client's text keeps that text.
      const read = parse(text, { noLocation: true });
      return { document: read, operation: operationIn(read)!, operationName, form };
    });
  };

  return {
    learnOperation(text, operationName, found) {
      const { document, values } = liftLiterals(schema, found.document, found.operation);
      const known = { form: formOf(document, found.operationName), hash: found.hash, literals: values };
      if (text.length <= LARGEST_TEXT) operations.set(keyOf(text, operationName), known);
      return known;
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
      return { request: requestOf(found, variables ?? {}), accept, contentType };
    },
  };
}

/** A digest: texts may be long, and hold what somebody asked by. */
const keyOf = (text: string, operationName: string | null): string => digest(JSON.stringify([operationName, text]));

const digest = (text: string): string => hash('sha256', text, 'base64url');

const isJson = (type: unknown): boolean => typeof type === 'string' && /^application\/json(;|$)/.test(type);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
