/** `npm run bundle:conformance`: the conformance suite as one file, for agencies that have Node and no clone. */
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '../..');
/** Where `npm run build` puts it. */
export const CONFORMANCE_FILE = join(root, 'dist/familyview-conformance.cjs');

/** @param outfile of CommonJS, that `node` runs from 20.19 on. */
export async function bundleConformance(outfile = CONFORMANCE_FILE): Promise<void> {
  await build({
    entryPoints: [join(root, 'cli/subgraph/conformance-alone.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifySyntax: true,
    legalComments: 'inline',
    logLevel: 'warning',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [
      { name: 'schema-in-place', setup: (bundle) => void bundle.onLoad({ filter: /\/schema\/index\.ts$/ }, inPlace) },
    ],
  });
  await chmod(outfile, 0o755);
}

/** What `schema/` reads beside itself at run time stands in the file instead. */
async function inPlace({ path }: { readonly path: string }) {
  const text = await readFile(path, 'utf8');
  const names = [...text.matchAll(/read\('([\w.-]+)'\)/g)].map(([, name]) => name!);
  const texts = await Promise.all(names.map((name) => readFile(join(root, 'schema', name), 'utf8')));
  const contents = names.reduce(
    (code, name, at) => code.replace(`read('${name}')`, () => JSON.stringify(texts[at])),
    text,
  );
  return { contents, loader: 'ts' as const };
}

if (require.main === module) void bundleConformance().then(() => console.log(CONFORMANCE_FILE));
