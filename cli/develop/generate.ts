/** `npm run generate`: writes the files that follow from the schema and the protocol. `--check` only says which are out of step. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FamilyViewError, loadProtocols } from '@family-view/gateway';
import { writeVersions } from '@family-view/gateway/policy/read/protocol-versions';
import { composePublished } from '@family-view/gateway/schema-registry/compose-published';
import { readRequirements } from '@family-view/gateway/schema-registry/read-published';
import { writePermissions } from '@family-view/gateway/schema-registry/write-permissions';
import { requireStreams } from '@family-view/gateway/supergraph/require-streams';
import { writeGrantVectors } from '@family-view/kit/conformance/grant-vectors';
import { writeOperations } from '@family-view/portal/write-operations';
import { schemaDirectory } from '@family-view/schema';
import { isObjectType } from 'graphql';
import { parse } from 'yaml';
import { writeAudits } from './write-audits';
import { writeErrors } from './write-errors';
import { writeSettings } from './write-settings';

const ROOT = join(schemaDirectory, '..');

/** Text by path from the root. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const supergraph = composePublished();
  checkSupergraph(supergraph);
  const operations = await writeOperations(supergraph);
  return new Map([
    ['schema/supergraph.graphql', supergraph],
    ['schema/PERMISSIONS.md', writePermissions(supergraph)],
    ['schema/protocol/versions.json', writeVersions()],
    ['docs/errors.md', writeErrors()],
    ['docs/audits.md', writeAudits()],
    ['docs/operate/settings.md', writeSettings()],
    ['examples/verify-grant/vectors.json', writeGrantVectors()],
    // The names of scales are the partners' own, and a page reads no file.
    ['portal/operations/outcome-tools.json', `${JSON.stringify(outcomeTools(), null, 2)}\n`],
    ...[...operations].map(([name, text]) => [`portal/${name}`, text] as const),
  ]);
}

const outcomeTools = (): unknown => parse(readFileSync(join(schemaDirectory, 'outcome-tools.yaml'), 'utf8'));

/** Refuses what the gateway would refuse at its start, so that nothing is written that cannot be served. */
export function checkSupergraph(supergraph: string): void {
  requireStreams(
    openRequirements(supergraph),
    loadProtocols(() => new Date()),
  );
}

/** What guards each field that a client can name: pointers are hidden from the schema that clients have. */
function openRequirements(supergraph: string): ReturnType<typeof readRequirements>['requirements'] {
  const { schema, requirements } = readRequirements(supergraph);
  const isHidden = (coordinate: string): boolean => {
    const [type = '', field = ''] = coordinate.split('.');
    const named = schema.getType(type);
    const directives = isObjectType(named) ? (named.getFields()[field]?.astNode?.directives ?? []) : [];
    return directives.some(({ name }) => name.value === 'inaccessible');
  };
  return new Map([...requirements].filter(([coordinate]) => !isHidden(coordinate)));
}

/** Names of generated files that are not what they should be. */
export async function outOfStep(): Promise<readonly string[]> {
  return [...(await generatedFiles())].filter(isOutOfStep).map(([name]) => name);
}

const isOutOfStep = ([name, text]: readonly [string, string]): boolean => readIfThere(join(ROOT, name)) !== text;

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function main(): Promise<void> {
  if (!process.argv.includes('--check')) {
    const files = await generatedFiles();
    const changed = [...files].filter(isOutOfStep);
    for (const [name, text] of changed) {
      writeFileSync(join(ROOT, name), text);
      console.log(`Wrote ${name}`);
    }
    if (changed.length === 0) console.log(`All ${files.size} generated files are as they should be.`);
    return;
  }
  const stale = await outOfStep();
  for (const name of stale) console.error(`${name} is out of step: run npm run generate.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
}

if (require.main === module) {
  main().catch((fault: unknown) => {
    console.error(fault instanceof FamilyViewError ? fault.message : fault);
    process.exitCode = 1;
  });
}
