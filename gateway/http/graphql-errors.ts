/** How a fault leaves as a GraphQL error: ours pass as they are, anything else as a fixed sentence. */

import { HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { FamilyViewError } from '../errors';
import { AgenciesBusy } from '../limits/errors';

/** Errors that GraphQL itself words for a client's own mistake; with suggestions hidden they name nothing hidden. */
const CLIENT_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_HASH_MISMATCH',
]);

/** Ours pass as they are; anything else is our fault, in a fixed sentence. */
export function toGraphqlError(fault: unknown, onFault: (fault: unknown) => void): GraphQLError {
  if (fault instanceof FamilyViewError) {
    // That there is too much to do is no fault, and not to be logged thousands of times a second.
    if (fault.httpStatus >= 500 && !(fault instanceof AgenciesBusy)) onFault(fault);
    const after = fault.retryAfterSeconds ?? (fault.httpStatus === 503 ? 1 : null);
    const headers = after === null ? undefined : new HeaderMap([['retry-after', String(after)]]);
    return new GraphQLError(fault.message, {
      extensions: {
        code: fault.code,
        // Beside the header, which a client library may not hand on.
        ...(fault.retryAfterSeconds === null ? {} : { retryAfterSeconds: fault.retryAfterSeconds }),
        http: { status: fault.httpStatus, ...(headers && { headers }) },
      },
    });
  }
  onFault(fault);
  return new GraphQLError(OUR_FAULT, { extensions: { code: 'OUR_FAULT', http: { status: 500 } } });
}

const OUR_FAULT =
  'The gateway could not answer. It is our fault, not a refusal; nothing has been shown. Try again, and tell us the time if it stays so.';

/** Apollo Server gives these no code of their own. */
const PERSISTED_QUERY_FAULTS: ReadonlyMap<string, string> = new Map([
  ['provided sha does not match query', 'PERSISTED_QUERY_HASH_MISMATCH'],
  ['Unsupported persisted query version', 'PERSISTED_QUERY_NOT_SUPPORTED'],
]);

/** The last check: an error without a code that we know leaves as a fixed sentence. */
export function formatError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message, path, locations, extensions } = formatted;
  const persisted = PERSISTED_QUERY_FAULTS.get(message);
  if (persisted !== undefined) return { message, extensions: { code: persisted } };
  const code = extensions?.code;
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') {
    const { stacktrace: _, ...kept } = extensions as Record<string, unknown>;
    return {
      message,
      ...(locations && CLIENT_CODES.has(code) ? { locations } : {}),
      ...(path ? { path } : {}),
      extensions: kept,
    };
  }
  return { message: OUR_FAULT, ...(path ? { path } : {}), extensions: { code: 'OUR_FAULT' } };
}
