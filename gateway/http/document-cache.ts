import { hash } from 'node:crypto';
import { type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationRequest } from '../operation-context';
import type { CacheSection } from '../shared/cache-budget';
import { operationIn } from '../shared/graphql-ast';
import { heapBytes } from '../shared/heap-bytes';
import type { GraphqlHttpRequest } from './graphql-endpoint';
import { liftLiterals } from './lift-literals';

/** An operation as it was read and found valid, without the variables of one request. */
export type ReadOperation = Pick<OperationRequest, 'document' | 'operation' | 'operationName' | 'hash'>;

/** An operation that was parsed and found valid before, with the variables of this time; and the type to answer in. */
export interface CachedRequest {
  readonly request: OperationRequest;
  readonly accept: string | undefined;
  readonly contentType: string;
}

/** Remembers which texts were found valid, and which type each `accept` is answered in. */
export interface DocumentCache {
  /** The operation as it is answered: its literals in variables. */
  learnOperation(text: string, operationName: string | null, found: ReadOperation): CachedDocument;
  learnType(accept: string | undefined, contentType: string | undefined): void;
  /** Null for whatever is not plainly a request for a known operation: it is read from the beginning. */
  find(request: GraphqlHttpRequest): CachedRequest | null;
}

/** A form that many texts may have, and what one of them has in its place. */
export interface CachedDocument {
  readonly form: OperationForm;
  /** SHA-256 of the text, in hexadecimal figures: persisted queries are named so. */
  readonly hash: string;
  /** What its text holds in place of variables. */
  readonly literals: Readonly<Record<string, unknown>>;
}

/** All that texts which differ in their literals alone have in common. */
type OperationForm = Pick<OperationRequest, 'document' | 'operation' | 'operationName' | 'form'>;

export const requestOf = (
  { form, hash, literals }: CachedDocument,
  variables: Readonly<Record<string, unknown>>,
): OperationRequest => ({ ...form, hash, variables: { ...variables, ...literals }, sent: variables });

/** What is kept of a text: its form is kept once, for all that have it, and is counted there. */
interface KeptOperation extends Pick<CachedDocument, 'hash' | 'literals'> {
  readonly formKey: string;
}

const LARGEST_TEXT = 20_000;
const NAME = /^[A-Za-z_]\w*$/;

/** What is remembered beside a form's document: its weight, and which of its variables may not be null. */
const BESIDE_FORM_BYTES = 1_000;

export function createDocumentCache(schema: GraphQLSchema, caches: CacheSection): DocumentCache {
  const operations = caches.open<KeptOperation>('operations', { bytesOf: heapBytes });
  const forms = caches.open<OperationForm>('operation-forms', {
    bytesOf: ({ document }) => heapBytes(document) + BESIDE_FORM_BYTES,
  });
  const types = new LRUCache<string, string>({ max: 100 });

  const formOf = (
    document: DocumentNode,
    operationName: string | null,
  ): readonly [key: string, form: OperationForm] => {
    const text = print(document);
    const form = hash('sha256', text, 'base64url');
    const key = JSON.stringify([form, operationName]);
    const made = forms.memo(key, () => {
      // Read anew: what was read from the client's text keeps that text.
      const read = parse(text, { noLocation: true });
      return { document: read, operation: operationIn(read)!, operationName, form };
    });
    return [key, made];
  };

  return {
    learnOperation(text, operationName, found) {
      const { document, values } = liftLiterals(schema, found.document, found.operation);
      const [formKey, form] = formOf(document, found.operationName);
      const kept = { hash: found.hash, literals: values };
      if (text.length <= LARGEST_TEXT) operations.set(keyOf(found.hash, operationName), { ...kept, formKey });
      return { ...kept, form };
    },
    learnType(accept = '', contentType) {
      if (contentType !== undefined) types.set(accept, contentType);
    },
    find({ method, headers, body }) {
      if (method !== 'POST' || !isJson(headers['content-type']) || !isRecord(body)) return null;
      const { query, operationName = null, variables = null, extensions = null } = body;
      const name = typeof query === 'string' ? extensions === null && hash('sha256', query) : persistedHash(body);
      if (!name) return null;
      if (operationName !== null && (typeof operationName !== 'string' || !NAME.test(operationName))) return null;
      if (variables !== null && !isRecord(variables)) return null;
      const found = operations.get(keyOf(name, operationName));
      const form = found && forms.get(found.formKey);
      const accept = headers.accept === undefined ? undefined : String(headers.accept);
      const contentType = types.get(accept ?? '');
      if (!form || contentType === undefined) return null;
      return { request: requestOf({ ...found, form }, variables ?? {}), accept, contentType };
    },
  };
}

/** By the digest of a text: texts may be long, and hold what somebody asked by. */
const keyOf = (hash: string, operationName: string | null): string => JSON.stringify([hash, operationName]);

/** A request that names a text by its hash, and says nothing else of it. */
function persistedHash({ query = null, extensions }: Readonly<Record<string, unknown>>): string | null {
  if (query !== null || !isRecord(extensions) || Object.keys(extensions).join() !== 'persistedQuery') return null;
  const { persistedQuery } = extensions;
  if (!isRecord(persistedQuery) || persistedQuery.version !== 1) return null;
  return typeof persistedQuery.sha256Hash === 'string' ? persistedQuery.sha256Hash : null;
}

const isJson = (type: unknown): boolean => typeof type === 'string' && /^application\/json(;|$)/.test(type);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
