import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { readManifest } from '@family-view/gateway/http/operation-manifest';
import { type ManifestOptions, manifestCommand } from '../../cli/schema/manifest';

const folder = mkdtempSync(join(tmpdir(), 'family-view-manifest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const PORTAL = join(__dirname, '../../portal/operations');
const operations = readdirSync(PORTAL)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => join(PORTAL, name));

class Kept extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
async function manifest(files: readonly string[], options: ManifestOptions = {}) {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const exit = await manifestCommand(files, options, { stdout, stderr });
  return { exit, out: stdout.text, err: stderr.text };
}
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test("of the portal's operations it writes the manifest that Apollo Client's own tools do", async () => {
  const { exit, out } = await manifest(operations, { typename: true });
  expect(exit).toBe(0);
  const written: object = JSON.parse(out);
  const inManifest: object = JSON.parse(readFileSync(join(PORTAL, 'manifest.json'), 'utf8'));
  // The page joins two questions itself, of operations that stand in these files: they are in its manifest beside them.
  const joined = Object.entries(inManifest).filter(([hash]) => !Object.hasOwn(written, hash));
  expect(joined.map(([, text]) => [/^query (\w+)/.exec(text)?.[1], text.includes('@defer')])).toEqual([
    ['FamilyTogether', true],
    ['PersonTogether', true],
  ]);
  expect(written).toEqual(
    Object.fromEntries(Object.entries(inManifest).filter(([hash]) => Object.hasOwn(written, hash))),
  );
});

test('what it writes, with the operations of another, is what a gateway reads', async () => {
  const own = write('own.graphql', 'query Mine { me { ...Who } } fragment Who on Requester { id }');
  const out = join(folder, 'both.json');
  expect((await manifest([own], { out, with: join(PORTAL, 'manifest.json') })).exit).toBe(0);
  const texts = [...readManifest(out, () => {}).values()];
  expect(texts).toContain('query Mine {\n  me {\n    ...Who\n  }\n}\n\nfragment Who on Requester {\n  id\n}');
  expect(texts).toHaveLength(readManifest(join(PORTAL, 'manifest.json'), () => {}).size + 1);
});

test.each([
  ['an operation that asks for what is not there', 'query A { me { shoeSize } }', 1, 'Cannot query field "shoeSize"'],
  ['an operation without a name', '{ me { id } }', 1, 'has a name'],
  ['what is not GraphQL', 'query {', 1, 'Syntax Error'],
])('%s is refused', async (_, text, exit, message) => {
  const found = await manifest([write('wrong.graphql', text)]);
  expect([found.exit, found.out, found.err]).toEqual([exit, '', expect.stringContaining(message)]);
});
