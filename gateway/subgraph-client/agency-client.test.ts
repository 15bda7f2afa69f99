import type { ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Listening, sendJson, startListening } from '../fixtures/listening';
import { serializeRequest } from '../shared/serialize-request';
import { type AgencyClient, createAgencyClient } from './agency-client';
import { BREAKER } from './breaker';

const MAX = 100_000;
/** Here it is each answer that is looked at, and not how many of them were bad. */
const NEVER_SPARED = { ...BREAKER, leastBad: Number.POSITIVE_INFINITY };
let agency: Listening;
let client: AgencyClient;
beforeAll(async () => {
  agency = await startListening();
  client = createAgencyClient(agency.origin, { maxBytes: MAX, breaker: NEVER_SPARED });
});
afterAll(async () => {
  await client.close();
  await agency.close();
});
/** Time enough for whoever is to be answered, on a machine however busy. */
const ask = (milliseconds = 30_000) =>
  client.post(
    '/graphql',
    { question: serializeRequest('{ a }', { v: 1 }), grant: { statement: 's', seal: 't' } },
    { forRound: () => milliseconds },
  );
const json = { 'content-type': 'application/json' };
const packed = (response: ServerResponse, bytes: Buffer): void =>
  void response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bytes);

test('what is sent is the query, its variables and the grant, and nothing else', async () => {
  agency.answer = (_body, response) => sendJson(response, { data: { a: 1 } });
  expect(await ask()).toEqual({ kind: 'answered', data: { a: 1 }, errors: [] });
  expect(agency.received.at(-1)).toEqual({
    query: '{ a }',
    variables: { v: 1 },
    extensions: { grant: { statement: 's', seal: 't' } },
  });
});

test("of an agency's error the path and the code are read, and never its words", async () => {
  agency.answer = (_body, response) =>
    sendJson(response, {
      data: { a: null },
      errors: [
        {
          message: 'Ada Lee is at 1 Elm Road',
          path: ['a', 0],
          locations: [],
          extensions: { code: 'NOT_GRANTED', stack: 'x' },
        },
        { message: 'no path' },
        'text',
        { path: [{}], extensions: { code: 7 } },
      ],
    });
  expect(await ask()).toEqual({
    kind: 'answered',
    data: { a: null },
    errors: [
      { path: ['a', 0], code: 'NOT_GRANTED' },
      { path: null, code: null },
      { path: null, code: null },
      { path: null, code: null },
    ],
  });
});

