import { existsSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import {
  agreeToMatchDecision,
  KitError,
  listMatchDecisions,
  listWorklist,
  type MatchDecision,
  markWorklistItemDone,
  openStaffFiles,
  RecordStoreNotWritten,
  RecordStoreUnreadable,
  type StaffFiles,
  undoMatchDecision,
  type WorklistItem,
} from '@family-view/social-care/match-decisions';
import type { Command } from 'commander';

/** How `familyview matches …` ends. */
export const MATCHES_EXIT = { fine: 0, notUndone: 1, usage: 2, unreadable: 3 } as const;

export interface MatchesOptions {
  /** The agency's data directory. */
  readonly data: string;
  /** JSON rather than a table; by default where nobody reads along. */
  readonly json?: boolean;
}

export interface MatchesStreams {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
}

/** `familyview matches …`: for the agency's own staff, on the agency's own machine. */
export function addMatchesCommands(program: Command): void {
  const matches = program.command('matches').description("an agency's own decisions about possible matches");
  const DATA = "the agency's data directory, as the agency was started with";
  const JSON_OUT = 'JSON on standard output, as in a pipe';
  matches
    .command('list')
    .description(
      'list what was proposed, by whom and when, what counts, what waits or is disputed, and what has been undone',
    )
    .requiredOption('--data <directory>', DATA)
    .option('--json', JSON_OUT)
    .addHelpText('after', '\nExit: 0 listed, 2 usage, 3 what is kept cannot be read.')
    .action(async (options: MatchesOptions) => {
      process.exitCode = await listCommand(options, process);
    });
  matches
    .command('agree')
    .description('agree to one proposal: it counts for everybody from the next match on')
    .argument('<number>', 'as `matches list` has it')
    .requiredOption('--data <directory>', DATA)
    .option('--json', JSON_OUT)
    .addHelpText(
      'after',
      '\nExample:\n  familyview matches agree 3 --data .familyview/subgraphs/health\n\nExit: 0 agreed, 1 there is no such decision, or it was undone or agreed to before, 2 usage, 3 what is kept cannot be read or written.',
    )
    .action(async (number: string, options: MatchesOptions) => {
      process.exitCode = await agreeCommand(number, options, process);
    });
  matches
    .command('undo')
    .description('undo one decision; the running agency notices at its next match')
    .argument('<number>', 'as `matches list` has it')
    .requiredOption('--data <directory>', DATA)
    .option('--json', JSON_OUT)
    .addHelpText(
      'after',
      '\nExample:\n  familyview matches undo 3 --data .familyview/subgraphs/health\n\nExit: 0 undone, 1 there is no such decision or it was undone before, 2 usage, 3 what is kept cannot be read or written.',
    )
    .action(async (number: string, options: MatchesOptions) => {
      process.exitCode = await undoCommand(number, options, process);
    });
  matches
    .command('worklist')
    .description('list records that may be one person’s, or contradict each other, as the gateway told of them')
    .requiredOption('--data <directory>', DATA)
    .option('--all', 'what is done, too')
    .option('--json', JSON_OUT)
    .addHelpText(
      'after',
      '\nThe other agency concerned has the same reference. Exit: 0 listed, 2 usage, 3 what is kept cannot be read.',
    )
    .action(async (options: MatchesOptions & { readonly all?: boolean }) => {
      process.exitCode = await worklistCommand(options, process);
    });
  matches
    .command('done')
    .description('mark one item of the worklist as looked into')
    .argument('<number>', 'as `matches worklist` has it')
    .requiredOption('--data <directory>', DATA)
    .option('--json', JSON_OUT)
    .addHelpText(
      'after',
      '\nExample:\n  familyview matches done 3 --data .familyview/subgraphs/health\n\nExit: 0 marked, 1 there is no such item or it was marked before, 2 usage, 3 what is kept cannot be read or written.',
    )
    .action(async (number: string, options: MatchesOptions) => {
      process.exitCode = await doneCommand(number, options, process);
    });
}

/** `familyview matches list`. */
export const listCommand = (options: MatchesOptions, streams: MatchesStreams): Promise<number> =>
  overFolder(options, streams, async (folder) => {
    const decisions = await listMatchDecisions(openStaffFiles(folder));
    tell(decisions, decisions, options, streams);
    return MATCHES_EXIT.fine;
  });

/** `familyview matches worklist`: what nobody has looked into yet; with `all` everything. */
export const worklistCommand = (
  options: MatchesOptions & { readonly all?: boolean },
  streams: MatchesStreams,
): Promise<number> =>
  overFolder(options, streams, async (folder) => {
    const items = (await listWorklist(openStaffFiles(folder))).filter(({ done }) => options.all || done === null);
    tellWorklist(items, items, options, streams);
    return MATCHES_EXIT.fine;
  });

/** `familyview matches undo NUMBER`. `by` is whoever is logged in. */
export const undoCommand = (
  number: string,
  options: MatchesOptions,
  streams: MatchesStreams,
  now: () => Date = () => new Date(),
): Promise<number> =>
  markCommand(undoMatchDecision, ' Nothing was undone.', 'a decision', tell)(number, options, streams, now);

/** `familyview matches agree NUMBER`. `by` is whoever is logged in. */
export const agreeCommand = (
  number: string,
  options: MatchesOptions,
  streams: MatchesStreams,
  now: () => Date = () => new Date(),
): Promise<number> =>
  markCommand(agreeToMatchDecision, ' Nothing was agreed to.', 'a decision', tell)(number, options, streams, now);

/** `familyview matches done NUMBER`. `by` is whoever is logged in. */
export const doneCommand = (
  number: string,
  options: MatchesOptions,
  streams: MatchesStreams,
  now: () => Date = () => new Date(),
): Promise<number> =>
  markCommand(markWorklistItemDone, ' Nothing was marked.', 'an item of the worklist', tellWorklist)(
    number,
    options,
    streams,
    now,
  );

const markCommand =
  <Marked>(
    mark: (kept: StaffFiles, number: number, whose: { readonly by: string; readonly at: Date }) => Promise<Marked>,
    ending: string,
    what: string,
    show: (rows: readonly Marked[], json: unknown, options: MatchesOptions, streams: MatchesStreams) => void,
  ) =>
  (number: string, options: MatchesOptions, streams: MatchesStreams, now: () => Date): Promise<number> => {
    const marking = async (folder: string): Promise<number> => {
      if (!/^\d{1,9}$/.test(number))
        return stop(streams, `expected the number of ${what}, came "${number}"`, MATCHES_EXIT.usage);
      const marked = await mark(openStaffFiles(folder), Number(number), { by: whoAmI(), at: now() });
      show([marked], marked, options, streams);
      return MATCHES_EXIT.fine;
    };
    return overFolder(options, streams, marking, ending);
  };

async function overFolder(
  { data }: MatchesOptions,
  streams: MatchesStreams,
  run: (folder: string) => Promise<number>,
  ending = '',
): Promise<number> {
  if (!existsSync(data)) return stop(streams, `${data} does not exist: is the path right?`, MATCHES_EXIT.usage);
  try {
    const [folder, ...others] = foldersWithDecisions(data);
    if (others.length > 0)
      return stop(
        streams,
        `${data} holds several agencies; name one: ${[folder, ...others].join(', ')}`,
        MATCHES_EXIT.usage,
      );
    if (folder === undefined)
      return stop(
        streams,
        `${data} holds nothing that an agency kept: is it an agency's data directory?`,
        MATCHES_EXIT.usage,
      );
    return await run(folder);
  } catch (fault) {
    if (fault instanceof RecordStoreUnreadable || fault instanceof RecordStoreNotWritten || isSystemFault(fault))
      return stop(streams, `${fault.message}${codeOf(fault)}.${ending}`, MATCHES_EXIT.unreadable);
    if (fault instanceof KitError) return stop(streams, `${fault.message}.${ending}`, MATCHES_EXIT.notUndone);
    throw fault;
  }
}

/** The folder itself, or those of agencies up to two below: an agency keeps its own under its name. */
function foldersWithDecisions(folder: string, depth = 2): readonly string[] {
  if (existsSync(join(folder, 'confirmations.jsonl'))) return [folder];
  if (depth === 0) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersWithDecisions(join(folder, name), depth - 1));
}

