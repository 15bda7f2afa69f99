/** Answers an operation that was read and found valid before, without Apollo Server, in the bytes that it would answer. */

import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { OperationRequest } from '../operation-context';
import type { CachedRequest } from './document-cache';
import type { GraphqlHttpAnswer } from './graphql-endpoint';
import { formatError, toGraphqlError } from './graphql-errors';
import { statusOf } from './negotiate';

/** As Apollo Server would: its order of fields, its line's end, and an error's status for the whole. */
export async function answerCached(
  { request, accept, contentType }: CachedRequest,
  answer: (request: OperationRequest) => Promise<ExecutionResult>,
  onFault: (fault: unknown) => void,
): Promise<GraphqlHttpAnswer> {
  const headers = new Map([['content-type', contentType]]);
  try {
    const { errors, data, extensions } = await answer(request);
    // Without data the request itself failed, known or not (GraphQL over HTTP, section 6.4).
    const status = data === undefined ? statusOf(accept, 400, errors?.[0]?.extensions.code) : 200;
    const code = data === undefined ? String(errors?.[0]?.extensions.code ?? 'OUR_FAULT') : null;
    return { status, headers, body: written({ errors: errors?.map(tellError), data, extensions }), code };
  } catch (fault) {
    const error = toGraphqlError(fault, onFault);
    const { status, headers: more } = error.extensions.http as ErrorHead;
    for (const [name, value] of more ?? []) headers.set(name, value);
    return {
      status: statusOf(accept, status, error.extensions.code),
      headers,
      body: written({ errors: [tellError(error)] }),
      code: String(error.extensions.code),
    };
  }
}

export const written = (answer: object): string => `${JSON.stringify(answer)}\n`;

interface ErrorHead {
  readonly status: number;
  readonly headers?: ReadonlyMap<string, string>;
}

export function tellError(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return formatError({ ...error.toJSON(), extensions });
}