const FAULTS: readonly (readonly [what: string, answer: Listening['answer'], fault: string])[] = [
  [
    'a page of HTML',
    (_b, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hello</h1>'),
    'NOT_GRAPHQL',
  ],
  ['JSON that does not say so', (_b, response) => response.writeHead(200).end('{"data":{"a":1}}'), 'NOT_GRAPHQL'],
  ['text that is no JSON', (_b, response) => response.writeHead(200, json).end('{"data":'), 'NOT_GRAPHQL'],
  ['a list', (_b, response) => sendJson(response, [{ data: {} }]), 'NOT_GRAPHQL'],
  ['an error of the server', (_b, response) => sendJson(response, { data: { a: 1 } }, 500), 'NOT_GRAPHQL'],
  ['"not found"', (_b, response) => sendJson(response, { data: { a: 1 } }, 404), 'NOT_GRAPHQL'],
  [
    '"go elsewhere"',
    (_b, response) => response.writeHead(307, { ...json, location: `${agency.origin}/elsewhere` }).end('{}'),
    'NOT_GRAPHQL',
  ],
  [
    'a refusal of the grant',
    (_b, response) => sendJson(response, { errors: [{ message: 'no' }] }, 403),
    'REFUSED_GRANT',
  ],
  ['"sign in first"', (_b, response) => sendJson(response, { errors: [] }, 401), 'REFUSED_GRANT'],
  ['a null for everything and no word why', (_b, response) => sendJson(response, { data: null }), 'NOTHING_BUT_NULL'],
  ['nothing at all', (_b, response) => sendJson(response, {}), 'NOTHING_BUT_NULL'],
  [
    'errors and no data',
    (_b, response) => sendJson(response, { data: null, errors: [{ message: 'x' }] }),
    'ANSWERED_WITH_ERRORS',
  ],
  ['a list where data should be', (_b, response) => sendJson(response, { data: [] }), 'NOTHING_BUT_NULL'],
  ['more than it may', (_b, response) => sendJson(response, { data: { a: 'x'.repeat(MAX) } }), 'TOO_LARGE'],
  [
    'a packed answer that would fill the memory',
    (_b, response) => packed(response, gzipSync(`{"data":{"a":"${'x'.repeat(10_000_000)}"}}`)),
    'TOO_LARGE',
  ],
  [
    'a packed answer that is too large as it comes, and unpacks into next to nothing',
    (_b, response) => {
      const nothing = Buffer.concat(Array<Buffer>(MAX / 10).fill(gzipSync('')));
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).write(gzipSync('{"data":{"a":1}}'));
      response.end(nothing);
    },
    'TOO_LARGE',
  ],
  ['a packed answer that is none', (_b, response) => packed(response, Buffer.from('{"data":{"a":1}}')), 'NOT_GRAPHQL'],
  [
    'half a packed answer',
    (_b, response) => packed(response, gzipSync('{"data":{"a":1}}').subarray(0, 20)),
    'NOT_GRAPHQL',
  ],
  [
    'an answer packed in a way that nobody asked for',
    (_b, response) =>
      response.writeHead(200, { ...json, 'content-encoding': 'br' }).end(brotliCompressSync('{"data":{"a":1}}')),
    'NOT_GRAPHQL',
  ],
  [
    'an answer that announces more than it may',
    (_b, response) => void response.writeHead(200, { ...json, 'content-length': String(MAX + 1) }).write('{'),
    'TOO_LARGE',
  ],
  ['errors that are no list', (_b, response) => sendJson(response, { data: { a: 1 }, errors: {} }), 'NOT_GRAPHQL'],
  [
    'more errors than anybody could mean',
    (_b, response) => sendJson(response, { data: { a: 1 }, errors: Array.from({ length: 10_000 }, () => 0) }),
    'ANSWERED_WITH_ERRORS',
  ],
  ['"nothing to say"', (_b, response) => response.writeHead(204).end(), 'NOT_GRAPHQL'],
  ['a line cut at once', (_b, response) => response.destroy(), 'UNREACHABLE'],
  [
    'half an answer and a cut line',
    (_b, response) => {
      response.writeHead(200, { ...json, 'content-length': '1000' });
      response.write('{"data":', () => response.destroy());
    },
    'UNREACHABLE',
  ],
];

test.each([200, 294, 400, 422, 500, 503])(
  'what has the type of GraphQL alone is read whatever its status (GraphQL over HTTP, section 6.4.2): %d',
  async (status) => {
    agency.answer = (_b, response) =>
      void response
        .writeHead(status, { 'content-type': 'application/graphql-response+json; charset=utf-8' })
        .end('{"data":{"a":null},"errors":[{"path":["a"],"message":"x"}]}');
    expect(await ask()).toEqual({ kind: 'answered', data: { a: null }, errors: [{ path: ['a'], code: null }] });
  },
);

test.each<[string, string, Buffer]>([
  ['bytes that are not UTF-8', 'application/json', Buffer.from('{"data":{"a":"Grâce"}}', 'latin1')],
  ['another charset', 'application/json; charset=ISO-8859-1', Buffer.from('{"data":{"a":1}}')],
])('%s are malformed: read as UTF-8 they would be another name', async (_what, type, bytes) => {
  agency.answer = (_b, response) => void response.writeHead(200, { 'content-type': type }).end(bytes);
  expect(await ask()).toEqual({ kind: 'fault', fault: 'MALFORMED' });
  agency.answer = (_b, response) =>
    void response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(bytes));
  expect(await ask()).toEqual({ kind: 'fault', fault: 'MALFORMED' });
});

