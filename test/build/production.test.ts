import { execFile, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GATEWAY_FLAGS } from '../../cli/node-flags';
import { freePort } from '../stack';

const root = join(__dirname, '../..');
const dist = join(root, 'dist');
const run = promisify(execFile);
jest.setTimeout(120_000);

beforeAll(() => run(process.execPath, ['--import', 'tsx', 'cli/develop/build.ts'], { cwd: root }));

const files = (): readonly string[] =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.c?js$/.test(file) && !file.includes('node_modules') && !file.startsWith('portal/dist'),
  );

test('what production starts from requires only packages that a production install brings', () => {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly workspaces: readonly string[];
  };
  const installed = new Set(
    workspaces
      .filter((folder) => folder !== 'test')
      .flatMap((folder) => {
        const text = readFileSync(join(root, folder, 'package.json'), 'utf8');
        return Object.keys((JSON.parse(text) as { readonly dependencies?: object }).dependencies ?? {});
      }),
  );
  const asked = files().flatMap((file) =>
    [
      ...readFileSync(join(dist, file), 'utf8').matchAll(/(?:import_\w+ = |__toESM\(|^)require\("([^".][^"]*)"\)/gm),
    ].map(([, name]) => {
      const [scope, rest] = name!.split('/');
      return { file, name: scope!.startsWith('@') ? `${scope}/${rest}` : scope! };
    }),
  );
  const missing = asked.filter(
    ({ name }) => !name.startsWith('node:') && !builtinModules.includes(name) && !installed.has(name),
  );
  expect(asked.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

test('the gateway starts from dist/ and serves its pages', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-dist-'));
  const port = await freePort();
  const gateway = fork(join(dist, 'cli/serve-gateway.js'), {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'test', PORT: String(port), DATA_DIRECTORY: dataDirectory, LOG_LEVEL: 'silent' },
  });
  const ended = new Promise<void>((resolve) => gateway.once('exit', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      gateway.once('message', () => resolve());
      gateway.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
    });
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>');
  } finally {
    gateway.kill('SIGTERM');
    await ended;
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});

test('the image starts the gateway with the flags of npm start', () => {
  const [, command = ''] = /^CMD (\[.*\])$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8')) ?? [];
  expect(JSON.parse(command)).toEqual(['node', ...GATEWAY_FLAGS, 'dist/cli/serve-gateway.js']);
});
