import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FhirClient } from './fhir-client';
import { FhirReading } from './fhir-reading';
import { KINDS } from './format/fhir';
import { type Stored, serveFhir } from './stand-in-server';

let servers: Server[] = [];
let clients: FhirClient[] = [];
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  [servers, clients] = [[], []];
});

async function clientOf(answer: RequestListener, timeLimit?: number): Promise<FhirClient> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return clientFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/R4`, timeLimit);
}
function clientFor(baseUrl: string, timeLimit?: number): FhirClient {
  const client = new FhirClient({ baseUrl, authorization: 'Bearer secret', timeLimit });
  clients.push(client);
  return client;
}
const saying =
  (body: unknown): RequestListener =>
  (_, response) =>
    void response.end(typeof body === 'string' ? body : JSON.stringify(body));
const bundleOf = (resources: readonly unknown[], next?: string) => ({
  resourceType: 'Bundle',
  entry: resources.map((resource) => ({ resource })),
  link: next === undefined ? [] : [{ relation: 'next', url: next }],
});
const patient = (id: string): Stored => ({ resource: { resourceType: 'Patient', id }, found: { gender: ['female'] } });
const search = (client: FhirClient) => client.search(KINDS.Patient, { gender: 'female' });
const fault = { code: 'PARTNER_SYSTEM_UNAVAILABLE', agency: 'health', doing: 'searching Patient' };

test('all pages of a long answer are read', async () => {
  const standIn = await serveFhir(
    Array.from({ length: 133 }, (_, place) => patient(`p${place}`)),
    { now: '2026-11-01T09:00:00Z' },
  );
  const { resources, asOf } = await search(clientFor(standIn.url));
  expect(new Set(resources.map(({ value }) => value.id)).size).toBe(133);
  expect(asOf).toBe('2026-11-01T09:00:00.000Z');
  await standIn.close();
});

test('many ids are asked for in addresses that a server takes', async () => {
  const ids = Array.from({ length: 900 }, (_, place) => `${'x'.repeat(40)}-${place}`);
  const standIn = await serveFhir(ids.map(patient), { now: '2026-11-01T09:00:00Z' });
  const { resources } = await new FhirReading(clientFor(standIn.url)).searchFor(KINDS.Patient, '_id', ids);
  expect(resources).toHaveLength(900);
  await standIn.close();
});

test('a next page on another server is not followed: the token would go with it', async () => {
  let called = false;
  const stranger = await clientOf((_, response) => {
    called = true;
    response.end('{}');
  });
  expect(stranger).toBeDefined();
  const elsewhere = `http://127.0.0.1:${(servers[0]!.address() as AddressInfo).port}/R4/Patient`;
  let page = 0;
  const client = await clientOf((_, response) => {
    page += 1;
    response.end(
      JSON.stringify(page === 1 ? bundleOf([{ resourceType: 'Patient', id: 'a' }], elsewhere) : bundleOf([])),
    );
  });
  await expect(search(client)).rejects.toMatchObject(fault);
  expect(page).toBe(1);
  expect(called).toBe(false);
});

test('pages that lead round in a circle are a fault at the first that comes again', async () => {
  let pages = 0;
  const client = await clientOf((request, response) => {
    pages += 1;
    response.end(JSON.stringify(bundleOf([], request.url)));
  });
  await expect(search(client)).rejects.toMatchObject(fault);
  expect(pages).toBe(1);
});

test.each([
  [
    'a refusal',
    (_: unknown, response: { writeHead(status: number): { end(): void } }) => response.writeHead(403).end(),
  ],
  ['an outage told as an outcome', saying({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] })],
  ['half an answer', saying('{"resourceType":"Bundle","entry":[')],
  ['a web page', saying('<html>please log in</html>')],
  [
    'an answer with an error among the entries',
    saying(bundleOf([{ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] }])),
  ],
  ['a person without an id', saying(bundleOf([{ resourceType: 'Patient' }]))],
  ['null', saying('null')],
  [
    'an answer out of a cache on the way',
    (_: unknown, response: { setHeader(name: string, value: string): unknown; end(body: string): void }) => {
      response.setHeader('age', '12');
      response.end(JSON.stringify(bundleOf([])));
    },
  ],
] as [string, RequestListener][])('%s is a fault of the partner system, never "nothing held"', async (_, answer) => {
  await expect(search(await clientOf(answer))).rejects.toMatchObject(fault);
});

test('a server that is not there is a fault, and so is one that does not answer in time', async () => {
  await expect(search(clientFor('http://127.0.0.1:1/R4'))).rejects.toMatchObject(fault);
  const ended: number[] = [];
  const askedFor = async (milliseconds: number) => {
    const silent = await clientOf(() => undefined, milliseconds);
    await expect(search(silent)).rejects.toMatchObject(fault);
    ended.push(milliseconds);
  };
  await Promise.all([600, 150].map(askedFor));
  expect(ended).toEqual([150, 600]);
});

test('the time limit is for the whole search, not for each page of a slow one', async () => {
  let page = 0;
  const slow = await clientOf((_, response) => {
    page += 1;
    setTimeout(() => response.end(JSON.stringify(bundleOf([], `?page=${page}`))), 60);
  }, 250);
  await expect(search(slow)).rejects.toMatchObject(fault);
  expect(page).toBeLessThan(8);
});

