import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PartnerSystemFault } from './errors';
import { connectToPartner, type PartnerJson, readEveryPage, readInChunks } from './partner-json';

const open: { server: Server; partner: PartnerJson }[] = [];

async function partnerThat(answers: RequestListener, limits: { timeLimit?: number; byteLimit?: number } = {}) {
  const server = createServer(answers);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/`;
  const partner = connectToPartner({ agency: 'housing', baseUrl, authorization: 'Bearer k', ...limits });
  open.push({ server, partner });
  return partner;
}

afterAll(async () => {
  for (const { server, partner } of open) {
    await partner.close();
    server.closeAllConnections();
    server.close();
  }
});

test('a call carries the authorization and the query under the base path', async () => {
  const partner = await partnerThat((request, response) => {
    response.end(JSON.stringify([request.url, request.headers.authorization, request.headers['cache-control']]));
  });
  expect(await partner.get('/tenures', { ids: ['a', 'b'], page: 1, uprn: undefined })).toEqual([
    '/api/v1/tenures?ids=a%2Cb&page=1',
    'Bearer k',
    'no-cache',
  ]);
});

test.each<[string, RequestListener]>([
  ['is slower than the limit', () => undefined],
  [
    'stops in the middle of its answer',
    (_, response) => {
      response.write('{"value":[', () => response.destroy());
    },
  ],
  [
    'dribbles its answer past the limit',
    (_, response) => {
      response.write('{');
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    },
  ],
  [
    'comes out of a cache that heeds no request for a fresh one',
    (_, response) => {
      response.setHeader('age', '40');
      response.end('{}');
    },
  ],
  [
    'says 500',
    (_, response) => {
      response.statusCode = 500;
      response.end('{}');
    },
  ],
  [
    'sends the caller elsewhere',
    (_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    },
  ],
  [
    'answers with a page of HTML',
    (_, response) => {
      response.end('<html>Sign in</html>');
    },
  ],
  [
    'answers more than the limit',
    (_, response) => {
      response.end(JSON.stringify('x'.repeat(5000)));
    },
  ],
])('a partner that %s is a fault of the partner, never an empty answer', async (_, answers) => {
  const partner = await partnerThat(answers, { timeLimit: 150, byteLimit: 4096 });
  await expect(partner.get('/persons')).rejects.toBeInstanceOf(PartnerSystemFault);
});

test('a fault does not tell where the partner system is', async () => {
  const partner = connectToPartner({ agency: 'housing', baseUrl: 'http://127.0.0.1:1' });
  const fault = await partner.get('/persons', { name: 'Okafor' }).catch((error: unknown) => error);
  expect(String(fault)).not.toMatch(/127\.0\.0\.1|Okafor/);
  await partner.close();
});

test('a listing is read to its last page', async () => {
  const pages = [[1, 2], [3, 4], [5]];
  const rows = await readEveryPage('housing', 'reading', async (page) => ({
    rows: pages[page - 1] ?? [],
    more: page < 3,
  }));
  expect(rows).toEqual([1, 2, 3, 4, 5]);
});

test('a listing that promises more and gives none is a fault at once', async () => {
  let pages = 0;
  const endless = readEveryPage('housing', 'reading', async () => {
    pages += 1;
    return { rows: [], more: true };
  });
  await expect(endless).rejects.toBeInstanceOf(PartnerSystemFault);
  expect(pages).toBe(1);
});

test('references are asked for in calls of the given size, each once', async () => {
  const asked: (readonly string[])[] = [];
  const rows = await readInChunks(['a', 'b', 'a', 'c'], 2, async (chunk) => {
    asked.push(chunk);
    return chunk;
  });
  expect(rows).toEqual(['a', 'b', 'c']);
  expect(asked).toEqual([['a', 'b'], ['c']]);
});
