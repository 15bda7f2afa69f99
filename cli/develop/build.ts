/**
 * `npm run build`: writes `dist/`, from which production starts with neither tsx nor esbuild: the same tree, each
 * TypeScript file as JavaScript beside the files it reads at run time, and the types of the kit.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { buildPortal } from '../../portal/build';
import { GATEWAY_FLAGS } from '../node-flags';
import { bundleConformance } from './bundle-conformance';

const run = promisify(execFile);
const root = join(__dirname, '../..');
const output = join(root, 'dist');

/** Only what tests and development need stays out. */
const LEFT_OUT = [
  /\.test\.ts$|(^|\/)fixtures\/|until-killed/,
  /^portal\/(app|ide|about|operations|session)\//,
  /^portal\/(build|write-operations|serve-built)\.ts$/,
  /^cli\/develop\/|^cli\/(prepare|read-typescript)\.cjs$/,
  /^client\//,
  /package\.json$|tsconfig/,
];
const CODE = /\.ts$/;
/** What is read at run time. */
const DATA = /\.(cjs|graphql|yaml|json|csv|xml|patch)$/;
const WORKSPACE_IMPORT = /require\("@family-view\/([\w-]+)(?:\/([^"]+))?"\)/g;

async function main(): Promise<void> {
  await rm(output, { recursive: true, force: true });
  const places = await findWorkspaces();
  const found = await Promise.all([...places.values()].map(filesUnder));
  const files = found.flat().filter((file) => !LEFT_OUT.some((kind) => kind.test(file)));
  await Promise.all(
    files.map((file) => (CODE.test(file) ? writeCode(file, places) : DATA.test(file) ? copy(file) : undefined)),
  );
  await Promise.all([...places.values()].map(linkPackages));
  await copy('portal/operations/manifest.json');
  await buildPortal();
  await cp(join(root, 'portal/dist'), join(output, 'portal/dist'), { recursive: true });
  await bundleConformance();
  await run(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'subgraphs/kit/tsconfig.build.json'],
    {
      cwd: root,
    },
  );
  console.log(`dist/: ${files.length} files. Start it: node ${GATEWAY_FLAGS.join(' ')} dist/cli/serve-gateway.js`);
}

/** Folders of the workspaces that are served, by package name. */
async function findWorkspaces(): Promise<ReadonlyMap<string, string>> {
  const { workspaces } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly workspaces: readonly string[];
  };
  return new Map(workspaces.filter((folder) => folder !== 'test').map((folder) => [folder.split('/').at(-1)!, folder]));
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = entries.map(async (entry): Promise<readonly string[]> => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return entry.name === 'node_modules' || entry.name === 'dist' ? [] : filesUnder(path);
  });
  return (await Promise.all(found)).flat();
}

async function writeCode(file: string, places: ReadonlyMap<string, string>): Promise<void> {
  const { code } = await transform(await readFile(join(root, file), 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    platform: 'node',
    // As it is read from the sources: `import()` of a workspace would be looked for as a package.
    supported: { 'dynamic-import': false },
    sourcefile: file,
  });
  const here = dirname(file);
  const linked = code.replace(WORKSPACE_IMPORT, (whole, name: string, path = 'index') => {
    const folder = places.get(name);
    if (folder === undefined) throw new Error(`${file}: ${whole} names no workspace that is served`);
    const to = relative(here, join(folder, path));
    return `require("${to.startsWith('.') ? to : `./${to}`}")`;
  });
  await write(file.replace(CODE, '.js'), linked);
}

/** npm puts a package into a workspace's own folder where the root holds another version of it. */
async function linkPackages(folder: string): Promise<void> {
  const own = join(folder, 'node_modules');
  if (!existsSync(join(root, own))) return;
  const link = join(output, own);
  await symlink(relative(dirname(link), join(root, own)), link);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(join(output, dirname(file)), { recursive: true });
  await writeFile(join(output, file), text);
}

async function copy(file: string): Promise<void> {
  await mkdir(join(output, dirname(file)), { recursive: true });
  await copyFile(join(root, file), join(output, file));
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
