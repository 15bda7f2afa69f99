import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { ANSWERING_TO_THE_END, createShutDown } from './shut-down';

test('a request that comes while the server is being closed is answered as any other', async () => {
  const app = fastify(ANSWERING_TO_THE_END);
  app.get('/', async () => ({ data: { me: null } }));
  let goOn: () => void = () => {};
  let began: () => void = () => {};
  const beginning = new Promise<void>((resolve) => {
    began = resolve;
  });
  // The moment between: it is being closed, and listens still.
  app.addHook('preClose', () => {
    began();
    return new Promise<void>((resolve) => {
      goOn = resolve;
    });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const ending = createShutDown();
  const ended = ending.drain(app, 60_000);
  await beginning;
  expect(ending.isReady()).toBe(false);
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect([response.status, response.headers.get('connection'), await response.json()]).toEqual([
    200,
    'close',
    { data: { me: null } },
  ]);
  goOn();
  await ended;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});
