import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { type RunningSubgraphs, serveSubgraphs } from '../../cli/serve-subgraphs';
import { searchFor, storyPerson } from '../borough';
import { freePort } from '../stack';
import { developmentToken, recordedOperations, startGatewayProcess } from './gateway-process';

const KILLS = process.env.PROOF === '1' ? 20 : 2;
const CLIENTS = 6;
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

test(`in ${KILLS} kills of a busy gateway, each answer that a client had whole is in the audit, and the chain of it holds`, async () => {
  const token = await developmentToken(gatewayDirectory);
  const received = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const gateway = await startGatewayProcess({ port, dataDirectory: gatewayDirectory, ports: agencies.ports });
    const enough = received.size + 21 + 23 * kill;
    const clients = Array.from({ length: CLIENTS }, (_, at) =>
      askUntilGone(at, token, (operation) => received.add(operation)),
    );
    while (received.size < enough) await new Promise((soon) => setTimeout(soon, 1));
    const gone = once(gateway, 'exit');
    gateway.kill('SIGKILL');
    expect((await gone)[1]).toBe('SIGKILL');
    await Promise.all(clients);

    const { intents, disclosures } = await recordedOperations(gatewayDirectory);
    expect([...received].filter((operation) => !intents.has(operation))).toEqual([]);
    expect([...received].filter((operation) => !disclosures.has(operation))).toEqual([]);
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
