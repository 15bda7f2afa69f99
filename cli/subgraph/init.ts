import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { checkAgencyName } from '@family-view/gateway/schema-registry/rules/check-names';
import type { Command } from 'commander';

/** How `familyview subgraph init` ends. */
export const INIT_EXIT = { written: 0, usage: 2 } as const;

const ROOT = join(__dirname, '../..');
const SAMPLE = join(ROOT, 'subgraphs/sample-agency');
/** Folders and names beside the agencies' own. */
const TAKEN = ['kit', 'population', 'sample-agency'];

export interface InitOptions {
  /** Where the agencies' folders are. */
  readonly into?: string;
  readonly json?: boolean;
}

export interface InitStreams {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
}

/** `familyview subgraph init NAME`. */
export function addInitCommand(subgraph: Command): void {
  subgraph
    .command('init')
    .description('write the folder of a new agency, like those of the others: it runs at once over a stand-in')
    .argument('<name>', 'in small letters with hyphens: adult-learning')
    .option('--json', 'which files were written, as JSON on standard output')
    .addHelpText(
      'after',
      '\nExample:\n  familyview subgraph init adult-learning\n\nIt writes subgraphs/NAME and nothing else. docs/join.md goes on from there.\n\nExit: 0 written, 2 a name that cannot be used, or a folder that is there.',
    )
    .action((name: string, options: InitOptions) => {
      process.exitCode = initCommand(name, options, process);
    });
}

export function initCommand(name: string, options: InitOptions, { stdout, stderr }: InitStreams): number {
  const into = options.into ?? join(ROOT, 'subgraphs');
  const folder = join(into, name);
  const fault = faultOf(name, folder);
  if (fault !== null) {
    stderr.write(`${fault}\n`);
    return INIT_EXIT.usage;
  }
  const files = writeFolder(name, folder);
  if (options.json) stdout.write(`${JSON.stringify({ folder: `subgraphs/${name}`, files }, null, 2)}\n`);
  else
    stdout.write(
      `Wrote subgraphs/${name}: ${files.join(', ')}.

Start it over its stand-in:  npx familyview subgraph start ${name} --port 4106 --keys http://127.0.0.1:4100/.well-known/jwks.json
Hold it to its promises:     npx familyview subgraph conformance http://127.0.0.1:4106 --pointers subgraphs/${name}/conformance.json
Go on from there:            docs/join.md
`,
    );
  return INIT_EXIT.written;
}

/** Why no agency of this name can be written, or null. */
function faultOf(name: string, folder: string): string | null {
  const [refused] = checkAgencyName(name);
  if (refused) return `${refused.message} The agency's streams, folder and pointers are called by it.`;
  if (TAKEN.includes(name)) return `the name ${name} is taken by a part of Family View: choose another.`;
  if (existsSync(join(ROOT, 'schema/agencies', `${name}.graphql`)))
    return `an agency called ${name} is published already (schema/agencies/${name}.graphql): choose another name.`;
  if (existsSync(folder))
    return `subgraphs/${name} is there already: nothing was written. Choose another name, or move it away.`;
  return null;
}

/** Written aside and then renamed, so that half a folder is never left. */
function writeFolder(name: string, folder: string): readonly string[] {
  const aside = `${folder}.part`;
  rmSync(aside, { recursive: true, force: true });
  const files = filesIn(SAMPLE);
  for (const file of files) {
    const path = join(aside, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, rename(readFileSync(join(SAMPLE, file), 'utf8'), name));
  }
  formatIn(aside);
  renameSync(aside, folder);
  return files;
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** A name of another length breaks lines elsewhere: what was written is put in order, where the formatter is installed. */
function formatIn(folder: string): void {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  if (!existsSync(biome)) return;
  execFileSync(biome, ['check', '--write', '--vcs-enabled=false', '--config-path', ROOT, folder], { stdio: 'ignore' });
}

/** Each way of writing the sample's name becomes the same way of writing the new one. */
function rename(text: string, name: string): string {
  const words = name.split('-');
  const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  return text
    .replaceAll('sample-agency', name)
    .replaceAll('sampleAgency', pascal[0]!.toLowerCase() + pascal.slice(1))
    .replaceAll('SampleAgency', pascal)
    .replaceAll('SAMPLE_AGENCY', name.toUpperCase().replaceAll('-', '_'))
    .replaceAll('Sample agency', capital(words.join(' ')));
}
