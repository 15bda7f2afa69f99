import type { AddressInfo } from 'node:net';
import { Overloaded } from '@family-view/gateway/http/concurrency-limiter';
import { createCrossOrigin } from '@family-view/gateway/http/cross-origin';
import { shedLoadFrom } from '@family-view/gateway/http/load-shedding';
import { NO_AGENCIES } from '../bad-input/no-agencies';
import { type RunningStack, startStack } from '../stack';

const PORTAL = 'https://portal.example';
const DEVELOPER = 'http://localhost:5173';
let open: RunningStack;
let closed: RunningStack;
beforeAll(async () => {
  open = await startStack({ agencies: NO_AGENCIES, environment: { CORS_ORIGINS: `${PORTAL}, ${DEVELOPER}` } });
  closed = await startStack({ agencies: NO_AGENCIES });
});
afterAll(async () => {
  await open.close();
  await closed.close();
});

const preflight = (stack: RunningStack, origin: string, path = '/graphql') =>
  fetch(`${stack.url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-purpose',
    },
  });
const asks = async (stack: RunningStack, origin: string, token?: string) =>
  fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query: '{ me { id } }' }),
  });
const allowed = (response: Response): string | null => response.headers.get('access-control-allow-origin');

test.each([PORTAL, DEVELOPER])(
  'a page of %s, which is on the list, may ask, and a preflight says so',
  async (origin) => {
    const before = await preflight(open, origin);
    expect([before.status, allowed(before)]).toEqual([204, origin]);
    expect(before.headers.get('access-control-allow-headers')).toMatch(/authorization.*x-purpose.*x-break-glass/);
    expect(before.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(before.headers.get('vary')).toMatch(/\borigin\b/i);
    const answer = await asks(open, origin, await open.token('head-of-centre'));
    expect([answer.status, allowed(answer)]).toEqual([200, origin]);
    expect(answer.headers.get('vary')).toMatch(/\borigin\b/i);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  },
);

test('such a page can read why it is refused', async () => {
  const answer = await asks(open, PORTAL);
  expect([answer.status, allowed(answer)]).toEqual([401, PORTAL]);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'NO_TOKEN' } }] });
});

test.each([
  'https://evil.example',
  'null',
  'https://portal.example.evil.example',
  'https://PORTAL.example',
  'http://portal.example',
  'https://portal.example:8443',
])('a page of %s, which is not, may not', async (origin) => {
  const before = await preflight(open, origin);
  expect([before.status, allowed(before)]).toEqual([404, null]);
  expect(allowed(await asks(open, origin, await open.token('head-of-centre')))).toBeNull();
});

test.each(['/registry/publish', '/development/token', '/sign-in'])('%s is told to no other origin', async (path) => {
  const before = await preflight(open, PORTAL, path);
  expect([before.status, allowed(before)]).toEqual([404, null]);
});

test('where no origin is set, none may ask', async () => {
  const before = await preflight(closed, PORTAL);
  expect([before.status, allowed(before)]).toEqual([404, null]);
  expect(allowed(await asks(closed, PORTAL, await closed.token('head-of-centre')))).toBeNull();
});

test('a page that may ask can read that the gateway is overloaded, and its preflight is answered then too', async () => {
  const { headersFor } = createCrossOrigin(new Set([PORTAL]));
  const limiter = { refusal: () => new Overloaded(), carry: <T>(work: () => T) => work() };
  const server = shedLoadFrom(
    limiter as never,
    () => true,
    headersFor,
  )((_request, response) => response.end('handled'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const shed = await fetch(url, { method: 'POST', headers: { origin: PORTAL } });
  expect([shed.status, shed.headers.get('access-control-allow-origin')]).toEqual([503, PORTAL]);
  expect(shed.headers.get('vary')).toBe('Origin');
  expect(shed.headers.get('access-control-expose-headers')).toContain('retry-after');
  const other = await fetch(url, { method: 'POST', headers: { origin: 'https://evil.example' } });
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([503, null]);
  expect(await (await fetch(url, { method: 'OPTIONS', headers: { origin: PORTAL } })).text()).toBe('handled');
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
