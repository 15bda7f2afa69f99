import { contractStream } from '@family-view/schema';
import { z } from 'zod';
import type { CountedPart } from '../catalogue/catalogue-document';
import type { OperationContext } from '../operation-context';
import type { ContractRequest } from '../subgraph-client/fetch-contract';

/** One part of a measure, as it is to be asked for. */
export interface CountsAsked {
  readonly part: CountedPart;
  /** The agency's names of dimensions, with the values each may have; null: any quarter. */
  readonly by: readonly { readonly id: string; readonly values: ReadonlySet<string> | null }[];
  readonly from: string | null;
  readonly to: string | null;
}

export interface CountedCell {
  readonly key: readonly string[];
  readonly count: number;
}

export type CountsAnswer =
  | { readonly status: 'ANSWERED'; readonly cells: readonly CountedCell[] }
  /** Not asked: the protocol does not share its figures with this requester. */
  | { readonly status: 'WITHHELD' }
  /** It did not answer, or not in time, or keeps no such count. */
  | { readonly status: 'UNAVAILABLE' }
  /** It answered, and its counts do not add up: none is taken. */
  | { readonly status: 'INCONSISTENT' };

export type AskContract = (
  agency: string,
  question: ContractRequest,
  run: OperationContext,
) => Promise<Readonly<Record<string, unknown>> | null>;

const cells = z.array(z.strictObject({ key: z.array(z.string()), count: z.number().int().nonnegative() }));
const MOST_CELLS = 100_000;

/**
 * Asks each agency once for all of its parts, with the sums of each: an agency whose cells are not its sums is not
 * believed.
 */
export async function askCounts(
  asked: readonly CountsAsked[],
  agencies: readonly string[],
  ask: AskContract,
  run: OperationContext,
): Promise<readonly CountsAnswer[]> {
  const answers = new Map<CountsAsked, CountsAnswer>();
  const byAgency = new Map<string, CountsAsked[]>();
  for (const one of asked) byAgency.set(one.part.agency, [...(byAgency.get(one.part.agency) ?? []), one]);
  const askOne = async (agency: string, parts: readonly CountsAsked[]): Promise<void> => {
    const stream = contractStream(agency, 'figures');
    const refused = run.rights.decide(stream).kind !== 'granted';
    const reply = refused || !agencies.includes(agency) ? null : await ask(agency, questionOf(parts, stream), run);
    for (const [at, part] of parts.entries()) {
      const silent: CountsAnswer = { status: refused ? 'WITHHELD' : 'UNAVAILABLE' };
      answers.set(part, reply === null ? silent : readCounts(reply, at, part));
    }
    if (parts.some((part) => answers.get(part)!.status === 'INCONSISTENT')) run.answers.trouble(agency, 'MALFORMED');
  };
  await Promise.all([...byAgency].map(([agency, parts]) => askOne(agency, parts)));
  return asked.map((one) => answers.get(one)!);
}

function questionOf(parts: readonly CountsAsked[], stream: string): ContractRequest {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const fields = parts.flatMap(({ part, by, from, to }, at) => {
    declared.push(`$m${at}: ID!, $by${at}: [ID!]!, $sum${at}: [ID!]!, $from${at}: Date, $to${at}: Date`);
    Object.assign(variables, {
      [`m${at}`]: part.count,
      [`by${at}`]: by.map(({ id }) => id),
      [`sum${at}`]: by.map(({ id }) => id).filter((id) => id === 'quarter'),
      [`from${at}`]: from,
      [`to${at}`]: to,
    });
    const field = (name: string, variable: string): string =>
      `${name}${at}: aggregate(measure: $m${at}, by: $${variable}${at}, from: $from${at}, to: $to${at}) { key count }`;
    return [field('cells', 'by'), field('sums', 'sum')];
  });
  return { query: `query (${declared.join(', ')}) { ${fields.join(' ')} }`, variables, people: [], streams: [stream] };
}

const A_QUARTER = /^\d{4}-Q[1-4]$/;

/** Cells of the dimensions asked for alone, each once, and in sum what the agency says that they are. */
function readCounts(reply: Readonly<Record<string, unknown>>, at: number, { by }: CountsAsked): CountsAnswer {
  const [told, sums] = [cells.safeParse(reply[`cells${at}`]), cells.safeParse(reply[`sums${at}`])];
  if (!told.success || !sums.success || told.data.length > MOST_CELLS) return { status: 'INCONSISTENT' };
  const named = new Set(told.data.map(({ key }) => JSON.stringify(key)));
  const fits = told.data.every(
    ({ key }) =>
      key.length === by.length && key.every((value, of) => by[of]!.values?.has(value) ?? A_QUARTER.test(value)),
  );
  if (!fits || named.size !== told.data.length) return { status: 'INCONSISTENT' };
  const quarter = by.findIndex(({ id }) => id === 'quarter');
  const added = new Map<string, number>();
  for (const { key, count } of told.data) add(added, quarter < 0 ? '' : key[quarter]!, count);
  const stated = new Map<string, number>();
  for (const { key, count } of sums.data) add(stated, key[0] ?? '', count);
  const adds = [...new Set([...added.keys(), ...stated.keys()])].every(
    (one) => (added.get(one) ?? 0) === (stated.get(one) ?? 0),
  );
  return adds ? { status: 'ANSWERED', cells: told.data } : { status: 'INCONSISTENT' };
}

const add = (to: Map<string, number>, name: string, count: number): void => {
  to.set(name, (to.get(name) ?? 0) + count);
};
