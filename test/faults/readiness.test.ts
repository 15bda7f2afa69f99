import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';

const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { answers { agency status } } }';
const directory = mkdtempSync(join(tmpdir(), 'family-view-readiness-'));
/** What agencies read as the gateway's keys: another's at first. */
let keys: () => Promise<string>;
let keyServer: Server;
let stack: RunningStack;
beforeAll(async () => {
  const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(publicKey);
  const ofAnother = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
  keys = async () => JSON.stringify({ keys: [ofAnother] });
  keyServer = createServer((_, response) => {
    void keys().then((text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
  });
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  const jwksUrl = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/jwks.json`;
  stack = await startStack({
    dataDirectory: directory,
    async agencies() {
      const running = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory: directory, without: [] });
      return {
        origins: new Map([...running.ports].map(([agency, port]) => [agency, `http://127.0.0.1:${port}`])),
        close: running.close,
      };
    },
  });
});
afterAll(async () => {
  await stack.close();
  keyServer.close();
  keyServer.closeAllConnections();
  rmSync(directory, { recursive: true, force: true });
});

const admin = async (path: string) => {
  const response = await fetch(`${stack.adminUrl}${path}`);
  return { status: response.status, text: await response.text() };
};
const reasons = async (): Promise<readonly string[]> => {
  const { text } = await admin('/health/ready');
  return (JSON.parse(text) as { readonly reasons: readonly { readonly code: string }[] }).reasons.map(
    ({ code }) => code,
  );
};
const untilReasons = async (...expected: readonly string[]): Promise<void> => {
  while ((await reasons()).join() !== expected.join()) await wait(100);
};
const publicly = async (): Promise<unknown> => (await fetch(`${stack.url}/health/ready`)).json();

test('agencies that refuse the grants are told as such, and where all do the gateway is not ready until they take them', async () => {
  expect(await reasons()).toEqual([]);
  await stack.ask('head-of-centre', FIND, { variables: { who: searchFor(storyPerson('okafor', 'oldest')) } });
  await untilReasons('GRANTS_REFUSED_EVERYWHERE');
  expect((await admin('/health/ready')).status).toBe(503);
  expect((await admin('/health/agencies')).text).toContain('"health":"refusing our grants"');
  // Whoever asks for people learns that it is not ready, and no more.
  expect(await publicly()).toEqual({ status: 'not ready' });

  keys = async () => await (await fetch(`${stack.url}/.well-known/jwks.json`)).text();
  // Nobody asks meanwhile.
  await untilReasons();
  expect((await admin('/health/agencies')).text).toContain('"health":"answering"');
}, 120_000);

test('a gateway whose audit cannot be written is not ready, though nobody asks, and is ready again when it can', async () => {
  const audit = join(directory, 'gateway', 'audit');
  renameSync(audit, `${audit}-away`);
  await untilReasons('AUDIT_CANNOT_BE_WRITTEN');
  const { text } = await admin('/health/ready');
  expect(text).not.toContain(directory);
  expect(await publicly()).toEqual({ status: 'not ready' });
  renameSync(`${audit}-away`, audit);
  await untilReasons();
}, 120_000);
