import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { packClient } from '../../client/pack';
import { inBrowser, launch } from '../portal/visit';
import { type RunningStack, startStack } from '../stack';

const run = promisify(execFile);
const root = join(__dirname, '../..');
let folder: string;
let app: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'family-view-front-end-'));
  app = join(folder, 'app');
  const installed = join(app, 'node_modules/@family-view/client');
  await mkdir(installed, { recursive: true });
  const packed = await packClient(join(folder, 'packed'));
  await run('tar', ['-xzf', packed, '-C', installed, '--strip-components=1']);
  for (const name of ['react', 'react-dom', 'scheduler', '@types'])
    if (existsSync(join(root, 'node_modules', name)))
      await symlink(join(root, 'node_modules', name), join(app, 'node_modules', name));
  await cp(join(root, 'examples/front-end'), app, { recursive: true });
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the client is packed with its types, for import and for require, and needs nothing else', async () => {
  const { stdout } = await run('tar', ['-tzf', join(folder, 'packed/family-view-client-0.1.0.tgz')]);
  expect(stdout.trim().split('\n').toSorted()).toEqual(
    expect.arrayContaining(
      ['index.cjs', 'index.d.ts', 'index.mjs', 'package.json', 'react.d.ts', 'react.mjs', 'README.md', 'LICENSE'].map(
        (name) => `package/${name}`,
      ),
    ),
  );
  const manifest = JSON.parse(await readFile(join(app, 'node_modules/@family-view/client/package.json'), 'utf8'));
  expect([manifest.private, manifest.dependencies]).toEqual([undefined, undefined]);
  await writeFile(join(app, 'ask.cjs'), "console.log(typeof require('@family-view/client').createFamilyView);");
  await writeFile(join(app, 'ask.mjs'), "import { placeAt } from '@family-view/client'; console.log(typeof placeAt);");
  for (const file of ['ask.cjs', 'ask.mjs'])
    expect((await run(process.execPath, [file], { cwd: app })).stdout).toBe('function\n');
});

test('the example is of the right types against the packed client', async () => {
  const compilerOptions = {
    ...{
      strict: true,
      noEmit: true,
      jsx: 'react-jsx',
      target: 'ES2022',
      module: 'esnext',
      moduleResolution: 'bundler',
    },
    ...{ lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [], skipLibCheck: true },
  };
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['family.tsx'] }));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', app]).catch((fault) => fault);
  expect(stdout).toBe('');
});

inBrowser('the example in a browser, from an origin of its own', () => {
  let stack: RunningStack;
  let pages: Server;
  let origin: string;
  let browser: Browser;
  beforeAll(async () => {
    const out = join(app, 'family.js');
    await build({
      entryPoints: [join(app, 'family.tsx')],
      bundle: true,
      outfile: out,
      jsx: 'automatic',
      logLevel: 'silent',
    });
    const script = await readFile(out, 'utf8');
    pages = createServer((request, response) => {
      const isScript = request.url === '/family.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
      response.end(
        isScript ? script : '<!doctype html><title>Family</title><body></body><script src="/family.js"></script>',
      );
    });
    await new Promise<void>((listening) => pages.listen(0, '127.0.0.1', listening));
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    [stack, browser] = await Promise.all([
      startStack({ families: 12, without: ['health'], environment: { CORS_ORIGINS: origin } }),
      launch(),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.close();
    pages?.closeAllConnections();
    await new Promise((closed) => pages.close(closed));
  });

  async function show(at: string): Promise<string> {
    const token = await stack.token('head-of-centre', 'EARLY_HELP');
    const page = await browser.newPage();
    await page.goto(`${at}/#gateway=${encodeURIComponent(stack.url)}&token=${encodeURIComponent(token)}`);
    await page.locator('p').filter({ hasNotText: 'Asking the agencies' }).first().waitFor({ timeout: 60_000 });
    const text = await page.locator('body').innerText();
    await page.close();
    return text;
  }

  test('it shows the family, what is withheld and whom to ring, and who did not answer', async () => {
    const text = await show(origin);
    expect(text).toContain('Grace Okafor: Rent arrears: not shared with the role Head of Centre.');
    expect(text).toContain('Tenancy support desk, 01632 960904');
    expect(text).toMatch(/could not be reached in time\. This does not mean that nothing is held there\./);
  }, 120_000);

  test('from an origin that is not listed it is told nothing', async () => {
    const text = await show(origin.replace('127.0.0.1', 'localhost'));
    expect(text).toBe('Nobody answered.');
  }, 120_000);
});
