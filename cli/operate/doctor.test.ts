import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { prepareForGateways } from '@family-view/gateway/fixtures/gateway-role';
import {
  hasPostgres,
  type PrivatePostgres,
  startPrivatePostgres,
} from '@family-view/gateway/shared/start-private-postgres';
import { openDatabase } from '@family-view/gateway/stores/open-database';
import { sharedMark } from '@family-view/gateway/stores/shared-mark';
import { AGENCIES } from '@family-view/schema';
import type { Diagnosis } from './diagnosis';
import { doctorCommand } from './doctor';

let directory: string;
let answer: (path: string) => { readonly status?: number; readonly body?: string; readonly date?: string };
let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer(({ url = '/' }, response) => {
    const { status = 200, body = '{}', date } = answer(url);
    response.writeHead(status, date ? { date } : {}).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'doctor-'));
  answer = () => ({});
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const settings = (changed: Record<string, string> = {}) => ({
  DATA_DIRECTORY: directory,
  ADMIN_PORT: '9',
  AGENCY_URLS: AGENCIES.map((agency) => `${agency}=${origin}`).join(','),
  ...changed,
});
async function examine(environment: Record<string, string>) {
  let out = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      out += String(chunk);
      done();
    },
  });
  const exit = await doctorCommand({ json: true }, { stdout: stream, stderr: stream }, environment);
  const findings = JSON.parse(out) as readonly Diagnosis[];
  return {
    exit,
    findings,
    out,
    bad: findings.filter(({ state }) => state === 'bad').map(({ part, told }) => `${part}: ${told}`),
  };
}

test('where all is well it says so of each part, and what is not set is not asked', async () => {
  const { exit, findings, bad } = await examine(settings());
  expect([exit, bad]).toEqual([0, []]);
  expect(findings.filter(({ part }) => part.startsWith('agency '))).toHaveLength(AGENCIES.length);
  expect(findings.filter(({ state }) => state === 'not asked').map(({ part }) => part)).toEqual([
    'database',
    'Redis',
    'sign-in',
    'gateway',
  ]);
});

test('settings that would not start a gateway are each told, and no secret of theirs', async () => {
  const { exit, bad, out } = await examine({ PORT: 'http', REDIS_URI: 'redis://u:hunter2@x', LINKAGE_KEY: 'hunter2' });
  expect(exit).toBe(1);
  expect(bad).toHaveLength(3);
  expect(out).not.toContain('hunter2');
});

test('an agency is told by what is wrong: down, not well, or a clock that its grants would not survive', async () => {
  answer = (path) => (path === '/health' ? { date: new Date(Date.now() + 300_000).toUTCString() } : {});
  expect((await examine(settings())).bad.join()).toMatch(
    /Its clock is (299|30\d) seconds ahead: grants are refused beyond 5/,
  );
  answer = () => ({ status: 503 });
  expect((await examine(settings())).bad).toContain('agency health: It answers that it is not well (503).');
  const down = settings({ AGENCY_URLS: AGENCIES.map((agency) => `${agency}=http://127.0.0.1:9`).join(',') });
  expect((await examine(down)).bad).toContain('agency housing: Nobody listens there.');
});

test('a file that is half written, or open to others, is named', async () => {
  writeFileSync(join(directory, 'linkage.key'), 'abc', { mode: 0o600 });
  writeFileSync(join(directory, 'grant-keys.json'), '[]');
  chmodSync(join(directory, 'grant-keys.json'), 0o644);
  const { bad } = await examine(settings());
  expect(bad).toHaveLength(2);
  expect(bad.join('\n')).toMatch(/linkage\.key is half written.*128 hexadecimal figures/);
  expect(bad.join('\n')).toMatch(/grant-keys\.json can be read by others\. chmod 600 it\./);
});

test('a directory whose keys and stops went into a database is not started without it', async () => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(sharedMark(directory), '');
  expect((await examine(settings())).bad.join()).toMatch(/is in a database, and DATABASE_URL is not set/);
});

