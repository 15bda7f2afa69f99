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
    checkGrant: async () => ({ outcome: 'granted', statement }),
    openContext: () => ({}),
    sdlIsPublic: false,
    log: () => undefined,
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
