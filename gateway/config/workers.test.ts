import { readConfig } from '../config';
import { connectionsEach, countWorkers, ofWorker } from './workers';

const SHARED = {
  DATABASE_URL: 'postgres://gateway@db.example/family_view',
  REDIS_URL: 'redis://redis.example',
  LINKAGE_KEY: 'a7'.repeat(64),
};
const faultsOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment, []);
    return '';
  } catch (fault) {
    return (fault as Error).message;
  }
};

test('one gateway is one process, and needs nothing that is shared', () => {
  expect(readConfig({}, [])).toMatchObject({ workers: 1, worker: null });
  expect(readConfig({ WORKERS: '1' }, [])).toMatchObject({ workers: 1 });
});

test('as many as are named, or as there are processors', () => {
  expect(readConfig({ WORKERS: '64', ...SHARED }, []).workers).toBe(64);
  expect([
    countWorkers('3', 8),
    countWorkers('cores', 8),
    countWorkers('cores', 1),
    countWorkers('cores', 512),
  ]).toEqual([3, 8, 1, 64]);
});

test.each(['0', '-1', '65', '1.5', '02', 'two', 'CORES', 'core', '2 ', 'Infinity'])(
  'WORKERS=%s is refused with what was expected and what came',
  (WORKERS) => {
    expect(faultsOf({ WORKERS, ...SHARED })).toBe(
      `Settings:\n  WORKERS: expected a whole number from 1 to 64, or cores; came ${JSON.stringify(WORKERS)}`,
    );
  },
);

test('several without what they share are refused: what is missing, and what to do', () => {
  const { DATABASE_URL, REDIS_URL, LINKAGE_KEY } = SHARED;
  expect(faultsOf({ WORKERS: '2' })).toBe(
    'Settings:\n  WORKERS is 2: 2 gateways share a PostgreSQL and a Redis, and DATABASE_URL and REDIS_URL are not set. Set them, or WORKERS to 1.',
  );
  expect(faultsOf({ WORKERS: '3', REDIS_URL })).toContain('and DATABASE_URL is not set. Set it, or WORKERS to 1.');
  expect(faultsOf({ WORKERS: '2', DATABASE_URL, LINKAGE_KEY })).toContain('and REDIS_URL is not set.');
  expect(faultsOf({ WORKERS: '2', DATABASE_URL, REDIS_URL })).toContain('LINKAGE_KEY is not');
  expect(faultsOf({ WORKERS: '2', ...SHARED })).toBe('');
});

test('their admin sides follow one another, and none is at PORT or beyond the last port', () => {
  const four = { WORKERS: '4', ...SHARED };
  expect(faultsOf({ ...four, ADMIN_PORT: '3998' })).toContain(
    'the ports 3998 to 4001, which must be below 65536 and not PORT (4000)',
  );
  expect(faultsOf({ ...four, ADMIN_PORT: '3996' })).toBe('');
  expect(faultsOf({ ...four, ADMIN_PORT: '65533' })).toContain('the ports 65533 to 65536');
  expect(faultsOf({ ...four, ADMIN_PORT: '65532' })).toBe('');
  expect(faultsOf({ ...four, ADMIN_PORT: '0' })).toBe('');
  const config = readConfig(four, []);
  expect([1, 2, 3, 4].map((worker) => ofWorker(config, worker).adminPort)).toEqual([4010, 4011, 4012, 4013]);
  expect(ofWorker(readConfig({ ...four, ADMIN_PORT: '0' }, []), 3).adminPort).toBe(0);
});

test('the first has the places that are set, as one gateway had them; each other its own, the key not among the data', () => {
  const config = readConfig(
    { WORKERS: '3', ...SHARED, DATA_DIRECTORY: '/data/gateway', AUDIT_CHECKPOINTS: '/worm' },
    [],
  );
  const { dataDirectory, auditKeyFile, auditExport } = config;
  expect(ofWorker(config, 1)).toMatchObject({ worker: 1, dataDirectory, auditKeyFile, auditExport });
  expect(ofWorker(config, 3)).toMatchObject({
    worker: 3,
    dataDirectory: '/data/gateway/worker-3',
    auditKeyFile: '/data/gateway.keys/worker-3/audit-ed25519.pem',
    auditExport: '/worm/worker-3',
    developmentKeyDirectory: '/data/gateway',
  });
  expect(ofWorker({ ...config, auditExport: null }, 2).auditExport).toBeNull();
  const named = readConfig({ WORKERS: '2', ...SHARED, AUDIT_KEY_FILE: '/keys/audit.pem' }, []);
  expect([1, 2].map((worker) => ofWorker(named, worker).auditKeyFile)).toEqual([
    '/keys/audit.pem',
    '/keys/worker-2/audit.pem',
  ]);
});

test('one gateway has the connections that it had, and twelve have no more together than three', () => {
  expect([1, 2, 3, 4, 8, 12, 13, 64].map(connectionsEach)).toEqual([16, 16, 16, 12, 6, 4, 4, 4]);
});
