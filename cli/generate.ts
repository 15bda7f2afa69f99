/** `npm run generate`: writes the files that follow from the schema and the protocol. `--check` only says which are out of step. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composePublished } from '@family-view/gateway/compose-published';
import { writePermissions } from '@family-view/gateway/write-permissions';
import { schemaDirectory } from '@family-view/schema';

export function generatedFiles(): ReadonlyMap<string, string> {
  const supergraph = composePublished();
  return new Map([
    ['supergraph.graphql', supergraph],
    ['PERMISSIONS.md', writePermissions(supergraph)],
  ]);
}

/** Names of generated files that are not what they should be. */
export function outOfStep(): readonly string[] {
  return [...generatedFiles()]
    .filter(([name, text]) => readIfThere(join(schemaDirectory, name)) !== text)
    .map(([name]) => `schema/${name}`);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

if (require.main === module) {
  if (process.argv.includes('--check')) {
    const stale = outOfStep();
    for (const name of stale) console.error(`${name} is out of step: run npm run generate.`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else for (const [name, text] of generatedFiles()) writeFileSync(join(schemaDirectory, name), text);
}
