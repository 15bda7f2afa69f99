import { readConfig } from './config';

const origins = (environment: Record<string, string>) =>
  Object.fromEntries(readConfig(environment, ['health', 'education']).agencies);

test('agencies are expected on one port after another from 4001', () => {
  expect(origins({})).toEqual({ health: 'http://127.0.0.1:4001', education: 'http://127.0.0.1:4002' });
});

test('the port that moves the agencies moves where the gateway looks for them', () => {
  expect(origins({ FIRST_AGENCY_PORT: '4101' })).toEqual({
    health: 'http://127.0.0.1:4101',
    education: 'http://127.0.0.1:4102',
  });
});

test('an agency with an address of its own is looked for there, the others where they were', () => {
  expect(origins({ AGENCY_URLS: 'education=https://mis.example:8443/ignored' })).toEqual({
    health: 'http://127.0.0.1:4001',
    education: 'https://mis.example:8443',
  });
});

test('a setting of another form is told by name, with what was expected and what came', () => {
  expect(() => origins({ FIRST_AGENCY_PORT: 'many' })).toThrow(/FIRST_AGENCY_PORT: .*expected number.*"many"/);
  expect(() => origins({ AGENCY_URLS: 'dentist=http://127.0.0.1' })).toThrow(
    'AGENCY_URLS names "dentist", which publishes nothing; expected one of health, education',
  );
  expect(() => origins({ NODE_ENV: 'production' })).toThrow('JWKS_URI and ISSUER are needed');
});
