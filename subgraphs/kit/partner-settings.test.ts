import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartnerSettingsUnusable, readPartnerSettings } from './partner-settings';

const folder = mkdtempSync(join(tmpdir(), 'partner-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (content: unknown, name = 'system.json'): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};

test('an address alone is where the system is, with what the environment says by the agency’s name', async () => {
  const read = readPartnerSettings('social-care', 'https://cases.example/api', {
    SOCIAL_CARE_TOKEN: 'secret',
    SOCIAL_CARE_HEADERS: '{"x-api-key":"k"}',
    SOCIAL_CARE_PAGING_HOSTS: 'https://a.example, https://b.example',
    SOCIAL_CARE_TIME_LIMIT: '5000',
    HEALTH_TOKEN: 'of another agency',
  });
  expect(read).toMatchObject({
    where: 'https://cases.example/api',
    headers: { 'x-api-key': 'k' },
    pagingHosts: ['https://a.example', 'https://b.example'],
    timeLimit: 5000,
  });
  expect(await read.authorization?.()).toBe('Bearer secret');
});

test('a settings file comes before the environment, which fills what it does not say', async () => {
  const system = file({ where: 'https://fhir.example/R4', authorization: 'Basic abc', headers: { 'ods-code': 'RFR' } });
  const read = readPartnerSettings('health', system, { HEALTH_TOKEN: 'x', HEALTH_HEADERS: '{"ods-code":"X","a":"b"}' });
  expect(await read.authorization?.()).toBe('Basic abc');
  expect(read).toMatchObject({ where: 'https://fhir.example/R4', headers: { 'ods-code': 'RFR', a: 'b' } });
});

test('a token in a file is read with each call: whatever renews it writes it there', async () => {
  const tokenFile = file('first\n', 'token');
  const read = readPartnerSettings('health', file({ where: 'https://fhir.example', tokenFile }), {});
  expect(await read.authorization?.()).toBe('Bearer first');
  file('second', 'token');
  expect(await read.authorization?.()).toBe('Bearer second');
});

test('an empty variable, as compose passes one on, is none', () => {
  const read = readPartnerSettings('health', 'https://fhir.example', { HEALTH_TOKEN: '', HEALTH_HEADERS: '' });
  expect(read.authorization).toBeUndefined();
  expect(read.headers).toEqual({});
});

test.each([
  ['no address', { token: 'secret' }],
  ['an unknown setting', { where: 'x', tokn: 'secret' }],
  ['a paging host with a path', { where: 'x', pagingHosts: ['https://secret.example/path'] }],
  ['a header that would be two', { where: 'x', headers: { a: 'secret\r\nb: c' } }],
  ['no JSON', '{"token": secret'],
])('%s is refused by name, and no value is told', (_, content) => {
  const read = () => readPartnerSettings('health', file(content), {});
  expect(read).toThrow(PartnerSettingsUnusable);
  expect(read).toThrow(/^(?!.*secret)/);
});
