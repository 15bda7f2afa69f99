import { openDatabase } from '../stores/open-database';
import { openPostgres, type Postgres } from './postgres';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from './start-private-postgres';

(hasPostgres ? describe : describe.skip)('PostgreSQL (skipped where it is not installed)', () => {
  let server: PrivatePostgres;
  const opened: Postgres[] = [];
  beforeAll(async () => {
    server = await startPrivatePostgres();
  });
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await server.close();
  });
  const told: string[] = [];
  const open = (rest?: number): Postgres => {
    const postgres = openPostgres(server.url, { rest, onChange: (state) => told.push(state) });
    opened.push(postgres);
    return postgres;
  };
  const KEY = Buffer.alloc(64, 1);

  test('several gateways that start at one moment bring the tables up to date once', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(server.url, KEY)));
    opened.push(...databases);
    const taken = await databases[0]!.ask('SELECT name FROM family_view.migration GROUP BY name HAVING count(*) > 1');
    expect(taken).toEqual([]);
  });

  test('a gateway with another LINKAGE_KEY does not start on it', async () => {
    await expect(openDatabase(server.url, Buffer.alloc(64, 2))).rejects.toMatchObject({ code: 'ANOTHER_LINKAGE_KEY' });
  });

  test('a transaction in which anything is thrown leaves nothing, and its connection is not used again', async () => {
    const postgres = open();
    await postgres.ask('CREATE TABLE kept (one integer)');
    const half = postgres.inTransaction(async (ask) => {
      await ask('INSERT INTO kept VALUES (1)');
      throw new RangeError('half way');
    });
    await expect(half).rejects.toThrow(RangeError);
    expect(await postgres.ask('SELECT * FROM kept')).toEqual([]);
  });

  test('a statement that is wrong is refused as unavailable and does not count as a server that is gone', async () => {
    const postgres = open();
    await expect(postgres.ask('SELECT * FROM nowhere')).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      httpStatus: 503,
    });
    expect(postgres.isAnswering()).toBe(true);
    expect(await postgres.ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('while all connections are at work others are refused in time, and the server is not taken for gone', async () => {
    const postgres = openPostgres(server.url, { connections: 1 });
    opened.push(postgres);
    const working = postgres.ask('SELECT pg_sleep(2)');
    const refused = await Promise.allSettled([1, 2, 3].map(() => postgres.ask('SELECT 1')));
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(postgres.isAnswering()).toBe(true);
    await working;
    expect(await postgres.ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('what it says names neither its address nor its password', async () => {
    const fault: unknown = await openPostgres('postgres://family_view:not-a-secret@127.0.0.1:9/postgres')
      .ask('SELECT 1')
      .catch((cause: unknown) => cause);
    expect(String(fault)).not.toMatch(/not-a-secret|127\.0\.0\.1/);
  });

  test('a server that stands still is given up, others are refused at once meanwhile, and it is asked again', async () => {
    let time = 0;
    const postgres = openPostgres(server.url, { now: () => time, onChange: (state) => told.push(state) });
    opened.push(postgres);
    told.length = 0;
    await postgres.ask('SELECT 1');
    const backends = await postgres.ask('SELECT pg_backend_pid() AS pid');
    const { pid } = backends[0] as { readonly pid: number };
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(postgres.ask('SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      expect([postgres.isAnswering(), told]).toEqual([false, ['not answering']]);
      await expect(postgres.ask('SELECT 1')).rejects.toThrow(/cannot keep count/);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    time += 1_001;
    expect(await postgres.ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(told).toEqual(['not answering', 'answering']);
  });

  test('a server that was started again is used again, without a new start of ours', async () => {
    const postgres = open(0);
    await postgres.ask('SELECT 1');
    await server.restart();
    const ask = () => postgres.ask('SELECT 1 AS one').catch(() => null);
    while ((await ask()) === null);
    expect(postgres.isAnswering()).toBe(true);
  });
});
