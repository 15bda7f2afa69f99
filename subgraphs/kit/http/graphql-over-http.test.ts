import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { serverAudits } from 'graphql-http';
import { answerGraphql } from './answer-graphql';
import { startHttpServer } from './http-server';

// The specification's own audit suite, which carries no grants: asked of the endpoints behind an open lock.
let server: Server;
let url = '';
const statement = { operation: 'audit' } as never;

beforeAll(async () => {
  const open = answerGraphql({
    agency: 'clinic',
    schema: buildSchema('type Query { hello: String }'),
    checkGrant: async () => ({ outcome: 'granted', statement, jti: 'one' }),
    openContext: () => ({}),
    sdlIsPublic: false,
    log: () => undefined,
    requests: { add: async () => undefined, close: async () => undefined },
  });
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    timeLimitMs: 5_000,
    paths: { '/graphql': open },
    reportFault: () => undefined,
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const audits = serverAudits({ url: () => url, fetchFn: fetch });

// GET may be served, by the specification; it is not, since a query in a URL ends up in somebody's access log.
test.each(audits.filter(({ name }) => name.startsWith('MUST')).map((audit) => [audit.name, audit] as const))(
  '%s',
  async (_, audit) => {
    const result = await audit.fn();
    expect([result.status, result.status === 'ok' ? '' : result.reason]).toEqual(['ok', '']);
  },
);

test('the audit suite has its requirements in it', () => {
  expect(audits.filter(({ name }) => name.startsWith('MUST')).length).toBeGreaterThan(8);
});

const sent = (headers: Readonly<Record<string, string>>) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: '{"query":"{ hello }"}',
  });

test.each([
  'application/json; charset="utf-8"',
  'application/json; x=y; charset=UTF-8',
  'Application/JSON;charset=utf8',
])('%s is UTF-8 (RFC 9110, section 8.3.2)', async (type) => {
  expect((await sent({ 'content-type': type })).status).toBe(200);
});

test.each<Readonly<Record<string, string>>>([
  { 'content-type': 'application/json; charset=utf-8; charset=utf-16' },
  { 'content-type': 'application/json; charset="iso-8859-1"' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br' },
])('%j is refused: the body would be read as what it is not (RFC 9110, section 15.5.16)', async (headers) => {
  expect((await sent(headers)).status).toBe(415);
});
