import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PartnerSystemFault } from './errors';
import { describeFault } from './http/write-log';
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

test.each<[string, RequestListener, number?]>([
  ['is slower than the limit', () => undefined, 150],
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
    150,
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
])('a partner that %s is a fault of the partner, never an empty answer', async (_, answers, timeLimit = 30_000) => {
  const partner = await partnerThat(answers, { timeLimit, byteLimit: 4096 });
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

describe('a busy system that says when to ask again', () => {
  const answering = (statuses: readonly number[], retryAfter: string | undefined) => {
    let asked = 0;
    const answers: RequestListener = (_, response) => {
      response.statusCode = statuses[asked] ?? 200;
      asked += 1;
      if (response.statusCode !== 200 && retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      response.end('{"held":true}');
    };
    return { answers, asked: () => asked };
  };

  // RFC 9110, 10.2.3: seconds, or a date.
  test.each([
    [429, '0'],
    [503, '0'],
    [429, '1'],
    [429, 'Wed, 21 Oct 2015 07:28:00 GMT'],
  ])('is asked again: %i, %s', async (status, retryAfter) => {
    const busy = answering([status], retryAfter);
    const partner = await partnerThat(busy.answers, { timeLimit: 30_000 });
    expect(await partner.get('/tenures')).toEqual({ held: true });
    expect(busy.asked()).toBe(2);
  });

  test.each([
    ['one that does not say when', [429], undefined, 1],
    ['one that is always busy', [429, 429, 429, 429, 429], '0', 3],
    ['one that refuses', [401], '0', 1],
    ['one that fails without being busy', [500], '0', 1],
  ])('%s is unavailable', async (_, statuses, retryAfter, times) => {
    const busy = answering(statuses, retryAfter);
    const partner = await partnerThat(busy.answers, { timeLimit: 30_000 });
    await expect(partner.get('/tenures')).rejects.toBeInstanceOf(PartnerSystemFault);
    expect(busy.asked()).toBe(times);
  });

  test('one that would be free after the deadline is unavailable at the deadline', async () => {
    const busy = answering([503], '3600');
    // Its time is over once it was asked: on a busy machine a clock's could be over before.
    const deadline = new AbortController();
    const timeLimits = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
    const partner = await partnerThat((request, response) => {
      response.on('finish', () => setTimeout(() => deadline.abort(), 200));
      busy.answers(request, response);
    });
    await expect(partner.get('/tenures')).rejects.toBeInstanceOf(PartnerSystemFault);
    timeLimits.mockRestore();
    expect(busy.asked()).toBe(1);
  });
});

test.each<[string, RequestListener]>([
  ['HTTP_401', (_, response) => void response.writeHead(401).end()],
  ['HTTP_429', (_, response) => void response.writeHead(429).end()],
  ['OUT_OF_A_CACHE', (_, response) => void response.writeHead(200, { age: '9' }).end('{}')],
  ['NOT_UTF8', (_, response) => void response.end(Buffer.from('{"name":"Gr\xe2ce"}', 'latin1'))],
])('the operator is told %s, and nothing of the answer', async (code, answers) => {
  const partner = await partnerThat(answers);
  const fault = await partner.get('/tenures').catch((thrown: unknown) => thrown);
  expect(describeFault(fault)).toEqual({
    code: 'PARTNER_SYSTEM_UNAVAILABLE',
    doing: 'housing could not read its own system while reading /tenures',
    cause: expect.stringMatching(new RegExp(`^PartnerAnswerFault ${code}(,|$)`)),
  });
});
