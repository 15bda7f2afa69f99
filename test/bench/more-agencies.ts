import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AGENCIES, agencySdl, personKey, schemaDirectory } from '@family-view/schema';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { PERSON_BEHIND } from './asked-fields';
import { type Contestant, served } from './contestants';

/** A stack in which more agencies have joined, in a folder of its own: joining is a matter of files. */
export interface LargerStack {
  readonly agencies: readonly string[];
  readonly sdlOf: (agency: string) => Readonly<Record<string, string>>;
  /** What is asked of each that joined. */
  readonly selections: Readonly<Record<string, string>>;
  readonly command: Contestant['command'];
  readonly composedInMs: number;
}

const root = join(schemaDirectory, '..');
const SERVER = 'test/bench/serve-ours.ts';
/** What is started, and what it reads of the tests. */
const SERVED = [SERVER, 'test/wide-limits.ts'];
const list = z.array(z.record(z.string(), z.unknown()));
const protocolForm = z.looseObject({
  protocol: z.looseObject({ version: z.number() }),
  parties: list,
  streams: z.record(z.string(), z.unknown()),
  clauses: list,
});
const COMPOSE = `import { writeFileSync } from 'node:fs';
import { composePublished } from './gateway/schema-registry/compose-published';
const began = performance.now();
writeFileSync('schema/supergraph.graphql', composePublished());
console.log(performance.now() - began);
`;

export async function joinAgencies(directory: string, more: number): Promise<LargerStack> {
  const joining = Array.from({ length: more }, (_, at) => `agency-${letters(at)}`);
  copyStack(directory);
  const sdl = new Map(joining.map((agency) => [agency, joiningSdl(agency)]));
  for (const [agency, text] of sdl) writeFileSync(join(directory, 'schema', 'agencies', `${agency}.graphql`), text);
  writeFileSync(join(directory, 'schema', 'protocol', 'best-start.yaml'), joiningProtocol(joining));
  writeFileSync(join(directory, 'compose.ts'), COMPOSE);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'compose.ts'], { cwd: directory });
  const shared = readFileSync(join(schemaDirectory, 'shared.graphql'), 'utf8');
  return {
    agencies: [...AGENCIES, ...joining],
    sdlOf: (agency) => ({ '/graphql': sdl.has(agency) ? `${sdl.get(agency)}\n${shared}` : agencySdl(agency) }),
    selections: Object.fromEntries(joining.map((agency) => [agency, `${fieldOf(agency)} { note }`])),
    command: served(join(directory, SERVER)),
    composedInMs: Number(stdout.trim()),
  };
}

/** `aa`, `ab`: a protocol's names have no figures in them. */
export const letters = (at: number): string => String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26));

/** The gateway and what the partners agreed, under names that lead to this copy. */
function copyStack(directory: string): void {
  const names = join(directory, 'node_modules', '@family-view');
  mkdirSync(names, { recursive: true });
  for (const part of ['schema', 'gateway']) {
    cpSync(join(root, part), join(directory, part), {
      recursive: true,
      filter: (from) => !from.endsWith('.test.ts'),
      verbatimSymlinks: true,
    });
    symlinkSync(join(directory, part), join(names, part));
  }
  for (const file of SERVED) cpSync(join(root, file), join(directory, file));
}

const fieldOf = (agency: string): string => personKey(agency).replace(/Ref$/, '');

function joiningSdl(agency: string): string {
  const field = fieldOf(agency);
  const record = `${field.charAt(0).toUpperCase()}${field.slice(1)}Record`;
  return `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy", "@shareable", "@inaccessible"])
type Person @key(fields: "${personKey(agency)}") {
  ${personKey(agency)}: ID! @inaccessible
  ${field}: ${record}
}
type ${record} {
  note: String @policy(policies: [["${agency}:tenancy"]])
}
`;
}

/** Each that joins signs as housing did, and shares its records with whoever asks in the comparison. */
export function joiningProtocol(joining: readonly string[]): string {
  const protocol = protocolForm.parse(
    parse(readFileSync(join(schemaDirectory, 'protocol', 'best-start.yaml'), 'utf8')),
  );
  const housing = protocol.parties.find(({ id }) => id === 'housing');
  const streams = Object.entries(protocol.streams).filter(([stream]) => stream.startsWith('housing:'));
  const shares = ['existence', 'family', 'identity', 'tenancy'];
  return stringify({
    ...protocol,
    protocol: { ...protocol.protocol, version: protocol.protocol.version + 1 },
    parties: [...protocol.parties, ...joining.map((id) => ({ ...housing, id, name: id }))],
    streams: {
      ...protocol.streams,
      ...Object.fromEntries(
        joining.flatMap((by) => streams.map(([stream, terms]) => [stream.replace('housing', by), terms])),
      ),
    },
    clauses: [
      ...protocol.clauses,
      ...joining.map((by, at) => ({
        id: `JOIN-${String(at + 1).padStart(2, '0')}`,
        by,
        shares,
        to: { roles: [PERSON_BEHIND.requester.role] },
        purposes: [PERSON_BEHIND.purpose],
      })),
    ],
  });
}
