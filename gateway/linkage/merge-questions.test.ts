import type { OperationContext } from '../operation-context';
import { createCacheBudget } from '../shared/cache-budget';
import type { ContractRequest } from '../subgraph-client/fetch-contract';
import type { FetchContract } from './contract-exchange';
import { mergeQuestions } from './merge-questions';

const question = (query: string, variables: object, more: Partial<ContractRequest> = {}): ContractRequest => ({
  query,
  variables: variables as ContractRequest['variables'],
  people: [],
  streams: [],
  ...more,
});
const identity = (...refs: readonly string[]) =>
  question(
    'query ($refs: [ID!]!) { identity(refs: $refs) { ref } }',
    { refs },
    { people: [{ refs, streams: ['north:identity'] }] },
  );
const match = (givenName: string) =>
  question(
    'query ($subjects: [Subject!]!) { match(subjects: $subjects) { ref } }',
    { subjects: [{ givenName }] },
    { streams: ['north:existence'] },
  );

function merging(answer: (asked: ContractRequest) => ReturnType<FetchContract> = async () => ({})) {
  const asked: (ContractRequest & { readonly agency: string })[] = [];
  const ask = mergeQuestions((agency, one) => {
    asked.push({ agency, ...one });
    return answer(one);
  }, createCacheBudget(1_000_000).section());
  return { ask, asked, run: {} as OperationContext };
}

test('what one operation asks of one agency in one round is one request, and each question has its own answer', async () => {
  const { ask, asked, run } = merging(async ({ variables }) => ({
    q0_identity: [variables.q0_refs],
    q1_match: [variables.q1_subjects],
  }));
  const answers = await Promise.all([ask('north', identity('N-1'), run), ask('north', match('Ada'), run)]);
  expect(answers).toEqual([{ identity: [['N-1']] }, { match: [[{ givenName: 'Ada' }]] }]);
  expect(asked).toHaveLength(1);
  const { query, people, streams } = asked[0]!;
  expect(query.replace(/\s+/g, ' ')).toBe(
    'query ($q0_refs: [ID!]!, $q1_subjects: [Subject!]!) { q0_identity: identity(refs: $q0_refs) { ref } q1_match: match(subjects: $q1_subjects) { ref } }',
  );
  expect(people).toEqual([{ refs: ['N-1'], streams: ['north:identity'] }]);
  expect(streams).toEqual(['north:existence']);
});

test('what gathers its questions for one turn of the loop comes along', async () => {
  const { ask, asked, run } = merging();
  await Promise.all([
    ask('north', identity('N-1'), run),
    new Promise((resolve) => setImmediate(() => resolve(ask('north', match('Ada'), run)))),
  ]);
  expect(asked).toHaveLength(1);
});

test('agencies, operations, rounds and what changes something are never put together', async () => {
  const { ask, asked, run } = merging();
  const notify = question('mutation ($event: NotifiedEvent!) { notify(event: $event) }', {});
  await Promise.all([
    ask('north', identity('N-1'), run),
    ask('south', identity('S-1'), run),
    ask('north', identity('N-2'), {} as OperationContext),
    ask('north', notify, run),
  ]);
  await ask('north', identity('N-3'), run);
  expect(asked.map(({ variables }) => variables)).toEqual([
    {},
    { refs: ['N-1'] },
    { refs: ['S-1'] },
    { refs: ['N-2'] },
    { refs: ['N-3'] },
  ]);
});

test('an agency that did not answer answered none of the questions', async () => {
  const { ask, run } = merging(async () => null);
  expect(await Promise.all([ask('north', identity('N-1'), run), ask('north', match('Ada'), run)])).toEqual([
    null,
    null,
  ]);
});
