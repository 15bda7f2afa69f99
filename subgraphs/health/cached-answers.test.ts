/** A server that repeats a search's answer for a minute, unless it is asked not to: HAPI FHIR's default. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HealthConnector } from './connector';
import { SYSTEMS } from './format/codes';

const flag = {
  resourceType: 'Flag',
  id: 'f',
  status: 'active',
  subject: { reference: 'Patient/maya' },
  code: { coding: [{ system: SYSTEMS.protection, code: 'SHIELDED' }] },
};
let held: Record<string, readonly object[]> = {};
const kept = new Map<string, string>();
let server: Server;
let health: HealthConnector;
beforeAll(async () => {
  server = createServer((request, response) => {
    const type = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.split('/')[2] ?? '';
    const now = JSON.stringify({
      resourceType: 'Bundle',
      entry: (held[type] ?? []).map((resource) => ({ resource })),
    });
    const fresh = request.headers['cache-control']?.includes('no-cache');
    const answer = fresh ? now : (kept.get(request.url ?? '') ?? now);
    kept.set(request.url ?? '', answer);
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  health = new HealthConnector({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/R4`,
    today: () => '2026-11-01',
    reachAreas: [],
    coverage: { from: null, to: null, area: null, notCovered: [] },
  });
});
afterAll(async () => {
  await health.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a shield set between two questions closes the second', async () => {
  held = { Patient: [{ resourceType: 'Patient', id: 'maya', birthDate: '2024-05-01' }] };
  const markers = async () => (await health.people(['maya']))[0]?.markers;
  expect(await markers()).toEqual([]);
  held = { ...held, Flag: [flag] };
  expect(await markers()).toEqual(['SHIELDED']);
  held = { ...held, Flag: [] };
  expect(await markers()).toEqual([]);
});
