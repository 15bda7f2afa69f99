/// <reference lib="dom" />
import { forgetToken, isRecord, type SessionContext, tokenOf } from '../session/session-context';

export interface Operation {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/** Sends one operation to the gateway as somebody, for a purpose. A token that ran out is replaced once. */
export async function askGateway(
  operation: Operation,
  sessionContext: SessionContext,
): Promise<Record<string, unknown>> {
  const response = await send(operation, sessionContext);
  if (response.status === 401 && sessionContext.persona !== null && forgetToken(sessionContext)) {
    return readAnswer(await send(operation, sessionContext));
  }
  return readAnswer(response);
}

async function send({ query, operationName, variables }: Operation, sessionContext: SessionContext): Promise<Response> {
  const token = await tokenOf(sessionContext);
  const headers = new Headers({
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
  });
  if (token !== '') headers.set('authorization', `Bearer ${token}`);
  if (sessionContext.purpose !== '') headers.set('x-purpose', sessionContext.purpose);
  if (sessionContext.caseReference.trim() !== '') headers.set('x-case-reference', sessionContext.caseReference.trim());
  return fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, operationName, variables }) });
}

async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  const answer: unknown = await response.json().catch(() => null);
  return isRecord(answer)
    ? answer
    : { errors: [{ message: `The gateway answered HTTP ${response.status}, without GraphQL.` }] };
}
