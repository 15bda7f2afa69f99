import { keyOfNull } from '@family-view/gateway/key-of-null';
import type { OperationAnswers } from '@family-view/gateway/notices/answer-record';
import type { StepAnswer, StepRequest } from '@family-view/gateway/plan/engine';
import { parse, visit } from 'graphql';
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
    for (const { path } of errors ?? []) {
      const key = path && keyOfNull(path, data);
      if (key) answers.fieldFault(subgraph, key, 'failed');
      else failed(subgraph, query, answers);
    }
    if (!data || !answersAll(data, variables)) {
      failed(subgraph, query, answers);
      return { data: null };
    }
    answers.answered(subgraph);
    return { data };
  } catch {
    failed(subgraph, query, answers);
    return { data: null };
  }
}

/** Entities are told apart by nothing but where they stand. */
function answersAll({ _entities: entities }: Record<string, unknown>, { representations }: StepRequest['variables']) {
  if (!Array.isArray(representations)) return true;
  return Array.isArray(entities) && entities.length === representations.length;
}

/** Whatever this step asked for is not known: a null there is not "nothing". */
function failed(subgraph: string, query: string, answers: OperationAnswers): void {
  answers.trouble(subgraph, 'ANSWERED_WITH_ERRORS');
  visit(parse(query), {
    Field: ({ alias, name }) => answers.fieldFault(subgraph, alias?.value ?? name.value, 'failed'),
  });
}
