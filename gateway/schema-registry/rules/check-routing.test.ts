import { checkRouting, isBlockedAddress } from './check-routing';

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '169.254.169.254',
  '100.100.100.200',
  '::1',
  '::',
  'fe80::1',
  'fd00:ec2::254',
  '::ffff:a9fe:a9fe',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '::7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::a00:1',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '168.63.129.16',
  'fd20:ce::254',
])('no agency is at %s', (address) => expect(isBlockedAddress(address)).toBe(true));

test.each([
  '10.1.2.3',
  '192.168.1.10',
  '203.0.113.7',
  '2001:db8::1',
  '::ffff:cb00:7107',
  '64:ff9b::cb00:7107',
  '2002:cb00:7107::',
  'records.example',
])('an agency may be at %s', (address) => expect(isBlockedAddress(address)).toBe(false));

const said = (url: string, development = false): string | null =>
  checkRouting('housing', url, ['records.example', 'records.example:8443'], development)[0]?.message ?? null;

test.each(['https://records.example', 'https://records.example/', 'https://records.example:8443/graphql'])(
  '%s is where housing is',
  (url) => expect(said(url)).toBeNull(),
);

test.each([
  ['records.example', 'is no URL'],
  ['http://records.example', 'does not begin with https:'],
  ['https://records.example:9', 'is not among the hosts of housing'],
  ['https://records.example/graphql?x=1', 'has more than an origin'],
  ['https://2852039166/', 'leads to this machine'],
  ['https://0xA9FEA9FE/', 'leads to this machine'],
  ['https://metadata.google.internal', 'leads to this machine'],
  ['https://localhost:4004', 'leads to this machine'],
])('%s is refused', (url, why) => expect(said(url)).toContain(why));

test('in development an agency may be on this machine, and nowhere else that it was not agreed', () => {
  expect(['http://127.0.0.1:4006', 'http://localhost:4006', 'http://[::1]:4006'].map((url) => said(url, true))).toEqual(
    [null, null, null],
  );
  expect(said('http://169.254.169.254', true)).toContain('leads to this machine');
});
