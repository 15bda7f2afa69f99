import { type DocumentNode, Kind, type OperationDefinitionNode, parse, print, visit } from 'graphql';
import type { OperationContext } from '../operation-context';
import type { CacheSection } from '../shared/cache-budget';
import type { ContractRequest } from '../subgraph-client/fetch-contract';
import type { FetchContract } from './contract-exchange';

type Answer = Readonly<Record<string, unknown>> | null;

interface Waiting {
  readonly question: ContractRequest;
  readonly answer: (answer: Answer | Promise<Answer>) => void;
}

/** Most questions of one request: an agency takes two megabytes. */
const MOST_MERGED = 4;
/** A character of a merged text, in bytes. */
const TEXT_BYTES = 2;

/**
 * Sends what one operation asks of one agency's contract in one round as one request: fields and variables numbered, people
 * and streams of all. What changes something at the agency goes by itself.
 */
export function mergeQuestions(ask: FetchContract, caches: CacheSection): FetchContract {
  const merged = caches.open<string>('merged-questions', { bytesOf: (text) => TEXT_BYTES * text.length });
  const waitingIn = new WeakMap<OperationContext, Map<string, Waiting[]>>();

  const send = (agency: string, waiting: readonly Waiting[], run: OperationContext): void => {
    const questions = waiting.map(({ question }) => question);
    if (questions.length === 1) {
      waiting[0]!.answer(ask(agency, questions[0]!, run));
      return;
    }
    const texts = questions.map(({ query }) => query);
    const asked: ContractRequest = {
      query: merged.memo(JSON.stringify(texts), () => mergeTexts(texts)),
      variables: Object.assign({}, ...questions.map(({ variables }, at) => renamed(variables, at))),
      people: questions.flatMap(({ people }) => people),
      streams: [...new Set(questions.flatMap(({ streams }) => streams))],
    };
    const all = ask(agency, asked, run);
    for (const [at, { answer }] of waiting.entries()) answer(all.then((data) => data && partOf(data, at)));
  };

  return (agency, question, run) => {
    if (!question.query.startsWith('query')) return ask(agency, question, run);
    const byAgency = waitingIn.get(run) ?? new Map<string, Waiting[]>();
    waitingIn.set(run, byAgency);
    return new Promise<Answer>((answer) => {
      const before = byAgency.get(agency);
      if (before && before.length < MOST_MERGED) return void before.push({ question, answer });
      const waiting: Waiting[] = [{ question, answer }];
      byAgency.set(agency, waiting);
      // Questions that gather what they ask about wait for one turn of the loop themselves.
      setImmediate(() =>
        setImmediate(() => {
          if (byAgency.get(agency) === waiting) byAgency.delete(agency);
          send(agency, waiting, run);
        }),
      );
    });
  };
}

const named = (name: string, at: number): string => `q${at}_${name}`;

const renamed = (variables: ContractRequest['variables'], at: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [named(name, at), value]));

const partOf = (data: Readonly<Record<string, unknown>>, at: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) =>
      key.startsWith(named('', at)) ? [[key.slice(named('', at).length), value]] : [],
    ),
  );

/** Operations on the contract, each with its own root fields and variables, as one. */
export function mergeTexts(texts: readonly string[]): string {
  const operations = texts.map((text, at) => numbered(parse(text, { noLocation: true }), at));
  return print({
    ...operations[0]!,
    variableDefinitions: operations.flatMap(({ variableDefinitions }) => variableDefinitions ?? []),
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: operations.flatMap(({ selectionSet }) => selectionSet.selections),
    },
  });
}

function numbered(document: DocumentNode, at: number): OperationDefinitionNode {
  const operation = document.definitions[0] as OperationDefinitionNode;
  const changed: OperationDefinitionNode = visit(operation, {
    Variable: ({ name, ...variable }) => ({ ...variable, name: { ...name, value: named(name.value, at) } }),
  });
  const selections = changed.selectionSet.selections.map((field) =>
    field.kind === Kind.FIELD
      ? { ...field, alias: { kind: Kind.NAME as const, value: named(field.alias?.value ?? field.name.value, at) } }
      : field,
  );
  return { ...changed, selectionSet: { ...changed.selectionSet, selections } };
}
