import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { PublicError } from './mask-errors';

/** A valid document; `sdlOnly` where it reads nothing but the SDL. Or what is wrong with it, in words that quote nothing. */
export type ReadDocument =
  | { readonly outcome: 'read'; readonly document: DocumentNode; readonly sdlOnly: boolean }
  | { readonly outcome: 'unreadable'; readonly errors: readonly PublicError[] };

/** Parses and validates documents, and remembers the outcome of the last five hundred. */
export function readDocumentsFor(schema: GraphQLSchema): (query: string) => ReadDocument {
  const known = new LRUCache<string, ReadDocument>({
    max: 500,
    maxSize: 5_000_000,
    sizeCalculation: (_, query) => query.length + 1,
  });
  return (query) => {
    const before = known.get(query);
    if (before) return before;
    const read = readDocument(schema, query);
    known.set(query, read);
    return read;
  };
}

function readDocument(schema: GraphQLSchema, query: string): ReadDocument {
  const unreadable = (told: PublicError): ReadDocument => ({ outcome: 'unreadable', errors: [told] });
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: 20_000 });
  } catch {
    return unreadable(new PublicError('The document is not GraphQL', 'GRAPHQL_PARSE_FAILED'));
  }
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const operation = operations[0];
  // The grant covers the text and the variables. With two operations, whoever carries it could choose the other one.
  if (!operation || operations.length > 1)
    return unreadable(new PublicError('The document must hold one operation', 'BAD_REQUEST'));
  if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0)
    return unreadable(new PublicError('The document does not fit the schema', 'GRAPHQL_VALIDATION_FAILED'));
  return { outcome: 'read', document, sdlOnly: readsSdlOnly(operation) };
}

/** `{ _service { sdl } }` and nothing beside it: the SDL is public, so it needs no grant. */
const readsSdlOnly = (operation: OperationDefinitionNode): boolean =>
  operation.operation === OperationTypeNode.QUERY &&
  operation.selectionSet.selections.every((one) => one.kind === Kind.FIELD && one.name.value === '_service');
