import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config';
import { createAuthority } from '../fixtures/certificates';
import { PLENTY_MS } from '../fixtures/listening';
import { serializeRequest } from '../shared/serialize-request';
import { createAgencyClient } from './agency-client';
import { type AgencyTls, readAgencyTls } from './agency-tls';

const DAY = 86_400_000;
const authority = createAuthority();
const stranger = createAuthority('Somebody else');
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

/** An agency over TLS; what it answers to one question under these settings of the gateway's. */
async function ask(server: ServerOptions, tls: AgencyTls) {
  const asked: string[] = [];
  const causes: (string | null)[] = [];
  const agency = createServer(server, (request, response) => {
    asked.push(String(request.url));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"a":1}}');
  });
  servers.push(agency);
  await new Promise<void>((resolve) => agency.listen(0, '127.0.0.1', resolve));
  const client = createAgencyClient(`https://127.0.0.1:${(agency.address() as AddressInfo).port}`, {
    maxBytes: 1_000,
    tls,
    onCall: ({ cause }) => causes.push(cause),
  });
  const question = { question: serializeRequest('{ a }', {}), grant: { statement: '', seal: '' } };
  const reply = await client.post('/graphql', question, { forRound: () => PLENTY_MS });
  const well = await client.isWell(PLENTY_MS);
  await client.close();
  return { reply, well, asked, cause: causes[0] };
}
const answered = { reply: { kind: 'answered', data: { a: 1 }, errors: [] }, well: true };
const unreachable = { reply: { kind: 'fault', fault: 'UNREACHABLE' }, well: false, asked: [] };

test('an agency is believed by the authority that is set for it', async () => {
  expect(await ask(authority.issue(['127.0.0.1']), { ca: authority.ca })).toMatchObject(answered);
});

test.each([
  ['of another authority', () => stranger.issue(['127.0.0.1']), 'CERTIFICATE_NOT_TRUSTED'],
  ['of another host', () => authority.issue(['127.0.0.2', 'agency.example']), 'CERTIFICATE_OF_ANOTHER_NAME'],
  [
    'that has lapsed',
    () =>
      authority.issue(['127.0.0.1'], { from: new Date(Date.now() - 9 * DAY), until: new Date(Date.now() - 2 * DAY) }),
    'CERTIFICATE_EXPIRED',
  ],
  [
    'that is not good yet',
    () =>
      authority.issue(['127.0.0.1'], { from: new Date(Date.now() + 2 * DAY), until: new Date(Date.now() + 9 * DAY) }),
    'CERTIFICATE_NOT_YET_VALID',
  ],
])('an agency with a certificate %s is told nothing, and the log says why', async (_what, certificate, cause) => {
  expect(await ask(certificate(), { ca: authority.ca })).toEqual({ ...unreachable, cause });
});

test('an agency whose authority nobody named is told nothing', async () => {
  expect(await ask(authority.issue(['127.0.0.1']), {})).toMatchObject(unreachable);
});

describe('an agency that wants to see a certificate of the gateway', () => {
  const strict = (): ServerOptions => ({
    ...authority.issue(['127.0.0.1']),
    ca: authority.ca,
    requestCert: true,
    rejectUnauthorized: true,
  });

  test('answers the one that is set for it', async () => {
    const { cert, key } = authority.issue(['gateway.example']);
    expect(await ask(strict(), { ca: authority.ca, cert, key })).toMatchObject(answered);
  });

  test.each([
    ['none', () => ({})],
    ['one of another authority', () => stranger.issue(['gateway.example'])],
  ])('is unreachable with %s', async (_what, own) => {
    expect(await ask(strict(), { ca: authority.ca, ...own() })).toMatchObject(unreachable);
  });
});

describe('files', () => {
  let directory: string;
  const put = (name: string, text: string): string => {
    const file = join(directory, name);
    writeFileSync(file, text);
    return file;
  };
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tls-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('are set by agency, and read once', () => {
    const own = authority.issue(['gateway.example']);
    const { agencyTls } = readConfig(
      {
        AGENCY_CA_FILES: `health=${put('ca.pem', authority.ca)}`,
        AGENCY_CERTIFICATE_FILES: `health=${put('own.pem', own.cert)}`,
        AGENCY_KEY_FILES: `health=${put('own.key', own.key)}`,
      },
      ['health', 'education'],
    );
    expect(readAgencyTls('health', agencyTls.get('health')!)).toEqual({ ca: authority.ca, ...own });
    expect(agencyTls.has('education')).toBe(false);
  });

  test('that are missing, garbled or do not belong together are told at the start, by setting and agency', () => {
    const { cert, key } = authority.issue(['gateway.example']);
    const certificate = put('a.pem', cert);
    const refused = (files: Parameters<typeof readAgencyTls>[1]) => expect(() => readAgencyTls('health', files));
    refused({ ca: join(directory, 'absent.pem') }).toThrow(/AGENCY_CA_FILES gives health a file/);
    refused({ ca: put('text.pem', 'no certificate') }).toThrow(/AGENCY_CA_FILES gives health a file/);
    refused({ certificate }).toThrow('AGENCY_CERTIFICATE_FILES and AGENCY_KEY_FILES name files for health together');
    refused({ certificate, key: put('text.key', 'no key') }).toThrow(/AGENCY_KEY_FILES gives health a file/);
    refused({ certificate, key: put('other.key', authority.issue(['x']).key) }).toThrow(/not its certificate's/);
    expect(() => readConfig({ AGENCY_KEY_FILES: 'dentist=x' }, ['health'])).toThrow('AGENCY_KEY_FILES names "dentist"');
    expect(readAgencyTls('health', { certificate, key: put('a.key', key) })).toEqual({ cert, key });
  });
});
