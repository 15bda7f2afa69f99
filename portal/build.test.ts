import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { buildPortal, swapIn } from './build';

/**
 * Whole addresses that stand in the bundle, and why none is ever fetched. A new one is looked at by a person before it is
 * added here. `browser.test.ts` shows that no request leaves.
 */
const NEVER_FETCHED: Readonly<Record<string, string>> = {
  'www.w3.org': 'names of XML namespaces (SVG, MathML)',
  'json-schema.org': 'names of JSON schema drafts',
  'github.com': 'links in error messages and comments',
  'code.visualstudio.com': "links in the editor's help texts",
  'react.dev': "links in React's error messages",
  'prettier.io': "a link in the formatter's option texts",
  'yarnpkg.com': 'a file name pattern of the formatter',
  'en.wikipedia.org': "links in the formatter's option texts",
  'commonmark.org': "a link in the formatter's option texts",
  'www.onegraph.com': 'a link of the explorer, which is not shown',
  'go.apollo.dev': "links in Apollo Client's error messages",
  'chrome.google.com': "a link in Apollo Client's word about its tools for developers",
  'addons.mozilla.org': "a link in Apollo Client's word about its tools for developers",
  'microsoft.com': "a link in the editor's help texts",
};

let folder: string;
let built: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-build-'));
  built = join(folder, 'dist');
  await buildPortal(built);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function textsOf(...kinds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(built, { recursive: true })).filter((file) => kinds.includes(extname(file)));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(built, file), 'utf8')] as const)),
  );
}

test('a portal that is built from the same sources already is left alone', async () => {
  const before = await stat(join(built, 'ide', 'ide.js'));
  await buildPortal(built);
  expect((await stat(join(built, 'ide', 'ide.js'))).mtimeMs).toBe(before.mtimeMs);
});

test('a build that was cut short, or is of other sources, is built again whole', async () => {
  await writeFile(join(built, '.built-from'), 'other sources');
  await rm(join(built, 'ide', 'graphql.worker.js'));
  await buildPortal(built);
  expect((await stat(join(built, 'ide', 'graphql.worker.js'))).size).toBeGreaterThan(100_000);
}, 60_000);

test('of several builds that end at once one is served whole, and nothing is left of the others', async () => {
  const around = join(folder, 'at-once');
  const builds = ['dist', 'dist.1', 'dist.2', 'dist.3'].map((name) => join(around, name));
  for (const build of builds) {
    await mkdir(build, { recursive: true });
    await writeFile(join(build, 'index.html'), build);
  }
  const [dist, ...others] = builds;
  await Promise.all(others.map((build) => swapIn(build, dist!)));
  expect(await readdir(around)).toEqual(['dist']);
  expect(others).toContain(await readFile(join(dist!, 'index.html'), 'utf8'));
});

test('pages and styles name no other host, and carry no script, style or font of their own in their text', async () => {
  for (const [file, text] of await textsOf('.html', '.css')) {
    // A style for links that lead elsewhere asks for none of them.
    const asking = text.replace(/\[href\^="https?:\/\/"\]/g, '');
    expect(`${file}: ${/https?:\/\/|["'(]\/\/\w/.exec(asking)?.[0]}`).toBe(`${file}: undefined`);
    expect(`${file}: ${/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|data:/.exec(text)?.[0]}`).toBe(
      `${file}: undefined`,
    );
  }
});

test('every address of another host in the scripts is one that is known never to be fetched', async () => {
  const hosts = new Set<string>();
  for (const text of (await textsOf('.js')).values()) {
    for (const [, host] of text.matchAll(/https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)) hosts.add(host!.toLowerCase());
  }
  expect([...hosts].filter((host) => !Object.hasOwn(NEVER_FETCHED, host))).toEqual([]);
});

test('every file that a page asks for is there', async () => {
  const pages = await textsOf('.html');
  const asked = [...pages.values()].flatMap((page) =>
    [...page.matchAll(/(?:href|src)="(\/[\w./-]+\.\w+)"/g)].map(([, path]) => path!),
  );
  const ours = asked.filter((path) => !path.startsWith('/.well-known/'));
  expect(ours).toContain('/ide/ide.js');
  await Promise.all(ours.map((path) => stat(join(built, path))));
});

test('the licences of what is bundled come with it', async () => {
  expect([...(await textsOf('.txt')).values()].join()).toMatch(/licen[cs]e/i);
});