function tell(
  rows: readonly MatchDecision[],
  json: unknown,
  options: MatchesOptions,
  { stdout }: MatchesStreams,
): void {
  if (options.json ?? !stdout.isTTY) stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else stdout.write(rows.length === 0 ? 'Nothing has been decided here yet.\n' : table(rows));
}

function tellWorklist(
  items: readonly WorklistItem[],
  json: unknown,
  options: MatchesOptions,
  { stdout }: MatchesStreams,
): void {
  if (options.json ?? !stdout.isTTY) stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else stdout.write(items.length === 0 ? 'Nothing is left to look into.\n' : worklistTable(items));
}

const KIND_WORDS = { POSSIBLE_DUPLICATE: 'may be one person', RECORD_CONFLICT: 'contradict each other' } as const;

const worklistTable = (items: readonly WorklistItem[]): string =>
  inColumns([
    ['No.', 'Told', 'Own records', 'The two records', 'Reference', 'Done'],
    ...items.map(({ number, at, refs, kind, reference, done }) => [
      String(number),
      minuteOf(at),
      refs.join(', '),
      KIND_WORDS[kind],
      reference,
      markedBy(done),
    ]),
  ]);

function table(decisions: readonly MatchDecision[]): string {
  const head = ['No.', 'Proposed', 'Record', 'Same', 'By', 'State', 'Statement'];
  const rows = decisions.map(({ number, at, ref, same, requester, state, agreed, undone, statement }) => [
    String(number),
    minuteOf(at),
    ref,
    same ? 'yes' : 'no',
    requester,
    [state.toLowerCase(), markedBy(undone ?? agreed)].filter((part) => part !== '').join(' '),
    // A statement is somebody's own words: it may hold line ends, and what moves a terminal's cursor.
    statement.replace(/\p{C}+/gu, ' '),
  ]);
  return inColumns([head, ...rows]);
}

function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

const markedBy = (mark: MatchDecision['undone']): string => (mark ? `${minuteOf(mark.at)} by ${mark.by}` : '');

const minuteOf = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

/** A container may run under a number that has no name. */
function whoAmI(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

const isSystemFault = (fault: unknown): fault is NodeJS.ErrnoException =>
  fault instanceof Error && 'syscall' in fault && 'code' in fault;

const codeOf = (fault: Error): string => {
  const { cause } = fault;
  return isSystemFault(cause) ? ` (${cause.code})` : '';
};

function stop({ stderr }: MatchesStreams, sentence: string, exit: number): number {
  stderr.write(`${sentence}\n`);
  return exit;
}
