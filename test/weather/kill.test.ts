import { type ChildProcess, fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAudit } from '@family-view/gateway/audit/read-audit';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { openDevelopmentDoor } from '@family-view/gateway/identity/development-door';
import { loadDevelopmentKey } from '@family-view/gateway/identity/development-keys';
import { AGENCIES } from '@family-view/schema';
import { type RunningSubgraphs, serveSubgraphs } from '../../cli/serve-subgraphs';
import { searchFor, storyPerson } from '../borough';
import { freePort } from '../house';

const KILLS = process.env.PROOF === '1' ? 20 : 2;
const CLIENTS = 6;
const root = join(__dirname, '../..');
const QUERIES = [
  { query: '{ me { id role } }', variables: {} },
  {
    query:
      'query ($who: PersonSearch!) { findPeople(by: $who) { certain { displayName education { setting { ncYearActual } } } } }',
    variables: { who: searchFor(storyPerson('okafor', 'oldest')) },
  },
];

let directory: string;
let gatewayDirectory: string;
let port: number;
let agencies: RunningSubgraphs;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'family-view-kill-'));
  gatewayDirectory = join(directory, 'gateway');
  port = await freePort();
  agencies = await serveSubgraphs({
    firstPort: 0,
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    dataDirectory: join(directory, 'subgraphs'),
    without: [],
  });
});
afterAll(async () => {
  await agencies.close();
  rmSync(directory, { recursive: true, force: true });
});

async function startGatewayProcess(): Promise<ChildProcess> {
  const child = fork(join(root, 'cli/serve-gateway.ts'), {
    cwd: root,
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(port),
      DATA_DIRECTORY: gatewayDirectory,
      AGENCY_URLS: AGENCIES.map((agency) => `${agency}=http://127.0.0.1:${agencies.ports.get(agency)}`).join(','),
      AGENCY_TIMEOUT_MS: '15000',
      OPERATION_DEADLINE_MS: '30000',
      REQUESTS_PER_MINUTE: '1000000',
      LOG_LEVEL: 'silent',
    },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The gateway ended with ${code} before it was ready.`);
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return child;
}

/** Asks without end until the gateway is gone; tells the operation of every answer that came whole. */
async function askUntilGone(at: number, token: string, received: (operation: string) => void): Promise<void> {
  for (let turn = at; ; turn += 1) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(QUERIES[turn % QUERIES.length]),
      });
      const body = JSON.parse(await response.text());
      if (body.data?.me || body.data?.findPeople) received(body.extensions.familyView.operation);
    } catch {
      return;
    }
  }
}

/** Operations that the audit on disk has, by the kind of record. */
async function recorded(): Promise<Readonly<Record<string, ReadonlySet<string>>>> {
  const seen: Record<string, Set<string>> = { FAMILY_VIEW_INTENT: new Set(), FAMILY_VIEW_DISCLOSURE: new Set() };
  for await (const { record } of readAudit(join(gatewayDirectory, 'audit'))) {
    const { eventName, correlationId } = JSON.parse(record) as { eventName: string; correlationId: string };
    seen[eventName]?.add(correlationId);
  }
  return seen;
}

test(`in ${KILLS} kills of a busy gateway, each answer that a client had whole is in the audit, and the chain of it holds`, async () => {
  const token = await openDevelopmentDoor(await loadDevelopmentKey(gatewayDirectory, 'test'), () => new Date()).token(
    'head-of-centre',
    undefined,
  );
  const received = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const gateway = await startGatewayProcess();
    const enough = received.size + 21 + 23 * kill;
    const clients = Array.from({ length: CLIENTS }, (_, at) =>
      askUntilGone(at, token, (operation) => received.add(operation)),
    );
    while (received.size < enough) await new Promise((soon) => setTimeout(soon, 1));
    const gone = once(gateway, 'exit');
    gateway.kill('SIGKILL');
    expect((await gone)[1]).toBe('SIGKILL');
    await Promise.all(clients);

    const { FAMILY_VIEW_INTENT: intents, FAMILY_VIEW_DISCLOSURE: disclosures } = await recorded();
    expect([...received].filter((operation) => !intents?.has(operation))).toEqual([]);
    expect([...received].filter((operation) => !disclosures?.has(operation))).toEqual([]);
  }
  expect(received.size).toBeGreaterThan(20 * KILLS);
  const linkageKey = Buffer.from(readFileSync(join(gatewayDirectory, 'linkage.key'), 'utf8').trim(), 'hex');
  const pseudonymKey = createHmac('sha256', linkageKey).update('audit pseudonyms').digest();
  const check = await verifyAudit({ directory: join(gatewayDirectory, 'audit'), pseudonymKey });
  expect(check.brokenAt).toBeNull();
  expect(check.records).toBeGreaterThanOrEqual(2 * received.size);
  process.stdout.write(
    `  kill -9: ${KILLS} times, ${received.size} whole answers, ${check.records} records, none missing\n`,
  );
}, 600_000);
