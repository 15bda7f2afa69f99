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

test('an agency of several instances has an address for each, each once', () => {
  const urls = 'health=https://a.example/x|https://b.example:8443|https://a.example';
  const { agencies } = readConfig({ AGENCY_URLS: urls }, ['health']);
  expect(agencies.get('health')).toBe('https://a.example|https://b.example:8443');
  expect(() => readConfig({ AGENCY_URLS: 'health=https://a.example|nowhere' }, ['health'])).toThrow(/"nowhere"/);
});

test('a setting of another form is told by name, with what was expected and what came', () => {
  expect(() => origins({ FIRST_AGENCY_PORT: 'many' })).toThrow(/FIRST_AGENCY_PORT: .*expected number.*"many"/);
  expect(() => origins({ AGENCY_URLS: 'dentist=http://127.0.0.1' })).toThrow(
    'AGENCY_URLS names "dentist", which publishes nothing; expected one of health, education',
  );
  expect(() => origins({ NODE_ENV: 'production' })).toThrow('JWKS_URI and ISSUER are needed');
});

test('other origins may ask by their exact names alone, and outside development over TLS', () => {
  const cors = (CORS_ORIGINS: string, more: Record<string, string> = {}) => [
    ...readConfig({ CORS_ORIGINS, ...more }, []).corsOrigins,
  ];
  expect(cors('')).toEqual([]);
  expect(cors('https://portal.example, http://localhost:5173')).toEqual([
    'https://portal.example',
    'http://localhost:5173',
  ]);
  for (const wrong of ['*', 'null', 'https://*.example', 'https://portal.example/', 'portal.example', 'file:///x'])
    expect(() => cors(wrong)).toThrow(`CORS_ORIGINS has "${wrong}": expected an origin as browsers send it`);
  const production = { NODE_ENV: 'production', JWKS_URI: 'https://id.example/keys', ISSUER: 'https://id.example' };
  expect(() => cors('http://portal.example', production)).toThrow('which is not over TLS');
});

const faultsOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment, ['health', 'education']);
    return '';
  } catch (fault) {
    return (fault as Error).message;
  }
};

test('every fault is told at once, each in a line of its own', () => {
  const told = faultsOf({
    PORT: 'http',
    AGENCY_TIMEOUT_MS: '5',
    AGENCY_URLS: 'dentist=http://127.0.0.1,health=somewhere',
    CORS_ORIGINS: '*',
    AGENCY_KEY_FILES: 'health=key.pem',
    DATABASE_URL: 'mysql://db',
    OPERATIONS_ANSWERED: 'MANIFEST',
    ISSUER: 'https://sign-in.example',
    REQUEST_PER_MINUTE: '5',
  });
  const named = ['PORT:', 'AGENCY_TIMEOUT_MS:', 'names "dentist"', 'gives health', 'CORS_ORIGINS', 'AGENCY_KEY_FILES'];
  for (const one of [...named, 'DATABASE_URL:', 'LINKAGE_KEY is not', 'OPERATIONS_MANIFEST', 'belong together'])
    expect(told).toContain(one);
  expect(told.split('\n')).toHaveLength(12);
});

test('an audience that ID tokens have too needs a scope that access tokens alone have', () => {
  const signIn = { JWKS_URI: 'https://id.example/keys', ISSUER: 'https://id.example', PORTAL_CLIENT_ID: 'family-view' };
  expect(faultsOf(signIn)).toContain('AUDIENCE is PORTAL_CLIENT_ID: ID tokens have that audience too');
  expect(faultsOf({ ...signIn, REQUIRED_SCOPE: 'access' })).toBe('');
  expect(faultsOf({ ...signIn, AUDIENCE: 'https://family-view.example/api' })).toBe('');
});

test('a misspelt name is told with the one that was meant, and what belongs to others is left alone', () => {
  expect(faultsOf({ REDIS_URI: 'redis://x' })).toContain(
    'REDIS_URI is no setting. REDIS_URL is: rename it, or unset it.',
  );
  expect(faultsOf({ linkage_key: 'a' })).toContain('linkage_key is no setting. LINKAGE_KEY is');
  expect(faultsOf({ OPERATIONS_ANSWER: 'MANIFEST' })).toContain('OPERATIONS_ANSWERED is');
  for (const name of ['PATH', 'HOSTNAME', 'REDIS_PORT', 'DATABASE_USER', 'POSTGRES_URL', 'GRANT_JWKS_URL', 'PORTAL'])
    expect([name, faultsOf({ [name]: 'x' })]).toEqual([name, '']);
});

test('no fault prints a key or a password', () => {
  const told = faultsOf({
    LINKAGE_KEY: 'ABCDEF'.repeat(20),
    DATABASE_URL: 'mysql://gateway:hunter2@db.example/family',
    AGENCY_URLS: 'health=ftp://gateway:hunter2@fhir.example,dentist:hunter2@x=http://127.0.0.1',
    CORS_ORIGINS: 'https://gateway:hunter2@portal.example',
    LINKAGE_KEYS: 'ABCDEF',
  });
  expect(told).toMatch(/LINKAGE_KEY: expected 128 hexadecimal figures$/m);
  expect(told).toMatch(/DATABASE_URL: expected postgres:/);
  expect(told).not.toMatch(/ABCDEF|hunter2@(db|fhir|portal)/);
});
