import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningGateway, readConfig, startGateway } from '@family-view/gateway';
import { AGENCIES, schemaDirectory } from '@family-view/schema';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { KEEPING, root } from '../faults/gateway-process';
import { freePort, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

const directories: string[] = [];
const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'family-view-start-'));
  directories.push(directory);
  return directory;
};
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Runs the gateway as its own process, as an operator does, until it ends. */
function runGateway(environment: Record<string, string>): Promise<{ code: number | null; told: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...KEEPING, 'cli/serve-gateway.ts'],
      {
        cwd: root,
        timeout: 170_000,
        env: {
          ...process.env,
          NODE_ENV: 'development',
          DATA_DIRECTORY: newDirectory(),
          LOG_LEVEL: 'silent',
          ...environment,
        },
      },
      (_error, _out, told) => resolve({ code: child.exitCode, told: told.toString() }),
    );
  });
}

describe('as a process', () => {
  test('a port that is in use is named, with what to do; the process ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, told } = await runGateway({ PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(told).toContain(`Port ${port} is in use. Stop what listens there, or set PORT to another.`);
    expect(told).not.toMatch(/\n\s+at /);
  });

  test('settings of the wrong form are named, each with what was expected and what came', async () => {
    const { code, told } = await runGateway({ PORT: 'http', AGENCY_TIMEOUT_MS: '5' });
    expect(code).toBe(1);
    expect(told).toMatch(/PORT: .*came "http"/);
    expect(told).toMatch(/AGENCY_TIMEOUT_MS: .*came "5"/);
    expect(told).not.toMatch(/\n\s+at /);
  });
});

test.each([
  [
    'an agency that publishes nothing',
    { AGENCY_URLS: 'police=http://127.0.0.1:9' },
    /"police", which publishes nothing; expected one of health, education/,
  ],
  [
    'an address that is none',
    { AGENCY_URLS: 'health=somewhere' },
    /gives health the address "somewhere", which is not an http\(s\) URL/,
  ],
  ['a key for ids that is too short', { LINKAGE_KEY: 'abc' }, /LINKAGE_KEY: expected 128 hexadecimal figures/],
  ['production without a sign-in', { NODE_ENV: 'production' }, /JWKS_URI and ISSUER are needed/],
])('settings with %s are refused in words', (_what, environment, expected) => {
  expect(() => readConfig(environment, AGENCIES)).toThrow(expected);
});

describe('a protocol', () => {
  const text = readFileSync(join(schemaDirectory, 'protocol', 'best-start.yaml'), 'utf8');
  const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

  test.each([
    ['an effect that is none', 'effect: DENY', 'effect: PERHAPS'],
    ['a stream that nobody declared', 'shares: [maternity, emergency]', 'shares: [maternity, emergencies]'],
    ['a role that nobody declared', 'roles: [HEALTH_LEAD]', 'roles: [HEALTH_LED]'],
    ['a day that is not in the calendar', 'validUntil: 2036-03-31', 'validUntil: 2036-02-31'],
    ['a word said twice', 'tier: 2', 'tier: 2\n  tier: 2'],
  ])('with %s starts nothing; the fault is named by file and line', async (_what, right, wrong) => {
    expect(text.includes(right)).toBe(true);
    const starting = startStack({
      agencies: NO_AGENCIES,
      protocols: [{ name: 'best-start.yaml', text: text.replace(right, wrong) }],
    });
    const line = lineOf(right);
    await expect(starting).rejects.toThrow(new RegExp(`best-start\\.yaml:(${line}|${line + 1}): `));
    await expect(starting).rejects.toMatchObject({ code: 'MALFORMED_PROTOCOL' });
  });
});

test('two gateways on one data directory: the second says so, and the first goes on', async () => {
  const dataDirectory = newDirectory();
  const first = await startStack({ agencies: NO_AGENCIES, dataDirectory });
  await expect(startStack({ agencies: NO_AGENCIES, dataDirectory })).rejects.toMatchObject({ code: 'AUDIT_IN_USE' });
  expect((await first.ask('head-of-centre', '{ me { id } }')).body.data).toEqual({ me: { id: 'w-head-of-centre' } });
  await first.close();
});

describe('in production', () => {
  let keys: Server;
  let gateway: RunningGateway;
  let token: string;
  beforeAll(async () => {
    const pair = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' };
    keys = createServer((_request, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })),
    ).listen(0, '127.0.0.1');
    await new Promise((resolve) => keys.once('listening', resolve));
    const issuer = `http://127.0.0.1:${(keys.address() as AddressInfo).port}`;
    const port = await freePort();
    gateway = await startGateway(
      readConfig(
        {
          NODE_ENV: 'production',
          PORT: String(port),
          DATA_DIRECTORY: newDirectory(),
          JWKS_URI: `${issuer}/jwks`,
          ISSUER: issuer,
          LOG_LEVEL: 'silent',
        },
        AGENCIES,
      ),
    );
    token = await new SignJWT({
      organisation: 'centres',
      organisation_type: 'CHILDRENS_CENTRE',
      role: 'HEAD_OF_CENTRE',
      purpose: 'EARLY_HELP',
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience('family-view')
      .setSubject('w-1')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(pair.privateKey);
  });
  afterAll(async () => {
    await gateway.close();
    keys.close();
  });
  const ask = async (query: string) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };

  test('a token of the sign-in is believed, and the schema is not told', async () => {
    expect((await ask('{ me { id role } }')).body.data).toEqual({ me: { id: 'w-1', role: 'HEAD_OF_CENTRE' } });
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Person") { fields { name } } }']) {
      const { status, body } = await ask(query);
      expect([status, body.data]).toEqual([400, undefined]);
    }
  });

  test('there are no development tokens, and one of development is not believed', async () => {
    for (const path of ['/development/personas', '/development/token'])
      expect((await fetch(gateway.url + path)).status).toBe(404);
    const stack = await startStack({ agencies: NO_AGENCIES });
    token = await stack.token('head-of-centre');
    await stack.close();
    expect((await ask('{ me { id } }')).status).toBe(401);
  });
});
