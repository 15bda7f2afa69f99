import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAgencyClient } from './agency-client';
import { ssrfSafeLookup } from './ssrf-safe-lookup';

let server: Server;
let asked: number;
beforeEach(async () => {
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const isWell = async (isBlockedAddress: (address: string) => boolean): Promise<boolean> => {
  const { port } = server.address() as AddressInfo;
  const client = createAgencyClient(`http://localhost:${port}`, {
    maxBytes: 1_000,
    lookup: ssrfSafeLookup(isBlockedAddress),
  });
  const well = await client.isWell(10_000);
  await client.close();
  return well;
};

test('a name that leads to this machine is not called where no agency is on it', async () => {
  expect(await isWell((address) => address.startsWith('127.') || address === '::1')).toBe(false);
  expect(asked).toBe(0);
});

test('a name that leads elsewhere is called', async () => {
  expect(await isWell(() => false)).toBe(true);
  expect(asked).toBe(1);
});
