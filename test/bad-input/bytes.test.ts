import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type RunningStack, startStack } from '../stack';
import { NO_AGENCIES } from './no-agencies';

let stack: RunningStack;
let token: string;
beforeAll(async () => {
  stack = await startStack({ agencies: NO_AGENCIES });
  token = await stack.token('head-of-centre');
});
afterAll(() => stack.close());

const SEARCH = JSON.stringify({
  query: 'query ($name: String) { findPeople(by: { givenName: $name, familyName: "Okafor" }) { answers { status } } }',
  variables: { name: 'Grâce' },
});

/** Lines of the head in pairs, so that one may come twice. */
const send = (body: Buffer, head: readonly string[] = [], path = '/graphql', method = 'POST') =>
  new Promise<{ status: number; body: { data?: unknown; errors?: { extensions: { code: string } }[] } }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(stack.url);
      const pairs = ['host', hostname, 'authorization', `Bearer ${token}`, 'x-purpose', 'EARLY_HELP', ...head];
      const asked = request({ hostname, port, path, method, headers: pairs as never }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode!, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    },
  );
const JSON_HEAD = ['content-type', 'application/json'];
const lengthOf = (body: Buffer) => ['content-length', String(body.length)];

test('a search whose bytes are not UTF-8 is refused, and nobody is "nothing held" for it (RFC 8259, section 8.1)', async () => {
  const latin = Buffer.from(SEARCH, 'latin1');
  const { status, body } = await send(latin, [...JSON_HEAD, ...lengthOf(latin)]);
  expect([status, body.data, body.errors?.[0]?.extensions.code]).toEqual([400, undefined, 'BAD_REQUEST']);
});

test('a body that says it is in another charset is refused as such (RFC 9110, section 15.5.16)', async () => {
  const bytes = Buffer.from(SEARCH);
  const type = ['content-type', 'application/json; charset=ISO-8859-1'];
  expect((await send(bytes, [...type, ...lengthOf(bytes)])).status).toBe(415);
});

test.each(['application/json; charset=utf-8', 'application/json; charset="UTF-8"'])('%s is read', async (type) => {
  const bytes = Buffer.from('{"query":"{ me { role } }"}');
  const { status, body } = await send(bytes, ['content-type', type, ...lengthOf(bytes)]);
  expect([status, body.data]).toEqual([200, { me: { role: 'HEAD_OF_CENTRE' } }]);
});

test.each(['gzip', 'br', 'zstd', 'gzip, gzip', 'x-other'])(
  'a body that says it is packed (%s) is refused as such, packed or not (RFC 9110, section 15.5.16)',
  async (coding) => {
    const plain = Buffer.from('{"query":"{ me { role } }"}');
    for (const bytes of [plain, gzipSync(plain)]) {
      const head = [...JSON_HEAD, 'content-encoding', coding, ...lengthOf(bytes)];
      expect((await send(bytes, head)).status).toBe(415);
    }
    expect((await send(plain, [...JSON_HEAD, 'content-encoding', 'identity', ...lengthOf(plain)])).status).toBe(200);
  },
);

test('of two charsets neither is believed', async () => {
  const bytes = Buffer.from('{"query":"{ me { role } }"}');
  const type = ['content-type', 'application/json; charset=utf-8; charset=utf-16'];
  expect((await send(bytes, [...type, ...lengthOf(bytes)])).status).toBe(415);
});

test('an address whose encoded bytes are not UTF-8 is refused', async () => {
  const path = '/graphql?query=%7B%20me%20%7B%20role%20%7D%20%7D%23%E2';
  expect((await send(Buffer.alloc(0), [], path, 'GET')).status).toBe(400);
});

test.each([
  ['authorization', () => `Bearer ${token}`],
  ['content-type', () => 'text/plain'],
  ['host', () => 'elsewhere.example'],
])('two lines of %s are refused, whichever would be believed (RFC 9110, section 5.3)', async (name, value) => {
  const bytes = Buffer.from('{"query":"{ me { role } }"}');
  expect((await send(bytes, [...JSON_HEAD, ...lengthOf(bytes), name, value()])).status).toBe(400);
});

test('an address that cannot be read is refused as anything else is, and not repeated', async () => {
  const { status, body } = await send(Buffer.alloc(0), [], '/%zz', 'GET');
  expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  expect(JSON.stringify(body)).not.toContain('zz');
});
