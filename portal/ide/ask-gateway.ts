/// <reference lib="dom" />
import { forgetToken, isRecord, type Standing, tokenOf } from '../session/session-context';

export interface Operation {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/** Sends one operation to the gateway as somebody, for a purpose. A token that ran out is replaced once. */
export async function askGateway(operation: Operation, standing: Standing): Promise<Record<string, unknown>> {
  const response = await send(operation, standing);
  if (response.status === 401 && standing.persona !== null && forgetToken(standing)) {
    return readAnswer(await send(operation, standing));
  }
  return readAnswer(response);
}

async function send({ query, operationName, variables }: Operation, standing: Standing): Promise<Response> {
  const token = await tokenOf(standing);
  const headers = new Headers({
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
  });
  if (token !== '') headers.set('authorization', `Bearer ${token}`);
  if (standing.purpose !== '') headers.set('x-purpose', standing.purpose);
  if (standing.caseReference.trim() !== '') headers.set('x-case-reference', standing.caseReference.trim());
  return fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, operationName, variables }) });
}

async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  const answer: unknown = await response.json().catch(() => null);
  return isRecord(answer)
    ? answer
    : { errors: [{ message: `The gateway answered HTTP ${response.status}, without GraphQL.` }] };
}
