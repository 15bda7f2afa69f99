import { createPostgresIndex } from '../audit/index/postgres-index';
import { prepareForGateways } from '../fixtures/gateway-role';
import { openPostgres, type Postgres } from '../shared/postgres';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../shared/start-private-postgres';
import { GATEWAY_RIGHTS, grantGateway } from './gateway-rights';
import { MIGRATIONS } from './migrations';
import { openDatabase, prepareDatabase } from './open-database';

const KEY = Buffer.alloc(64, 7);
const NOVEMBER = Date.parse('2026-11-30T23:59:59.900Z');
const DECEMBER = Date.parse('2026-12-01T00:00:00.100Z');

(hasPostgres ? describe : describe.skip)('a database and its owner (skipped where PostgreSQL is not installed)', () => {
  let server: PrivatePostgres;
  let owner: Postgres;
  beforeAll(async () => {
    server = await startPrivatePostgres();
    owner = openPostgres(server.url, { connections: 1 });
  });
  afterEach(() => owner.ask('DROP SCHEMA IF EXISTS family_view, family_view_audit CASCADE'));
  afterAll(async () => {
    await owner.close();
    await server.close();
  });

  /** As gateways of the version before the tables of months left it. */
  async function before(): Promise<void> {
    await owner.ask('CREATE SCHEMA family_view');
    await owner.ask('CREATE TABLE family_view.migration (name text PRIMARY KEY, taken_at timestamptz DEFAULT now())');
    for (const { name, sql } of MIGRATIONS.slice(0, 2)) {
      await owner.ask(sql);
      await owner.ask('INSERT INTO family_view.migration (name) VALUES ($1)', [name]);
    }
  }
  const record = (eventName: string, at: number): string =>
    JSON.stringify({
      ...{ schemaVersion: '1.0', eventName, eventId: '00000000-0000-4000-8000-000000000001', outcome: 'disclosed' },
      ...{ timestamp: new Date(at).toISOString(), correlationId: 'o-1', actor: null },
      payload: { agencies: [] },
    });

  test('records, reviews and counts of before are taken over, each to its month, and numbers go on from theirs', async () => {
    await before();
    const columns = 'gateway, own, at, event, operation, requester, intent, record';
    for (const [own, at, event, intent] of [
      [1, NOVEMBER, 'FAMILY_VIEW_INTENT', null],
      [2, DECEMBER, 'FAMILY_VIEW_DISCLOSURE', 1],
    ] as const)
      await owner.ask(
        `INSERT INTO family_view.audit_look (${columns}) VALUES ('one', $1, $2, $3, 'o-1', 'w-1', $4, $5)`,
        [own, at, event, intent, record(event, at)],
      );
    await owner.ask("INSERT INTO family_view.audit_term VALUES ('pmaya', 1), ('pmaya', 2)");
    await owner.ask("INSERT INTO family_view.audit_review VALUES ('g-1', 2, 'BREAK_GLASS', 5, 'ASSIGNED', 'w-9', 1)");
    await owner.ask("INSERT INTO family_view.audit_asked VALUES ('f', 'HEAD_OF_CENTRE', 20000, 7)");
    await owner.ask("INSERT INTO family_view.audit_asked_field VALUES ('HealthRecord.visits', 'f')");
    await owner.ask("INSERT INTO family_view.audit_shipped VALUES ('one', 2)");

    const ofGateways = await prepareForGateways(server.url);
    const postgres = await openDatabase(ofGateways, KEY);
    const index = createPostgresIndex(postgres, 'one');
    try {
      const found = await index.query({ people: ['maya'], first: 9 });
      expect(found.map((one) => [one.sequence, one.record.eventName, one.intent?.eventName])).toEqual([
        [2, 'FAMILY_VIEW_DISCLOSURE', 'FAMILY_VIEW_INTENT'],
        [1, 'FAMILY_VIEW_INTENT', undefined],
      ]);
      const { reviews } = await index.reviews({ first: 9 });
      expect(reviews).toMatchObject([{ sequence: 2, state: 'ASSIGNED', assignee: 'w-9', reviewBy: 5 }]);
      const [usage] = await index.usage([['HealthRecord.visits']], 0);
      expect(usage?.roles).toEqual([{ role: 'HEAD_OF_CENTRE', operations: 7 }]);
      expect(await owner.ask('SELECT count(*)::int AS n FROM family_view_audit.look_2026_11')).toEqual([{ n: 1 }]);
      expect(await owner.ask('SELECT * FROM family_view_audit.shipped')).toEqual([{ gateway: 'one', sequence: '2' }]);
      expect(await owner.ask("SELECT nextval('family_view_audit.look_sequence')")).toEqual([{ nextval: '3' }]);
      // A gateway of the version before goes on meanwhile.
      await owner.ask(
        `INSERT INTO family_view.audit_look (${columns}) VALUES ('two', 1, 1, 'e', 'o', 'w', NULL, '{}')`,
      );
    } finally {
      await postgres.close();
    }
  });

  test('a user of the gateways’ own makes and changes no table: its gateway does not start before the owner has', async () => {
    await prepareForGateways(server.url);
    const ofGateways = await prepareForGateways(server.url);
    await (await openDatabase(ofGateways, KEY)).close();
    await owner.ask('DELETE FROM family_view.migration WHERE name = $1', [MIGRATIONS.at(-1)!.name]);
    await expect(openDatabase(ofGateways, KEY)).rejects.toMatchObject({ code: 'DATABASE_NOT_PREPARED' });
    await owner.ask('DROP SCHEMA family_view, family_view_audit CASCADE');
    await expect(openDatabase(ofGateways, KEY)).rejects.toMatchObject({ code: 'DATABASE_NOT_PREPARED' });
  });

  test('what gateways may do is said of every table there is, and only the months have none of their own', async () => {
    await prepareDatabase(server.url);
    const rows = await owner.ask(
      `SELECT relnamespace::regnamespace || '.' || relname AS name FROM pg_class
       WHERE relnamespace IN ('family_view'::regnamespace, 'family_view_audit'::regnamespace) AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    const names = rows.map((row) => (row as { readonly name: string }).name);
    const earlier = names.filter((name) => name.startsWith('family_view.audit_'));
    expect(names.filter((name) => !earlier.includes(name)).toSorted()).toEqual(Object.keys(GATEWAY_RIGHTS).toSorted());
    expect(earlier).toHaveLength(6);
  });

  test('whoever owns the tables, or may become their owner, is not the gateways’ own user', async () => {
    await prepareDatabase(server.url);
    await owner.ask('CREATE ROLE heir IN ROLE family_view');
    for (const role of ['family_view', 'heir', 'nobody_there'])
      await expect(grantGateway(owner, role)).rejects.toMatchObject({ code: 'BAD_GATEWAY_ROLE' });
    await expect(grantGateway(owner, 'heir', 'a password')).rejects.toMatchObject({ code: 'BAD_GATEWAY_ROLE' });
    expect(await owner.ask("SELECT rolpassword FROM pg_authid WHERE rolname = 'heir'")).toEqual([
      { rolpassword: null },
    ]);
  });
});
