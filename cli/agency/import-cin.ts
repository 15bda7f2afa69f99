import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import type { Writable } from 'node:stream';
import {
  type CensusFault,
  CensusFileBroken,
  CensusReturnSuperseded,
  type Counted,
  type ImportCounts,
  importCensus,
  openCaseDatabase,
} from '@family-view/social-care/import-cin';

/** The file that `npm start` reads, from the repository's root. */
export const DEFAULT_DATABASE = '.familyview/subgraphs/social-care/social-care.sqlite';

export interface ImportOptions {
  /** Path of the census return. */
  readonly file: string | undefined;
  /** A `postgres://` URL, or the path of an SQLite file. */
  readonly database?: string;
  readonly json?: boolean;
}

export interface ImportStreams {
  readonly stdout: Writable;
  /** Progress goes here, where it is a terminal. */
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** How `familyview import` ends. */
export const IMPORT_EXIT = { imported: 0, broken: 1, usage: 2, databaseUnavailable: 3 } as const;
export type ImportExit = (typeof IMPORT_EXIT)[keyof typeof IMPORT_EXIT];

/**
 * `familyview import FILE`: a CIN census return into the case-management database, whole or not at all. Faults in a file
 * that can be read to its end are listed and do not fail it. What is printed is about children: it is for the owner of
 * the file, and goes nowhere else.
 */
export async function importCommand(options: ImportOptions, { stdout, stderr }: ImportStreams): Promise<ImportExit> {
  const { file } = options;
  if (!file) return say(stderr, 'Name the census return to import: familyview import FILE', IMPORT_EXIT.usage);
  let size: number;
  try {
    const found = statSync(file);
    if (!found.isFile()) return say(stderr, `${file} is not a file`, IMPORT_EXIT.usage);
    size = found.size;
  } catch {
    return say(stderr, `${file} cannot be read: is the path right?`, IMPORT_EXIT.usage);
  }
  const report = options.json ? reportAsJson(stdout) : reportPlainly(stdout);
  let database: Awaited<ReturnType<typeof openCaseDatabase>>;
  try {
    database = await openCaseDatabase(options.database ?? DEFAULT_DATABASE, { unhurried: true });
  } catch (error) {
    return say(
      stderr,
      `The case-management database cannot be opened (${codeOf(error)}). Nothing was stored.`,
      IMPORT_EXIT.databaseUnavailable,
    );
  }
  try {
    await report.begin(file);
    const counts = await importCensus(() => createReadStream(file), database, {
      onFault: report.fault,
      onProgress: ({ childrenRead, bytesRead }) => {
        if (stderr.isTTY) stderr.write(`\r${childrenRead} children, ${percent(bytesRead, size)} of the file`);
      },
    });
    if (stderr.isTTY) stderr.write('\n');
    await report.imported(counts);
    return IMPORT_EXIT.imported;
  } catch (error) {
    if (stderr.isTTY) stderr.write('\n');
    if (error instanceof CensusFileBroken) {
      await report.broken(error);
      return say(stderr, `${error.message}. Nothing was stored.`, IMPORT_EXIT.broken);
    }
    await report.stopped();
    if (error instanceof CensusReturnSuperseded)
      return say(stderr, `Expected the latest return; ${error.message}. Nothing was stored.`, IMPORT_EXIT.broken);
    return say(stderr, `The import stopped (${codeOf(error)}). Nothing was stored.`, IMPORT_EXIT.databaseUnavailable);
  } finally {
    await database.destroy();
  }
}

function say(stream: Writable, sentence: string, exit: ImportExit): ImportExit {
  stream.write(`${sentence}\n`);
  return exit;
}

const percent = (part: number, whole: number): string => `${whole === 0 ? 100 : Math.floor((part / whole) * 100)} %`;

/** A database's own message may quote a child's values; its code does not. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'no code given';

interface Report {
  begin(file: string): Promise<void>;
  readonly fault: (fault: CensusFault) => Promise<void>;
  imported(counts: ImportCounts): Promise<void>;
  broken(error: CensusFileBroken): Promise<void>;
  stopped(): Promise<void>;
}

/** Waits where the reader is slow. One that went away (`| head`) is no reason to undo the import: the rest is not printed. */
function writerTo(stream: Writable): (text: string) => Promise<void> {
  let gone = false;
  stream.on('error', () => {
    gone = true;
  });
  return async (text) => {
    if (gone || stream.destroyed || stream.write(text)) return;
    const settled = new AbortController();
    const { signal } = settled;
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(() => {});
    settled.abort();
  };
}

/** One JSON document, written as it goes: a return of any size has its faults listed without holding them. */
function reportAsJson(stream: Writable): Report {
  const write = writerTo(stream);
  let first = true;
  const end = (rest: object): Promise<void> => write(`\n],\n${JSON.stringify(rest).slice(1)}\n`);
  return {
    begin: (file) => write(`{"file":${JSON.stringify(file)},"faults":[`),
    fault: async (fault) => {
      await write(`${first ? '' : ','}\n${JSON.stringify(fault)}`);
      first = false;
    },
    imported: (counts) => end({ outcome: 'IMPORTED', counts }),
    broken: ({ line, column, expected, came }) => end({ outcome: 'BROKEN', broken: { line, column, expected, came } }),
    stopped: () => end({ outcome: 'STOPPED' }),
  };
}

const KINDS: readonly (readonly [Exclude<keyof ImportCounts, 'withdrawn' | 'faults'>, string])[] = [
  ['children', 'Children'],
  ['episodes', 'Episodes of need'],
  ['assessments', 'Assessments'],
  ['cinPlans', 'Child-in-need plans'],
  ['section47Enquiries', 'Section 47 enquiries'],
  ['protectionPlans', 'Child protection plans'],
  ['protectionPlanReviews', 'Reviews of them'],
  ['preProceedings', 'Pre-proceedings'],
];

function reportPlainly(stream: Writable): Report {
  const write = writerTo(stream);
  const row = (name: string, { read, new: added, updated, unchanged }: Counted): string =>
    `${name.padEnd(24)}${[read, added, updated, unchanged].map((count) => String(count).padStart(11)).join('')}\n`;
  return {
    begin: async () => {},
    fault: ({ line, child, element, rule, expected, came }) =>
      write(
        `line ${line}  ${child ?? 'no child'}  ${element}  ${rule ? `CIN rule ${rule}: ` : ''}expected ${expected}, came ${came}\n`,
      ),
    imported: async (counts) => {
      await write(
        `\n${''.padEnd(24)}${['read', 'new', 'updated', 'unchanged'].map((head) => head.padStart(11)).join('')}\n`,
      );
      for (const [kind, name] of KINDS) await write(row(name, counts[kind]));
      const { notStored } = counts.children;
      if (counts.withdrawn > 0)
        await write(
          `Withdrawn, since the earlier return of this year told of them and this one does not: ${counts.withdrawn}\n`,
        );
      await write(`Faults: ${counts.faults}${notStored > 0 ? `. Children not stored: ${notStored}` : ''}\n`);
    },
    broken: async () => {},
    stopped: async () => {},
  };
}
