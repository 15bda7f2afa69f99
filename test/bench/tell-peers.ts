import type { Contestant } from './contestants';
import { countLeaves } from './family-view-query';
import { median } from './measure';
import type { Question } from './peer-questions';
import type { Table } from './report';
import type { Measured, Outcomes } from './take-turns';

/** All others are told as a share of these. */
const BARE = 'by hand, bare';
const SAFE = 'by hand, grants and audit';
const STOCK = '@apollo/gateway';
const FASTEST = 'Mercurius, JIT';

const COLUMNS = [
  '',
  'a second',
  'spread %',
  'x Apollo',
  'x Mercurius',
  '% of bare',
  '% of safe',
  'p50 ms',
  'p99 ms',
  'CPU us each',
  'spread %',
  'main us',
  'writing us',
  'other us',
  'kept KB',
  'RSS MB',
  'calls each',
  'rounds',
  'warmed by',
  'start ms',
] as const;

interface Told {
  readonly turns: number;
  readonly milliseconds: number;
  /** Of Node. */
  readonly version: string;
  /** The first family's answer. */
  readonly leavesOf: unknown;
}

export function tellPeers(
  contestants: readonly Contestant[],
  questions: readonly Question[],
  outcomes: ReadonlyMap<string, Outcomes>,
  { turns, milliseconds, version, leavesOf }: Told,
): readonly Table[] {
  const tables = questions.flatMap((question) =>
    question.atOnce.map((connections): Table => {
      const rows = contestants.flatMap((one) => {
        const asked = outcomes.get(one.name)?.byQuestion.has(question.name);
        return asked ? [rowOf(one.name, question, connections, outcomes)] : [];
      });
      const what = question.check === null ? `${question.name}, ${countLeaves(leavesOf)} leaves` : question.name;
      const title = `Node ${version}, ${connections} at once: ${what} (median of ${turns} turns of ${milliseconds / 1_000} s)`;
      return { title, columns: [...COLUMNS], rows };
    }),
  );
  const last = tables.at(-1)!;
  return [...tables.slice(0, -1), { ...last, notes: notesOf(outcomes) }];
}

function rowOf(
  name: string,
  question: Question,
  connections: number,
  all: ReadonlyMap<string, Outcomes>,
): (string | number)[] {
  const { byQuestion, failed, startedInMs } = all.get(name)!;
  const { measured, rounds, warmedBy } = byQuestion.get(question.name)!;
  const turns = measured.get(connections)!;
  if (failed !== null || turns.length === 0) return [name, ...Array<string>(COLUMNS.length - 1).fill('')];
  const rateOf = (other: string): number => {
    const outcomes = all.get(other);
    const others = outcomes?.failed === null ? outcomes.byQuestion.get(question.name)?.measured.get(connections) : [];
    return median((others ?? []).map(perSecond));
  };
  const rate = rateOf(name);
  const middle = (read: (one: Measured) => number): number => median(turns.map(read));
  const spread = (read: (one: Measured) => number): number => {
    const values = turns.map(read);
    return Math.round((100 * (Math.max(...values) - Math.min(...values))) / median(values));
  };
  return [
    name,
    Math.round(rate),
    spread(perSecond),
    rate / rateOf(STOCK),
    rate / rateOf(FASTEST),
    (100 * rate) / rateOf(BARE),
    (100 * rate) / rateOf(SAFE),
    middle(({ p50 }) => p50),
    middle(({ p99 }) => p99),
    Math.round(middle(({ use }) => use.all)),
    spread(({ use }) => use.all),
    Math.round(middle(({ use }) => use.main)),
    Math.round(middle(({ use }) => use.writing)),
    Math.round(middle(({ use }) => use.other)),
    Math.round(median(turns.flatMap(({ keptEach }) => keptEach))),
    Math.round(middle(({ megabytes }) => megabytes)),
    middle(({ callsEach }) => callsEach),
    rounds,
    warmedBy,
    Math.round(startedInMs),
  ].map((cell) => (typeof cell === 'number' && Number.isNaN(cell) ? '' : cell));
}

const perSecond = ({ requests, seconds }: Measured): number => requests / seconds;

const notesOf = (outcomes: ReadonlyMap<string, Outcomes>): readonly string[] => [
  ...[...outcomes].flatMap(([name, { failed }]) =>
    failed === null ? [] : [`${name}: not run, ${failed.slice(0, 500)}`],
  ),
  'Of each family the answers were compared equal before anything was timed. CPU is of the whole process tree, from /proc by thread: the',
  "main one, those that have written to the disk, and others (V8's collector and compiler). Spread: from the least to the most, of the median.",
  'Kept: by how much the heap has grown from one scavenge to the next, where it runs on Node.',
  'Ours also checks the token, the rate limit and the sealed id. Others have no permission, grants or audit, and enter through',
  'social care, whose own fields come with the way in: as many calls as by hand, in two rounds. Ours asks for markers before records.',
];
