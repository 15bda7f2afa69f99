/** `npm run pack:client`: builds the client as others install it, and packs it by `npm pack`. Prints the file's name. */
import { execFile } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);
const root = join(__dirname, '..');

/**
 * @param folder where the package's files and the packed file go.
 * @returns the path of the packed file, `…/family-view-client-0.1.0.tgz`.
 */
export async function packClient(folder = join(root, 'dist/client-package')): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  const common = { bundle: true, target: 'es2022', external: ['react'], absWorkingDir: __dirname };
  const entryPoints = ['index.ts', 'react.ts'];
  await build({ ...common, entryPoints, outdir: folder, format: 'esm', outExtension: { '.js': '.mjs' } });
  await build({ ...common, entryPoints, outdir: folder, format: 'cjs', outExtension: { '.js': '.cjs' } });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '-p', join(__dirname, 'tsconfig.build.json'), '--outDir', folder]);
  await cp(join(__dirname, 'README.md'), join(folder, 'README.md'));
  await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  await writeFile(join(folder, 'package.json'), JSON.stringify(await manifest(), null, 2));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder, folder], { cwd: folder });
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  return join(folder, packed!.filename);
}

async function manifest(): Promise<object> {
  const { name, version, description, license } = JSON.parse(await readFile(join(__dirname, 'package.json'), 'utf8'));
  const entry = (file: string) => ({
    types: `./${file}.d.ts`,
    import: `./${file}.mjs`,
    require: `./${file}.cjs`,
  });
  return {
    ...{ name, version, description, license },
    sideEffects: false,
    engines: { node: '>=20.19' },
    exports: { '.': entry('index'), './react': entry('react') },
    files: ['*.mjs', '*.cjs', '*.d.ts'],
    peerDependencies: { react: '>=18' },
    peerDependenciesMeta: { react: { optional: true } },
  };
}

if (require.main === module) void packClient().then((file) => console.log(file));