test('an answer without end is cut off', async () => {
  const client = await clientOf((_, response) => {
    response.writeHead(200);
    const chunk = 'x'.repeat(1024 * 1024);
    const pour = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', pour);
    };
    pour();
    // Its size ends it, not a machine that is busy.
  }, 60_000);
  await expect(search(client)).rejects.toMatchObject({ ...fault, cause: { code: 'TOO_LARGE' } });
});

test('a server is told to refuse what it does not know, and is shown the token', async () => {
  let headers: Record<string, unknown> = {};
  const client = await clientOf((request, response) => {
    headers = request.headers;
    response.end(JSON.stringify(bundleOf([])));
  });
  await search(client);
  expect(headers).toMatchObject({
    prefer: 'handling=strict',
    authorization: 'Bearer secret',
    accept: 'application/fhir+json',
    'cache-control': 'no-cache',
  });
});

test('the message of a fault holds neither the address nor what was searched for', async () => {
  const client = await clientOf((_, response) => void response.writeHead(500).end('stack trace'));
  const told = await client
    .search(KINDS.Patient, { identifier: '9449303223' })
    .catch((cause: unknown) => String(cause));
  expect(told).toBe('PartnerSystemFault: health could not read its own system while searching Patient');
});

test('an element of the wrong kind is taken out and named, and the rest of the person is read', async () => {
  const bent = {
    resourceType: 'Patient',
    id: 'a',
    gender: 7,
    name: [{ family: 'Okafor', given: ['Maya', 3] }, 'Maya'],
    birthDate: '2024-01-02',
  };
  const { resources } = await search(await clientOf(saying(bundleOf([bent]))));
  expect(resources).toEqual([
    {
      value: { id: 'a', name: [{ family: 'Okafor', given: ['Maya'] }], birthDate: '2024-01-02' },
      faults: expect.arrayContaining([
        { field: 'Patient.gender', fault: 'expected string, received number' },
        { field: 'Patient.name.given', fault: 'expected string, received number' },
        { field: 'Patient.name', fault: 'expected object, received string' },
      ]),
    },
  ]);
});

test('a next page on a host that the settings name is followed, as from behind a proxy; on another it is told as such', async () => {
  const inner = await serveFhir([patient('a')], { now: '2026-11-01T09:00:00Z' });
  const first: RequestListener = (_, response) =>
    void response.end(
      JSON.stringify(bundleOf([{ resourceType: 'Patient', id: 'first' }], `${inner.url}/Patient?gender=female`)),
    );
  const proxy = await clientOf(first);
  await expect(search(proxy)).rejects.toMatchObject({ ...fault, cause: { code: 'FOREIGN_NEXT_LINK' } });
  const { port } = servers[0]!.address() as AddressInfo;
  const trusted = new FhirClient({
    baseUrl: `http://127.0.0.1:${port}/R4`,
    pagingHosts: [new URL(inner.url).origin],
    headers: { 'x-api-key': 'k' },
  });
  clients.push(trusted);
  expect((await search(trusted)).resources.map(({ value }) => value.id)).toEqual(['first', 'a']);
  await inner.close();
});

test.each([
  [401, 'HTTP_401'],
  [429, 'HTTP_429'],
])('a refusal of %i is told apart for the operator', async (status, code) => {
  const client = await clientOf((_, response) => void response.writeHead(status).end());
  await expect(search(client)).rejects.toMatchObject({ ...fault, cause: { code } });
});

test('a server that is busy for a moment is asked again', async () => {
  let asked = 0;
  const client = await clientOf((_, response) => {
    asked += 1;
    if (asked === 1) response.writeHead(429, { 'retry-after': '0' }).end();
    else response.end(JSON.stringify(bundleOf([{ resourceType: 'Patient', id: 'a' }])));
  });
  expect((await search(client)).resources).toHaveLength(1);
});

describe('a batch of which one search failed', () => {
  const entries = [
    { response: { status: '200 OK' }, resource: bundleOf([{ resourceType: 'Patient', id: 'a' }]) },
    // A refusal need not have a resource (FHIR R4, Bundle.entry.response.outcome).
    { response: { status: '500 Internal Server Error', outcome: { resourceType: 'OperationOutcome' } } },
    { response: { status: '200' }, resource: bundleOf([]) },
    // Answered, and not with a Bundle.
    { response: { status: '200' }, resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] } },
    {},
  ];
  const together = async (answered: readonly unknown[]) => {
    const client = await clientOf(saying({ resourceType: 'Bundle', type: 'batch-response', entry: answered }));
    return client.askTogether(
      entries.map((_, place) => ({ type: 'Patient', parameters: { _id: `p${place}` } }) as const),
    );
  };

  test('is told of that search alone, and never as nothing held', async () => {
    const answers = await together(entries);
    expect((await answers[0]!()).entries).toMatchObject([{ type: 'Patient', matched: true }]);
    expect((await answers[2]!()).entries).toEqual([]);
    for (const failed of [1, 3, 4]) await expect(answers[failed]!()).rejects.toMatchObject(fault);
  });

  test('which of them failed is not known where there are fewer answers: all did', async () => {
    await expect(together(entries.slice(1))).rejects.toMatchObject({ ...fault, doing: 'searching a batch' });
  });
});