test('a sign-in that answers with no list of keys is told, and the reasons of a gateway that is not ready', async () => {
  answer = (path) => (path === '/jwks' ? { body: '{"keys":[]}' } : {});
  const signIn = { JWKS_URI: `${origin}/jwks`, ISSUER: 'https://sign-in.example' };
  expect((await examine(settings(signIn))).bad).toEqual([
    'sign-in: JWKS_URI answers with something that is no list of keys.',
  ]);
  answer = (path) => (path === '/jwks' ? { body: '{"keys":[{"kid":"one"}]}' } : {});
  const told = async (more: Record<string, string>) =>
    (await examine(settings({ ...signIn, ...more }))).findings.find(({ part }) => part === 'sign-in')?.told;
  expect(await told({})).toMatch(/^JWKS_URI has 1 key\. REQUIRED_SCOPE is not set/);
  expect(await told({ REQUIRED_SCOPE: 'access' })).toBe('JWKS_URI has 1 key.');
  const reasons = [{ code: 'AUDIT_CANNOT_BE_WRITTEN', message: 'The disk is full.' }];
  answer = (path) => (path === '/health/ready' ? { status: 503, body: JSON.stringify({ reasons }) } : {});
  expect((await examine(settings({ ADMIN_PORT: new URL(origin).port }))).bad).toEqual([
    'gateway: AUDIT_CANNOT_BE_WRITTEN: The disk is full.',
  ]);
});

test('of several workers each is looked at, in its own folder and at its own admin port, and what they share once', async () => {
  const { port } = server.address() as AddressInfo;
  mkdirSync(join(directory, 'worker-2'), { mode: 0o700 });
  writeFileSync(join(directory, 'worker-2', 'grant-keys.json'), '{ half', { mode: 0o600 });
  answer = (path) =>
    path === '/health/ready' ? { body: '{"reasons":[{"code":"DRAINING","message":"It ends."}]}' } : {};
  const several = { WORKERS: '2', LINKAGE_KEY: 'a7'.repeat(64), REDIS_URL: 'redis://127.0.0.1:9' };
  const { findings, bad } = await examine(
    settings({ ...several, DATABASE_URL: 'postgres://x@127.0.0.1:9/x', ADMIN_PORT: String(port - 1) }),
  );
  expect(bad).toContainEqual(expect.stringMatching(/^worker 2, files: .*worker-2\/grant-keys\.json is half written/));
  expect(bad).toContain('worker 2, gateway: DRAINING: It ends.');
  expect(findings.filter(({ part }) => part === 'worker 1, data directory')).toHaveLength(1);
  expect(findings.filter(({ part }) => part === 'database')).toHaveLength(1);
});

(hasPostgres ? describe : describe.skip)('with PostgreSQL (skipped where it is not installed)', () => {
  let postgres: PrivatePostgres;
  beforeAll(async () => {
    postgres = await startPrivatePostgres();
  });
  afterAll(() => postgres.close());
  const KEY = 'a7'.repeat(64);
  const database = async (changed: Record<string, string> = {}) => {
    const { findings, out } = await examine(settings({ DATABASE_URL: postgres.url, LINKAGE_KEY: KEY, ...changed }));
    expect(out).not.toMatch(/not-a-secret|a7a7/);
    return findings.find(({ part }) => part === 'database')?.told;
  };

  test('the database is told by what it lacks, and nothing is changed in it', async () => {
    expect(await database()).toMatch(/The first gateway that starts makes its tables/);
    expect(await database()).toMatch(/The first gateway/);
    await (await openDatabase(postgres.url, Buffer.from(KEY, 'hex'))).close();
    expect(await database()).toMatch(/its tables are up to date\. Its user owns them/);
    const ofGateways = await prepareForGateways(postgres.url);
    expect(await database({ DATABASE_URL: ofGateways })).toBe('It answers, and its tables are up to date.');
    expect(await database({ LINKAGE_KEY: 'b8'.repeat(64) })).toMatch(/another LINKAGE_KEY/);
    expect(await database({ DATABASE_URL: postgres.url.replace('/postgres', '/nowhere') })).toBe(
      'DATABASE_URL: there is no database of that name.',
    );
    expect(await database({ DATABASE_URL: 'postgres://x:not-a-secret@127.0.0.1:9/x' })).toBe(
      'DATABASE_URL: nobody listens there.',
    );
  });
});
