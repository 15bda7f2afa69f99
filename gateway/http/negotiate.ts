/** Faults of a well-formed request that GraphQL itself finds. */
const REQUEST_ERRORS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * GraphQL over HTTP: a client that reads `application/json` and nothing newer takes any status but 200 for a fault of
 * something in between, and is told of its own operation's faults under 200. Limits are ours and keep their 400.
 */
export function statusOf(accept: string | undefined, status: number, code: unknown): number {
  return status === 400 && readsJsonOnly(accept) && typeof code === 'string' && REQUEST_ERRORS.has(code) ? 200 : status;
}

/** The type of an answer that is made before Apollo Server would choose it. */
export function typeOf(accept: string | undefined): string {
  return accept?.includes('application/graphql-response+json')
    ? 'application/graphql-response+json; charset=utf-8'
    : 'application/json; charset=utf-8';
}

function readsJsonOnly(accept: string | undefined): boolean {
  return (accept?.includes('application/json') && !accept.includes('application/graphql-response+json')) ?? false;
}
