import { readFileSync, writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import {
  type ConformanceReport,
  type Pointers,
  PortTaken,
  runConformance,
  startGrantForge,
  tellOutcome,
  tellResult,
  writeJunit,
  writeReportPage,
} from '@family-view/kit/conformance';
import type { Command } from 'commander';
import { z } from 'zod';

/** How `familyview subgraph conformance` ends. */
export const CONFORMANCE_EXIT = { conforms: 0, broken: 1, usage: 2, notShown: 3 } as const;

export interface ConformanceCommandOptions {
  readonly keysPort: string;
  readonly keysHost: string;
  readonly agency?: string;
  readonly pointers?: string;
  readonly area?: string;
  readonly only?: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly junit?: string;
  readonly report?: string;
}

export interface ConformanceStreams {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
}

const KEYS = `
The agency is started against the keys of this command in place of the gateway's:
  familyview subgraph start adult-learning --port 4106 --keys http://127.0.0.1:4100/.well-known/jwks.json
  familyview subgraph conformance http://127.0.0.1:4106`;

const HELP = `

A file of pointers is JSON. "open": two people or more with records; without it the roster is asked, of --area.
"closed": records that the agency closes, each with what a searcher would know of that person.
  { "open": ["r1", "r2"], "closed": [{ "ref": "r9", "subject": { "givenName": "…", "familyName": "…" } }] }

Audits are numbered by what they are about: S what it publishes, G the grant, D deny by default, V the veto, B batches,
C the contract, L limits, E errors. --only G,D-04 runs those alone.

Exit: 0 every MUST holds, 1 a MUST is broken, 2 usage, 3 no MUST is broken but some could not be tried.`;

/** `familyview subgraph conformance`. */
export function addConformanceCommand(subgraph: Command): void {
  describeConformance(subgraph.command('conformance'), KEYS);
}

/** @param keys how the agency is started for it, as its help says. */
export function describeConformance(command: Command, keys: string): Command {
  return command
    .description('hold an agency, in any language, to what every agency promised: numbered audits over HTTP')
    .argument('<url>', 'where the agency answers: http://127.0.0.1:4106')
    .option('--pointers <file>', 'people to ask about, and records that the agency closes, as JSON')
    .option('--area <id>', 'an area with a roster, where no people are named')
    .option('--agency <name>', 'its name, where the streams of its SDL do not tell it')
    .option('--keys-port <port>', 'where this command serves the keys that the agency was started to trust', '4100')
    .option('--keys-host <host>', 'on which address of this machine', '127.0.0.1')
    .option('--only <audits>', 'letters or numbers, with commas')
    .option('--json', 'the report as JSON on standard output, as in a pipe')
    .option('--html <file>', 'write the report as a page, too')
    .option('--junit <file>', 'write it as JUnit XML, too: what fails there is a MUST that is broken')
    .option('--report <file>', 'write it as JSON, too')
    .addHelpText('after', `${keys}\n${HELP}`)
    .action(async (url: string, options: ConformanceCommandOptions) => {
      process.exitCode = await conformanceCommand(url, options, process);
    });
}

export async function conformanceCommand(
  url: string,
  options: ConformanceCommandOptions,
  streams: ConformanceStreams,
): Promise<number> {
  const stop = (sentence: string): number => {
    streams.stderr.write(`${sentence}\n`);
    return CONFORMANCE_EXIT.usage;
  };
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return stop(`expected the agency's address, as http://127.0.0.1:4106, came "${url}"`);
  const port = Number(options.keysPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return stop(`--keys-port: expected a port, came "${options.keysPort}"`);
  const pointers = readPointers(options.pointers);
  if (typeof pointers === 'string') return stop(pointers);

  let forge: Awaited<ReturnType<typeof startGrantForge>>;
  try {
    forge = await startGrantForge({ port, host: options.keysHost });
  } catch (fault) {
    if (fault instanceof PortTaken)
      return stop(
        `--keys-port: port ${port} is in use. Stop what listens there, or name another and start the agency against it.`,
      );
    throw fault;
  }
  try {
    const json = options.json ?? !streams.stdout.isTTY;
    const chosen = options.only?.split(',').map((one) => one.trim().toUpperCase());
    const report = await runConformance({
      url,
      forge,
      agency: options.agency,
      pointers: { ...pointers, ...(options.area === undefined ? {} : { area: options.area }) },
      only: ({ id }) => !chosen || chosen.some((one) => id === one || id.startsWith(`${one}-`)),
      tell: (result) => {
        if (!json) streams.stdout.write(`${tellResult(result, usesColour(streams))}\n`);
      },
    });
    if (report.results.length === 0) return stop(`--only: no audit is called ${options.only}`);
    if (options.html) writeFileSync(options.html, writeReportPage(report));
    if (options.junit) writeFileSync(options.junit, writeJunit(report));
    if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
    streams.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `\n${tellOutcome(report)}\n`);
    return EXITS[report.outcome];
  } finally {
    await forge.close();
  }
}

const EXITS: Readonly<Record<ConformanceReport['outcome'], number>> = {
  CONFORMS: CONFORMANCE_EXIT.conforms,
  NOT_SHOWN: CONFORMANCE_EXIT.notShown,
  DOES_NOT_CONFORM: CONFORMANCE_EXIT.broken,
};

const usesColour = ({ stdout }: ConformanceStreams): boolean => stdout.isTTY === true && !process.env.NO_COLOR;

const pointersFile = z.strictObject({
  open: z.array(z.string().min(1)).default([]),
  closed: z
    .array(z.strictObject({ ref: z.string().min(1), subject: z.record(z.string(), z.unknown()).optional() }))
    .default([]),
  area: z.string().nullable().default(null),
});

/** What the file names, or what is wrong with it. */
function readPointers(file: string | undefined): Partial<Pointers> | string {
  if (file === undefined) return {};
  try {
    const read = pointersFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (read.success) return read.data;
    const [fault] = read.error.issues;
    return `${file}: ${fault?.path.join('.') || 'the whole'}: ${fault?.message}. See familyview subgraph conformance --help.`;
  } catch (fault) {
    return `${file}: expected a JSON file of pointers, came ${(fault as Error).message}`;
  }
}
