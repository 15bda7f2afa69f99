/**
 * What whoever runs a gateway is told when something is wrong with what it stands on: by readiness, by the log and by
 * `familyview doctor`. docs/operate/faults.md has a row for each.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { createAuthority } from '@family-view/gateway/fixtures/certificates';
import { startListening } from '@family-view/gateway/fixtures/listening';
import { AGENCIES } from '@family-view/schema';
import { exportJWK, generateKeyPair } from 'jose';
import type { Diagnosis } from '../../cli/operate/diagnosis';
import { doctorCommand } from '../../cli/operate/doctor';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { type RunningStack, type StackOptions, startStack } from '../stack';
import { KEEPING, root } from './gateway-process';

const MINUTE = 60_000;
/** As in production: no key of development tokens is made. */
const SIGN_IN = { JWKS_URI: 'http://127.0.0.1:9/', ISSUER: 'https://sign-in.example' };
const FIND =
  '{ findPeople(by: { familyName: "Okafor", givenName: "Grace", dateOfBirth: "2024-04-30" }) { answers { agency status } } }';
const isRoot = process.getuid?.() === 0;
/** Only whoever may mount can have a disk of a few megabytes, or one that is read-only. */
const canMount = (() => {
  const place = mkdtempSync(join(tmpdir(), 'mount-'));
  const mounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', place]).status === 0;
  if (mounted) spawnSync('umount', [place]);
  rmSync(place, { recursive: true });
  return mounted;
})();
const ifMounts = canMount ? test : test.skip;

interface Line {
  readonly msg: string;
  readonly [about: string]: unknown;
}
let directory: string;
let lines: Line[];
let stack: RunningStack | null;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'what-is-told-'));
  lines = [];
  stack = null;
});
afterEach(async () => {
  await stack?.close();
  rmSync(directory, { recursive: true, force: true });
});

const nobody = async () => ({ origins: new Map<string, string>(), close: async () => {} });
const start = async (options: StackOptions = {}): Promise<RunningStack> => {
  const logDestination = { write: (line: string) => void lines.push(JSON.parse(line) as Line) };
  stack = await startStack({
    ...{ agencies: nobody, dataDirectory: directory, logDestination },
    ...options,
    environment: { LOG_LEVEL: 'warn', ...options.environment },
  });
  return stack;
};
const end = async (): Promise<void> => {
  await stack?.close();
  stack = null;
};
/** A question that is recorded. */
const find = (one: RunningStack) => one.ask('head-of-centre', FIND);
const reasons = async ({ adminUrl }: RunningStack): Promise<readonly string[]> => {
  const told = (await (await fetch(`${adminUrl}/health/ready`)).json()) as {
    readonly reasons: readonly { readonly code: string }[];
  };
  return told.reasons.map(({ code }) => code);
};
const untilReasons = async (one: RunningStack, ...expected: readonly string[]): Promise<void> => {
  while ((await reasons(one)).join() !== expected.join()) await wait(50);
};

/** What the doctor finds wrong. The agencies are asked where the gateway asks them. */
async function doctor(one: RunningStack | null, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  let out = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      out += String(chunk);
      done();
    },
  });
  await doctorCommand({ json: true }, { stdout: stream, stderr: stream }, settings(one, environment));
  return badIn(out);
}
const settings = (one: RunningStack | null, environment: Readonly<Record<string, string>>) => ({
  DATA_DIRECTORY: join(directory, 'gateway'),
  ADMIN_PORT: one ? new URL(one.adminUrl).port : '9',
  AGENCY_URLS: AGENCIES.map((agency) => `${agency}=http://127.0.0.1:9`).join(','),
  ...environment,
});
const badIn = (out: string): string =>
  (JSON.parse(out) as readonly Diagnosis[])
    .filter(({ state, part }) => state === 'bad' && (!part.startsWith('agency ') || part === 'agency housing'))
    .map(({ part, told }) => `${part}: ${told}`)
    .join('\n');