test.each([
  'application/json; charset="utf-8"',
  'application/graphql-response+json; x=y; charset="UTF-8"',
  'application/json;charset=utf8',
])('%s is UTF-8 (RFC 9110, section 8.3.2), with a byte order mark or without (RFC 8259, section 8.1)', async (type) => {
  for (const mark of ['', '\uFEFF']) {
    agency.answer = (_b, response) =>
      void response.writeHead(200, { 'content-type': type }).end(`${mark}{"data":{"a":1}}`);
    expect(await ask()).toEqual({ kind: 'answered', data: { a: 1 }, errors: [] });
  }
});

test('of two charsets neither is believed', async () => {
  const type = 'application/json; charset=utf-8; charset=utf-16';
  agency.answer = (_b, response) => void response.writeHead(200, { 'content-type': type }).end('{"data":{"a":1}}');
  expect(await ask()).toEqual({ kind: 'fault', fault: 'MALFORMED' });
});

test('a packed answer is unpacked', async () => {
  agency.answer = (_body, response, { headers }) => {
    expect(headers['accept-encoding']).toBe('gzip');
    packed(response, gzipSync(`{"data":{"a":"${'x'.repeat(MAX / 2)}"}}`));
  };
  expect(await ask()).toEqual({ kind: 'answered', data: { a: 'x'.repeat(MAX / 2) }, errors: [] });
});

test.each(FAULTS)('%s is a fault, and never an answer', async (_what, answer, fault) => {
  agency.answer = answer;
  expect(await ask()).toEqual({ kind: 'fault', fault });
});

test('an answer without end is cut off where it grows too large', async () => {
  const cut = new Promise((resolve) => {
    agency.answer = (_body, response) => {
      response.once('close', resolve).writeHead(200, json);
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(16_384), () => setImmediate(more));
      };
      more();
    };
  });
  expect(await ask(60_000)).toEqual({ kind: 'fault', fault: 'TOO_LARGE' });
  await cut;
});

test.each([
  ['never answers', () => {}],
  ['sends its head and then nothing', (_body, response) => void response.writeHead(200, json).write('{')],
  [
    'sends one letter now and then',
    (_body, response) => {
      response.writeHead(200, json);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
  ],
] as readonly (readonly [string, Listening['answer']])[])(
  'an agency that %s is given up when its time is over',
  async (_how, answer) => {
    agency.answer = answer;
    const ended: number[] = [];
    const askFor = async (milliseconds: number) => {
      const reply = await ask(milliseconds);
      ended.push(milliseconds);
      return reply;
    };
    const replies = await Promise.all([600, 150].map(askFor));
    expect(replies).toEqual(Array(2).fill({ kind: 'fault', fault: 'TIMED_OUT' }));
    expect(ended).toEqual([150, 600]);
  },
);

test('with no time left nobody is asked', async () => {
  const before = agency.received.length;
  expect(await ask(0)).toEqual({ kind: 'fault', fault: 'TIMED_OUT' });
  expect(await ask(-5)).toEqual({ kind: 'fault', fault: 'TIMED_OUT' });
  expect(agency.received).toHaveLength(before);
});

test('an address where nobody listens is a fault at once', async () => {
  const gone = await startListening();
  await gone.close();
  const nobody = createAgencyClient(gone.origin, { maxBytes: MAX });
  expect(
    await nobody.post(
      '/graphql',
      { question: serializeRequest('', {}), grant: { statement: '', seal: '' } },
      { forRound: () => 30_000 },
    ),
  ).toEqual({ kind: 'fault', fault: 'UNREACHABLE' });
  await nobody.close();
});

test('after any fault the next question is answered', async () => {
  for (const [, answer] of FAULTS) {
    agency.answer = answer;
    await ask();
    agency.answer = (_body, response) => sendJson(response, { data: { a: 1 } });
    expect(await ask()).toMatchObject({ kind: 'answered' });
  }
});

test('a name that JavaScript knows does no harm in an answer', async () => {
  agency.answer = (_body, response) =>
    response
      .writeHead(200, json)
      .end('{"data":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}');
  await ask();
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
