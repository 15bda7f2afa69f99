import type { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import { FaultyNull } from '@family-view/gateway/shared/faulty-null';
import { placeErrors } from '@family-view/gateway/subgraph-client/place-errors';
import type { StepAnswer, StepRequest } from '@family-view/gateway/subgraph-client/types';
import { z } from 'zod';

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])).optional() })).nullish(),
});

/** Asks a subgraph as any federation gateway does: no grant, nothing agreed but GraphQL. Its trouble is noted. */
export async function askOverHttp(
  subgraph: string,
  url: string,
  { query, variables }: StepRequest,
  answers: OperationAnswers,
): Promise<StepAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const { data = null, errors } = answer.parse(await response.json());
    if (!data || !answersAll(data, variables)) return failed(subgraph, answers);
    const why = { kind: 'agency', agency: subgraph, fault: 'failed' } as const;
    if (
      !placeErrors(
        data,
        (errors ?? []).map(({ path = null }) => ({ path, why })),
      )
    )
      answers.trouble(subgraph, 'ANSWERED_WITH_ERRORS');
    answers.answered(subgraph);
    return { data };
  } catch {
    return failed(subgraph, answers);
  }
}

/** Entities are told apart by nothing but where they stand. */
function answersAll({ _entities: entities }: Record<string, unknown>, { representations }: StepRequest['variables']) {
  if (!Array.isArray(representations)) return true;
  return Array.isArray(entities) && entities.length === representations.length;
}

/** Whatever this step asked for is not known: a null there is not "nothing". */
function failed(subgraph: string, answers: OperationAnswers): StepAnswer {
  answers.trouble(subgraph, 'ANSWERED_WITH_ERRORS');
  return { data: FaultyNull.failed(subgraph) };
}