ifMounts(
  'a full disk (skipped where one may not mount): not ready, nothing is told, and ready again once there is room',
  async () => {
    const audit = join(directory, 'gateway', 'audit');
    mkdirSync(audit, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', audit]);
    const filler = join(audit, 'filler');
    try {
      const one = await start();
      expect((await find(one)).status).toBe(200);
      expect(() => {
        for (;;) writeFileSync(filler, Buffer.alloc(1_024), { flag: 'a' });
      }).toThrow('ENOSPC');
      await untilReasons(one, 'AUDIT_CANNOT_BE_WRITTEN');
      const { status, body } = await find(one);
      expect([status, body.errors[0].extensions.code]).toEqual([503, 'AUDIT_UNAVAILABLE']);
      expect(await doctor(one)).toMatch(/^audit: Its disk has 0 MB left.*^gateway: AUDIT_CANNOT_BE_WRITTEN/ms);
      expect(lines).toContainEqual(expect.objectContaining({ msg: 'fault', code: 'AUDIT_UNAVAILABLE' }));
      rmSync(filler);
      await untilReasons(one);
      expect((await find(one)).status).toBe(200);
    } finally {
      await end();
      execFileSync('umount', [audit]);
    }
  },
  120_000,
);

ifMounts(
  'a read-only disk (skipped where one may not mount): the gateway does not start, and says which file',
  async () => {
    const data = join(directory, 'gateway');
    mkdirSync(data);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', data]);
    try {
      await expect(start({ environment: SIGN_IN })).rejects.toMatchObject({
        code: 'DATA_DIRECTORY_UNUSABLE',
        message: expect.stringContaining('its disk is read-only'),
      });
      expect(await doctor(null)).toMatch(/^data directory: .* cannot be written\. Mount it to be written/m);
    } finally {
      execFileSync('umount', [data]);
    }
  },
);

const asAnother = isRoot ? test : test.skip;
asAnother(
  'files of another owner (skipped where one is not root): the gateway does not start, and says whose they are',
  async () => {
    await start();
    await end();
    const as = { uid: 65_534, gid: 65_534, cwd: root, encoding: 'utf8' } as const;
    const run = (...given: readonly string[]) =>
      spawnSync(process.execPath, [...KEEPING, ...given], {
        ...as,
        env: {
          PATH: process.env.PATH,
          TMPDIR: '/tmp',
          PORT: '0',
          AUDIT_KEY_FILE: join(directory, 'none.pem'),
          ...settings(null, SIGN_IN),
        },
      });
    const gateway = run('test/two-gateways/serve-gateway-over.ts');
    expect([gateway.status, gateway.stderr]).toEqual([1, expect.stringMatching(/belongs to another user/)]);
    const examined = (): string => badIn(run('cli/familyview.ts', 'doctor', '--json').stdout);
    expect(examined()).toMatch(/^data directory: .* is in a folder that belongs to another user/m);
    chmodSync(directory, 0o755);
    expect(examined()).toMatch(
      /^data directory: .* belongs to another user\. Give it to the user that the gateway runs as\.$/m,
    );
  },
  120_000,
);

test('a lost key: the gateway does not start and makes no other, and starts with the one that was kept', async () => {
  await find(await start());
  await end();
  const key = join(directory, 'gateway', 'linkage.key');
  cpSync(key, join(directory, 'kept'));
  rmSync(key);
  await expect(start()).rejects.toMatchObject({ code: 'LINKAGE_KEY_LOST' });
  expect(await doctor(null)).toMatch(/^audit: linkage\.key is not there, and the audit was begun with one/m);
  writeFileSync(key, 'b8'.repeat(64), { mode: 0o600 });
  await expect(start()).rejects.toMatchObject({ code: 'AUDIT_DAMAGED' });
  expect(await doctor(null)).toMatch(/^audit: It was begun with another LINKAGE_KEY/m);
  cpSync(join(directory, 'kept'), key);
  expect((await find(await start())).status).toBe(200);
  expect(await doctor(stack)).not.toMatch(/audit/);
});

test('an older copy in the place of the audit: the doctor counts what is missing, and nothing is signed from there on', async () => {
  const [data, copy] = [join(directory, 'gateway'), join(directory, 'copy')];
  // What has been looked up is signed at the end.
  const looked = async (): Promise<void> => {
    const one = await start();
    await find(one);
    expect((await one.ask('head-of-centre', '{ myLooks(first: 9) { looks { at } } }')).text).toContain('"at"');
    await end();
  };
  await looked();
  cpSync(data, copy, { recursive: true });
  await looked();
  rmSync(data, { recursive: true });
  cpSync(copy, data, { recursive: true });
  expect(await doctor(null)).toMatch(
    /^audit: It holds \d+ records, and \d+ were signed: an older copy is in its place/m,
  );
  await looked();
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'fault', code: expect.stringMatching(/^AUDIT_/) }));
});

