import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { portalDirectory } from './built';

const here = __dirname;

/** Builds the pages into `outDirectory`; does nothing where they were built from these very sources. */
export async function buildPortal(outDirectory: string = portalDirectory()): Promise<void> {
  const sources = await fingerprintSources();
  if ((await readFile(join(outDirectory, '.built-from'), 'utf8').catch(() => null)) === sources) return;
  // Beside it and then swapped in: whoever is being served, or builds at the same time, never sees half a portal.
  const unfinished = `${outDirectory}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(join(here, 'about'), unfinished, { recursive: true });
  await mkdir(join(unfinished, 'ide'));
  await mkdir(join(unfinished, 'app'));
  await cp(join(here, 'app', 'page.html'), join(unfinished, 'index.html'));
  await cp(join(here, 'ide', 'page.html'), join(unfinished, 'ide', 'index.html'));
  await Promise.all([
    bundleApp(join(unfinished, 'app')),
    bundleIde(join(unfinished, 'ide')),
    bundleWorkers(join(unfinished, 'ide')),
  ]);
  await compressEach(unfinished);
  await writeFile(join(unfinished, '.built-from'), sources);
  await swapIn(unfinished, outDirectory);
}

/** Of several who build the same sources at once, the first to have done so serves all. */
export async function swapIn(built: string, outDirectory: string): Promise<void> {
  const before = `${built}.before`;
  await rename(outDirectory, before).catch(isCode('ENOENT'));
  await rename(built, outDirectory).catch(isCode('ENOTEMPTY', 'EEXIST'));
  for (const folder of [before, built]) await rm(folder, { recursive: true, force: true });
}

/** @throws the fault, where it is another. */
const isCode =
  (...codes: readonly string[]) =>
  (fault: NodeJS.ErrnoException): void => {
    if (!codes.includes(fault.code ?? '')) throw fault;
  };

const COMMON = {
  bundle: true,
  minify: true,
  target: 'es2022',
  logLevel: 'error',
  // The licences of what is bundled ask to be told on.
  legalComments: 'linked',
} as const;

const bundleApp = async (outdir: string): Promise<void> => {
  await build({
    ...COMMON,
    entryPoints: { portal: join(here, 'app', 'main.tsx') },
    outdir,
    format: 'esm',
    jsx: 'automatic',
    // Apollo Client comes with its explanations to developers otherwise.
    define: { 'process.env.NODE_ENV': '"production"', 'globalThis.__DEV__': 'false' },
    conditions: ['production'],
  });
  // Only whoever builds needs it: the gateway, too, reads this file for where the pages lie.
  const { compile } = await import('sass');
  const styles = compile(join(here, 'app', 'look', 'portal.scss'), {
    style: 'compressed',
    loadPaths: [join(dirname(require.resolve('govuk-frontend/package.json')), 'dist')],
    quietDeps: true,
  });
  await writeFile(join(outdir, 'portal.css'), styles.css);
};

const bundleIde = (outdir: string): Promise<unknown> =>
  build({
    ...COMMON,
    entryPoints: { ide: join(here, 'ide', 'main.tsx'), styles: join(here, 'ide', 'ide.css') },
    outdir,
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['/ide/*'],
    plugins: [editorStylesOnce, assetsAsFiles(outdir)],
  });

/** Monaco's three workers, each one classic script: a worker cannot be made from a bare import. */
const bundleWorkers = (outdir: string): Promise<unknown> =>
  build({
    ...COMMON,
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    outdir,
    absWorkingDir: here,
    format: 'iife',
  });

/** GraphiQL's stylesheet already holds Monaco's. */
const editorStylesOnce: Plugin = {
  name: 'editor-styles-once',
  setup: ({ onLoad }) => onLoad({ filter: /monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'empty' })),
};

/** GraphiQL's fonts and images come as `data:` addresses, which `default-src 'self'` refuses: written out as files. */
const assetsAsFiles = (outdir: string): Plugin => ({
  name: 'assets-as-files',
  setup: ({ onLoad }) =>
    onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, async ({ path }) => {
      const assets = new Map<string, Buffer>();
      const contents = (await readFile(path, 'utf8')).replace(DATA_ADDRESS, (_whole, kind: string, base64: string) => {
        const bytes = Buffer.from(base64, 'base64');
        const name = `asset-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.${kind}`;
        assets.set(name, bytes);
        return `url(/ide/${name})`;
      });
      await Promise.all([...assets].map(([name, bytes]) => writeFile(join(outdir, name), bytes)));
      return { contents, loader: 'css', resolveDir: here };
    }),
});
const DATA_ADDRESS = /url\(["']?data:(?:font|image)\/(\w+)(?:\+xml)?;base64,([^)"']+)["']?\)/g;

/** Beside each file that gains by it, so that nothing is compressed while somebody waits. */
async function compressEach(folder: string): Promise<void> {
  const files = (await filesUnder(folder)).filter((file) => /\.(js|css|html|svg|ttf)$/.test(file));
  await Promise.all(
    files.map(async (file) => writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file), { level: 9 }))),
  );
}

async function fingerprintSources(): Promise<string> {
  const hash = createHash('sha256');
  const folders = await Promise.all(['about', 'app', 'ide', 'operations', 'session'].map(filesIn));
  const files = ['build.ts', 'package.json', ...folders.flat()];
  for (const file of [...files, ...(await readdir(CLIENT)).map((name) => relative(here, join(CLIENT, name)))])
    hash.update(`${file}\0`).update(await readFile(join(here, file)));
  return hash.digest('hex');
}

/** The client is drawn into the pages. */
const CLIENT = join(here, '../client');
const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await filesUnder(join(here, folder))).map((file) => relative(here, file)).sort();

const filesUnder = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name));

if (require.main === module) {
  buildPortal().catch((fault: unknown) => {
    console.error(fault);
    process.exitCode = 1;
  });
}
