/** What nginx does before gateways that have as many connections as they may, by the file that docker-compose.yml gives it. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Overloaded } from '@family-view/gateway/http/concurrency-limiter';
import { hasNginx, type Nginx, startNginx } from './start-nginx';

/** `max_conns` of both. */
const MOST = 2 * 160;

(hasNginx ? describe : describe.skip)('nginx before two gateways (skipped where it is not installed)', () => {
  const held: ServerResponse[] = [];
  const arrived = new EventTarget();
  let cut = 0;
  const gateways: Server[] = [];
  let nginx: Nginx;

  beforeAll(async () => {
    for (const _ of [1, 2]) {
      const server = createServer(({ url }, response) => {
        if (url === '/cut') {
          cut += 1;
          return response.destroy();
        }
        if (url !== '/graphql') return response.end();
        held.push(response);
        return arrived.dispatchEvent(new Event('one'));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      gateways.push(server);
    }
    const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    nginx = await startNginx([urlOf(gateways[0]!), urlOf(gateways[1]!)]);
  });
  afterAll(async () => {
    await nginx.close();
    for (const server of gateways) server.closeAllConnections();
    for (const server of gateways) server.close();
  });

  const ask = () => fetch(`${nginx.url}/graphql`, { method: 'POST', body: '{}' });

  test('while both have as many as they take in a second, the next is told what a gateway tells, and sent to none', async () => {
    const asked = Array.from({ length: MOST }, ask);
    while (held.length < MOST) await once(arrived, 'one');

    const refused = await ask();
    const { message, code, httpStatus, retryAfterSeconds } = new Overloaded();
    expect({
      status: refused.status,
      type: refused.headers.get('content-type'),
      retryAfter: refused.headers.get('retry-after'),
      cached: refused.headers.get('cache-control'),
      body: await refused.json(),
    }).toEqual({
      status: httpStatus,
      type: 'application/json',
      retryAfter: String(retryAfterSeconds),
      cached: 'no-store',
      body: { errors: [{ message, extensions: { code } }] },
    });
    expect(held).toHaveLength(MOST);

    for (const response of held.splice(0)) response.end('answered');
    expect(new Set(await Promise.all(asked.map(async (one) => (await one).text())))).toEqual(new Set(['answered']));
    const next = ask();
    while (held.length < 1) await once(arrived, 'one');
    held.pop()!.end('again');
    expect(await (await next).text()).toBe('again');
  });

  test('what was sent to one that then ended is sent to no other, nor told as refused: it may have been done', async () => {
    const { status, headers } = await fetch(`${nginx.url}/cut`, { method: 'POST', body: '{}' });
    expect([status, headers.get('retry-after'), headers.get('content-type'), cut]).toEqual([502, null, 'text/html', 1]);
  });
});