test('a clock that is five minutes ahead: every agency refuses, and the doctor says by how much they differ', async () => {
  const real = Date.now;
  const ahead = () => new Date(real() + 5 * MINUTE);
  let origins = new Map<string, string>();
  const agencies = async (jwksUrl: string) => {
    const running = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory: directory, without: [] });
    origins = new Map([...running.ports].map(([agency, port]) => [agency, `http://127.0.0.1:${port}`]));
    return { origins, close: running.close };
  };
  const one = await start({ agencies, now: ahead });
  expect((await find(one)).status).toBe(200);
  await untilReasons(one, 'GRANTS_REFUSED_EVERYWHERE');
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'agency', agency: 'housing', state: 'refusing our grants' }),
  );
  expect(await (await fetch(`${one.adminUrl}/health/agencies`)).text()).toContain('refusing our grants');
  // The doctor runs on the gateway's machine, by its clock.
  jest.spyOn(Date, 'now').mockImplementation(() => real() + 5 * MINUTE);
  const urls = [...origins].map(([agency, origin]) => `${agency}=${origin}`).join(',');
  const found = await doctor(one, { AGENCY_URLS: urls }).finally(() => jest.restoreAllMocks());
  expect(found).toMatch(
    /^agency housing: Its clock is (299|300|301) seconds behind: grants are refused beyond \d+\.$/m,
  );
  expect(found).toMatch(/^gateway: GRANTS_REFUSED_EVERYWHERE: /m);
}, 120_000);

describe('over TLS', () => {
  let server: Server;
  let origin: string;
  const authority = createAuthority();
  const day = (days: number) => new Date(Date.now() + days * 86_400_000);
  const ended = authority.issue(['127.0.0.1'], { from: day(-3), until: day(-1) });
  beforeAll(async () => {
    server = createSecureServer(ended, (_request, response) => response.end('{}')) as unknown as Server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test('a certificate that has lapsed: ready, for the others answer; the log and the doctor say whose', async () => {
    const files = { ca: join(directory, 'ca.pem'), cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
    writeFileSync(files.ca, authority.ca);
    writeFileSync(files.cert, ended.cert);
    writeFileSync(files.key, ended.key, { mode: 0o600 });
    const environment = {
      AGENCY_CA_FILES: `housing=${files.ca}`,
      AGENCY_CERTIFICATE_FILES: `housing=${files.cert}`,
      AGENCY_KEY_FILES: `housing=${files.key}`,
    };
    const one = await start({
      environment,
      agencies: async () => ({ origins: new Map([['housing', origin]]), close: async () => {} }),
    });
    await find(one);
    const isTold = () =>
      lines.some(
        ({ msg, agency, cause }) => msg === 'agency-call' && agency === 'housing' && cause === 'CERTIFICATE_EXPIRED',
      );
    while (!isTold()) await wait(50);
    expect(await reasons(one)).toEqual([]);
    const found = await doctor(one, { ...environment, AGENCY_URLS: `housing=${origin}` });
    expect(found).toMatch(/^agency housing: Its certificate has expired\.$/m);
    expect(found).toMatch(
      /^certificates: The one that the gateway shows housing lapsed on \d{4}-\d\d-\d\d\. Renew it\.$/m,
    );
  });
});

test('a sign-in that is away: ready for a day and told at once; then not ready, until it is back', async () => {
  const signIn = await startListening();
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  let away = false;
  signIn.answer = (_body, response) => {
    response.writeHead(away ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  };
  let later = 0;
  const environment = {
    JWKS_URI: `${signIn.origin}/jwks`,
    ISSUER: 'https://sign-in.example',
    GRANT_KEYS_LOOK_SECONDS: '1',
  };
  try {
    const one = await start({ environment, now: () => new Date(Date.now() + later) });
    await untilReasons(one);
    away = true;
    later = 23 * 60 * MINUTE;
    while (!lines.some(({ msg, state }) => msg === 'sign-in' && state === 'not answering')) await wait(50);
    await untilReasons(one);
    later = 24 * 60 * MINUTE;
    await untilReasons(one, 'SIGN_IN_KEYS_NOT_READ');
    expect(await doctor(one, environment)).toMatch(
      /^sign-in: JWKS_URI answers with 503\.$.*^gateway: SIGN_IN_KEYS_NOT_READ: /ms,
    );
    away = false;
    await untilReasons(one);
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'sign-in', state: 'answering' }));
  } finally {
    await end();
    await signIn.close();
  }
}, 120_000);
