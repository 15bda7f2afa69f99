import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningAgency } from './agency';
import { PortTaken } from './errors';
import { clinic, clinicConnector } from './fixtures/clinic';
import { serveAgency } from './serve-agency';
import { askAgency, startTestIssuer, type TestIssuer } from './testing';

let issuer: TestIssuer;
let agency: RunningAgency;
let dataDirectory: string;
const connector = clinicConnector();

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'clinic-'));
  issuer = await startTestIssuer();
  agency = await serveAgency(clinic(connector), { port: 0, jwksUrl: issuer.jwksUrl, dataDirectory });
});
afterAll(async () => {
  await agency.close();
  await issuer.close();
  await rm(dataDirectory, { recursive: true });
});

const ENTITIES =
  'query ($them: [_Any!]!) { _entities(representations: $them) { ... on Person { clinic { visits { setting } } } } }';
const them = (...refs: string[]) => ({ them: refs.map((clinicRef) => ({ __typename: 'Person', clinicRef })) });

test('a person is answered under a grant for exactly this request', async () => {
  const variables = them('maya');
  const grant = await issuer.issueGrant(
    { agency: 'clinic', people: [{ refs: ['maya'], streams: ['clinic:visits'] }] },
    ENTITIES,
    variables,
  );
  const { status, body } = await askAgency(`${agency.url}/graphql`, grant, ENTITIES, variables);
  expect(body).toEqual({ data: { _entities: [{ clinic: { visits: [{ setting: 'visit of maya' }] } }] } });
  expect(status).toBe(200);
});

test('health is told to anybody, and says nothing else', async () => {
  const response = await fetch(`${agency.url}/health`);
  expect([response.status, await response.text()]).toEqual([200, '{"status":"up"}']);
});

test('the SDL is read without a grant, and nothing beside it', async () => {
  const sdl = await askAgency(`${agency.url}/graphql`, undefined, '{ _service { sdl } }');
  expect(sdl.body.data._service.sdl).toContain('@policy(policies: [["clinic:visits"]])');
  for (const query of [
    '{ _service { sdl } rooms { name } }',
    '{ _service { sdl } ...more } fragment more on Query { rooms { name } }',
    '{ __schema { types { name } } }',
    '{ rooms { name } }',
    'query a { _service { sdl } } query b { rooms { name } }',
  ]) {
    const refused = await askAgency(`${agency.url}/graphql`, undefined, query);
    expect([query, refused.status, refused.body]).toEqual([
      query,
      401,
      { errors: [{ message: 'This request carries no valid grant', extensions: { code: 'GRANT_MISSING' } }] },
    ]);
  }
});

test('the contract answers nothing without a grant', async () => {
  const refused = await askAgency(`${agency.url}/contract`, undefined, '{ coverage { area } }');
  expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([401, 'GRANT_MISSING']);
});

test('a request larger than two megabytes is refused before it is read', async () => {
  const response = await fetch(`${agency.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ rooms { name } } #${'x'.repeat(2_100_000)}` }),
  });
  expect([response.status, (await response.json()).errors[0].extensions.code]).toEqual([413, 'TOO_LARGE']);
});

test('a request that does not say how large it is, is refused once it has grown too large', async () => {
  const status = await new Promise((resolve, reject) => {
    const sending = request(`${agency.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    sending.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    sending.write('x'.repeat(1_000_000));
    sending.write('x'.repeat(1_000_000));
    sending.end('x');
  });
  expect(status).toBe(413);
});

test('only POST is taken, and only on the two paths', async () => {
  const get = await fetch(`${agency.url}/graphql?query={rooms{name}}`);
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  const elsewhere = await fetch(`${agency.url}/toString`, { method: 'POST', body: '{}' });
  expect(elsewhere.status).toBe(404);
});

test('what is not GraphQL is refused without repeating it', async () => {
  const response = await fetch(`${agency.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query": 9449303223',
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    { errors: [{ message: 'Not a GraphQL request', extensions: { code: 'BAD_REQUEST' } }] },
  ]);
});

test('a value that does not fit is not quoted back', async () => {
  const query = 'query ($n: Int!) { roster(first: $n, mine: true) { next } }';
  const variables = { n: 'Maya Okafor' };
  const grant = await issuer.issueGrant({ agency: 'clinic', streams: ['clinic:roster'] }, query, variables);
  const { body } = await askAgency(`${agency.url}/contract`, grant, query, variables);
  expect(body).toEqual({
    errors: [{ message: 'The request does not fit the schema', extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

test('a second agency on the port is told which port and what to do', async () => {
  const second = serveAgency(clinic(), { port: agency.port, jwksUrl: issuer.jwksUrl, dataDirectory });
  await expect(second).rejects.toThrow(PortTaken);
  await expect(second).rejects.toThrow(`port ${agency.port} is in use`);
});

test('an agency that cannot start closes its connector, then its stand-in', async () => {
  const closed: string[] = [];
  const close = (what: string) => async (): Promise<void> => void closed.push(what);
  const begun = serveAgency(
    { ...clinic({ ...clinicConnector(), close: close('connector') }), standIn: { close: close('stand-in') } },
    { port: agency.port, jwksUrl: issuer.jwksUrl, dataDirectory },
  );
  await expect(begun).rejects.toThrow(PortTaken);
  expect(closed).toEqual(['connector', 'stand-in']);
});

test('an agency can be closed twice, and its connector is closed once', async () => {
  let closed = 0;
  const close = async (): Promise<void> => {
    closed += 1;
  };
  const counting = { ...clinicConnector(), close };
  const another = await serveAgency(clinic(counting), {
    port: 0,
    jwksUrl: issuer.jwksUrl,
    dataDirectory: join(dataDirectory, 'another'),
  });
  await Promise.all([another.close(), another.close()]);
  expect(closed).toBe(1);
});

test('a partner system that hangs is told as too slow within the time limit', async () => {
  const hanging = { ...clinicConnector(), coverage: () => new Promise<never>(() => undefined) };
  const slow = await serveAgency(clinic(hanging), {
    port: 0,
    jwksUrl: issuer.jwksUrl,
    dataDirectory: join(dataDirectory, 'slow'),
    timeLimitMs: 200,
  });
  const query = '{ coverage { area } }';
  const grant = await issuer.issueGrant({ agency: 'clinic', streams: ['clinic:existence'] }, query);
  const { status, body } = await askAgency(`${slow.url}/contract`, grant, query);
  await slow.close();
  expect([status, body.errors[0].extensions.code]).toEqual([503, 'AGENCY_TOO_SLOW']);
});
