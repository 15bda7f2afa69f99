import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_AGENCIES } from '../bad-input/no-agencies';
import { startStack } from '../stack';
import { type PublishingStack, startPublishingStack, type Told } from './publishing-stack';

const TENANCIES = 'query Tenancies($id: PersonID!) { person(id: $id) { housing { arrearsBand } } }';

let folder: string;
let stack: PublishingStack;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'family-view-manifest-'));
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ [createHash('sha256').update(TENANCIES).digest('hex')]: TENANCIES }));
  stack = await startPublishingStack({ environment: { OPERATIONS_MANIFEST: manifest, SCHEMA_FILES: 'FOUNDING' } });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const served = async (): Promise<Told> => {
  const { body } = await stack.stack.ask('head-of-centre', '{ me { id } }');
  const { protocolVersion, supergraphVersion } = body.extensions.familyView;
  return { protocolVersion, supergraphVersion };
};

test('an agency is told which stored operation it would break, before and when it publishes; nothing changes', async () => {
  const before = await served();
  const without = stack.sdlOf('housing').replace(/ {2}arrearsBand: .*\n/, '');
  expect(without).not.toBe(stack.sdlOf('housing'));
  const message =
    'The stored operation Tenancies could no longer be answered: Cannot query field "arrearsBand" on type "HousingRecord". Have it changed in its portal, or keep what it asks for (mark it @deprecated).';
  const breaking = (findings: Told): Told => findings.filter(({ code }: Told) => code === 'BREAKS_OPERATION');
  const checked = await stack.ask('check', { agency: 'housing', schema: without });
  expect(checked.body.accepted).toBe(false);
  expect(breaking(checked.body.findings)).toMatchObject([{ severity: 'REFUSED', message }]);
  const { status, body } = await stack.publish('housing', without);
  expect(status).toBe(422);
  expect(breaking(body.findings)).toMatchObject([{ message }]);
  expect(await served()).toEqual(before);
});

test('where files are not followed, a protocol put into schema/ is taken when the gateway is told to look (SIGHUP), and not before', async () => {
  const file = join(stack.schemaDirectory, 'protocol', 'best-start.yaml');
  const before = await served();
  const text = readFileSync(file, 'utf8');
  const next = text.replace(/^( {2}version: )(\d+)$/m, (_, name, number) => `${name}${Number(number) + 1}`);
  expect(next).not.toBe(text);
  // Somebody who does follow the same files has taken it, and this stack has had as long.
  const follower = await startStack({
    agencies: NO_AGENCIES,
    schemaDirectory: stack.schemaDirectory,
    environment: { SCHEMA_FILES: 'FOLLOWED' },
  });
  const versionThere = async (): Promise<string> =>
    (await follower.ask('head-of-centre', '{ me { id } }')).body.extensions.familyView.protocolVersion;
  const first = await versionThere();
  writeFileSync(file, next);
  while ((await versionThere()) === first) await new Promise((soon) => setTimeout(soon, 50));
  await follower.close();
  expect(await served()).toEqual(before);
  await stack.stack.reloadFiles();
  expect((await served()).protocolVersion).not.toBe(before.protocolVersion);
  writeFileSync(file, 'protocol: nonsense');
  const taken = await served();
  await stack.stack.reloadFiles();
  expect(await served()).toEqual(taken);
});
