import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSchemaChange } from './schema-check';
import { openSchemaFolder } from './schema-folder';

const NAME = 'holiday-activities';
const sdl = readFileSync(join(__dirname, '../../examples/python-agency/schema.graphql'), 'utf8');

/** The codes by which the example would be refused, were it published today. */
async function refusals(text: string): Promise<readonly string[]> {
  const folder = openSchemaFolder();
  const { findings } = await checkSchemaChange({
    agencies: [...folder.agencies(), { name: NAME, sdl: text, url: null }],
    changed: [NAME],
    sharedSdl: folder.sharedSdl(),
    ownership: folder.ownership(),
    protocols: folder.protocols(),
    catalogue: folder.catalogue(),
    before: folder.supergraph(),
    operations: [],
    breaking: 'REFUSED',
    development: true,
  });
  return [...new Set(findings.filter(({ severity }) => severity === 'REFUSED').map(({ code }) => code))];
}

// docs/join.md, step 4: nothing stands between it and publishing but a protocol that names its streams.
test('what the agency in Python publishes is refused for its streams alone', async () =>
  expect(await refusals(sdl)).toEqual(['UNKNOWN_STREAM']));

test('an SDL that defines a shared type itself is refused for that', async () =>
  expect(await refusals(`${sdl}\nscalar Date`)).toContain('TYPE_OF_ANOTHER'));
