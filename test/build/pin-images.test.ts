import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';

const root = join(__dirname, '../..');
const IMAGES = ['node:24-bookworm-slim', 'nginx:1.28-bookworm', 'redis:7-bookworm', 'postgres:17-bookworm'];

/** A registry as the OCI Distribution Specification and Docker's token authentication have it. */
let registry: Server;
let origin: string;
let version = 1;
let lies = false;
const manifestOf = (name: string): string => JSON.stringify({ schemaVersion: 2, annotations: { name, version } });
const digestOf = (name: string): string => `sha256:${createHash('sha256').update(manifestOf(name)).digest('hex')}`;
beforeAll(async () => {
  registry = createServer(({ url = '', headers }, response) => {
    const address = new URL(url, origin);
    if (address.pathname === '/token')
      return response.end(JSON.stringify({ token: `for ${address.searchParams.get('scope')}` }));
    const [, name, tag] = /^\/v2\/library\/([\w-]+)\/manifests\/([\w.-]+)$/.exec(address.pathname) ?? [];
    const scope = `repository:library/${name}:pull`;
    if (headers.authorization !== `Bearer for ${scope}`)
      return response
        .writeHead(401, { 'www-authenticate': `Bearer realm="${origin}/token",service="registry",scope="${scope}"` })
        .end();
    const image = `${name}:${tag}`;
    if (!IMAGES.includes(image) || !headers.accept?.includes('oci.image.index')) return response.writeHead(404).end();
    const digest = lies ? `sha256:${'0'.repeat(64)}` : digestOf(image);
    return response.writeHead(200, { 'docker-content-digest': digest }).end(manifestOf(image));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterAll(() => void registry.close());

let folder: string;
beforeEach(() => {
  version = 1;
  lies = false;
  folder = mkdtempSync(join(tmpdir(), 'pin-images-'));
  for (const file of ['Dockerfile', 'docker-compose.yml']) cpSync(join(root, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
const run = (...given: readonly string[]): Promise<readonly [code: number, told: string]> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'deploy/pin-images.mjs'), '--in', folder, ...given], (fault, out, told) =>
      resolve([fault === null ? 0 : Number(fault.code), out + told]),
    );
  });

test('without a registry every image has a tag, and what is not pinned is told where it must be', async () => {
  expect(await run('--check')).toEqual([0, `4 images, 0 pinned: ${IMAGES.join(', ')}\n`]);
  const [code, told] = await run('--check', '--pinned');
  expect([code, told.match(/is not pinned/g)]).toEqual([1, Array(5).fill('is not pinned')]);
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node AS build\nFROM redis:latest\n');
  expect((await run('--check'))[1]).toMatch(/node has no tag.*redis:latest: "latest"/s);
});

test('each is pinned by the digest of what the registry has for its tag, in all files, and again when that changes', async () => {
  const [code, told] = await run('--registry', origin);
  expect([code, told.split('\n').filter(Boolean)]).toEqual([0, IMAGES.map((name) => `${name}@${digestOf(name)}`)]);
  expect((await run('--check', '--pinned'))[1]).toMatch(/^4 images, 4 pinned/);
  const before = text('Dockerfile');
  expect(before.match(/^FROM node:24-bookworm-slim@sha256:[0-9a-f]{64}/gm)).toHaveLength(2);
  expect(text('docker-compose.yml')).toContain(`image: redis:7-bookworm@${digestOf('redis:7-bookworm')}\n`);
  expect(text('docker-compose.yml')).toContain('image: family-view\n');
  const { $schema: _, ...schema } = JSON.parse(
    readFileSync(join(root, 'deploy/schemas/compose-spec.json'), 'utf8'),
  ) as Record<string, unknown>;
  const compose: unknown = JSON.parse(JSON.stringify(parse(text('docker-compose.yml'), { merge: true })));
  const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  expect([valid(compose), valid.errors]).toEqual([true, null]);

  version = 2;
  await run('--registry', origin);
  expect(text('Dockerfile')).not.toBe(before);
  expect(text('Dockerfile')).toContain(digestOf('node:24-bookworm-slim'));
});

test('a registry that lacks an image, or sends other bytes than it says, pins nothing', async () => {
  const before = text('docker-compose.yml');
  lies = true;
  expect(await run('--registry', origin)).toEqual([
    1,
    expect.stringMatching(/node:24-bookworm-slim: the registry says sha256:0+, and what it sent/),
  ]);
  lies = false;
  writeFileSync(join(folder, 'Dockerfile'), 'FROM alpine:3\n');
  expect(await run('--registry', origin)).toEqual([1, 'alpine:3: the registry answers with 404\n']);
  expect(await run('--registry', 'http://127.0.0.1:9')).toEqual([1, 'alpine:3: its registry is not reached\n']);
  expect(text('docker-compose.yml')).toBe(before);
});

test('one image that is pinned in two ways is refused', async () => {
  const pin = `@sha256:${'a'.repeat(64)}`;
  writeFileSync(join(folder, 'Dockerfile'), text('Dockerfile').replace('slim AS', `slim${pin} AS`));
  expect(await run('--check')).toEqual([
    1,
    expect.stringContaining('node:24-bookworm-slim is pinned in different ways'),
  ]);
});
