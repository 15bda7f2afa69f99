import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareForGateways } from '../../fixtures/gateway-role';
import { openPostgres, type Postgres } from '../../shared/postgres';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../../shared/start-private-postgres';
import { openDatabase } from '../../stores/open-database';
import { retainMonths } from '../../stores/retain-months';
import { auditPaths } from '../lock-directory';
import { type Audit, openAudit } from '../open-audit';
import type { EventRecord, IntentRecord } from '../records';
import type { AuditIndexStore, AuditQuery, ReviewQuery, SharedAuditIndex } from './audit-query';
import { createPostgresIndex } from './postgres-index';
import { openSqliteIndex } from './sqlite-index';

const START = Date.parse('2026-11-01T09:00:00Z');
const DAY = 86_400_000;
let clock = START;

interface Gateway {
  readonly audit: Audit;
  readonly own: AuditIndexStore;
  readonly shared: SharedAuditIndex;
  close(): Promise<void>;
}

const intent = (operation: string, changed: Partial<IntentRecord> = {}): IntentRecord => ({
  ...{ operation, requester: { id: 'w-1', role: 'HEAD_OF_CENTRE', organisation: 'centre' }, purpose: 'EARLY_HELP' },
  ...{ caseReference: null, operationHash: 'abc', supergraphVersion: 's1', protocolVersion: 'p1' },
  ...{ fields: ['HealthRecord.visits'], withheld: [] },
  ...changed,
});
const event = (changed: Partial<EventRecord>): EventRecord => ({
  ...{ operation: `o-${clock}`, at: new Date(clock).toISOString(), kind: 'BREAK_GLASS', reference: 'g-1' },
  ...{ requester: { id: 'w-1', role: 'SOCIAL_WORKER', organisation: 'north' }, purpose: 'SAFEGUARDING' },
  ...{ caseReference: null, protocolVersion: 'p1', statement: null, until: null, told: [], notTold: [], people: [] },
  ...{ reason: 'HARM', reviewBy: new Date(clock + 2 * DAY).toISOString() },
  ...changed,
});

(hasPostgres ? describe : describe.skip)(
  'the index of all gateways in PostgreSQL (skipped where it is not installed)',
  () => {
    let server: PrivatePostgres;
    /** As gateways have it: by a user that may not change what is recorded. */
    let database: Postgres;
    let ofGateways: string;
    let owner: Postgres;
    const opened: Gateway[] = [];

    beforeAll(async () => {
      server = await startPrivatePostgres();
    });
    beforeEach(async () => {
      ofGateways = await prepareForGateways(server.url);
      database = await openDatabase(ofGateways, Buffer.alloc(64, 1));
      owner = openPostgres(server.url, { connections: 1 });
      clock = START;
    });
    afterEach(async () => {
      for (const gateway of opened.splice(0)) await gateway.close();
      await owner.ask('DROP SCHEMA family_view, family_view_audit CASCADE');
      await Promise.all([database.close(), owner.close()]);
    });
    afterAll(() => server.close());

    async function open(name: string): Promise<Gateway> {
      const directory = mkdtempSync(join(tmpdir(), 'shared-index-'));
      const audit = await openAudit({
        directory,
        pseudonymKey: new Uint8Array(32).fill(7),
        now: () => new Date(clock),
      });
      const own = openSqliteIndex(directory, auditPaths(directory).index);
      const gateway: Gateway = {
        audit,
        own,
        shared: createPostgresIndex(database, name),
        async close() {
          own.close();
          await audit.close();
          rmSync(directory, { recursive: true, force: true });
        },
      };
      opened.push(gateway);
      return gateway;
    }
    async function look(
      { audit }: Gateway,
      operation: string,
      agency: string,
      ref: string,
      changed: Partial<IntentRecord> = {},
    ): Promise<void> {
      await audit.intent(intent(operation, changed));
      const people = [audit.pseudonym(`${agency}|${ref}`)];
      const agencies = [{ agency, answer: 'answered' as const, fields: ['HealthRecord.visits'], people }];
      await audit.disclosure({ operation, outcome: 'disclosed', agencies });
      clock += 60_000;
    }
    async function ship(...gateways: readonly Gateway[]): Promise<void> {
      for (const { own, shared } of gateways) {
        while (own.fill(3) > 0);
        await shared.ship(own);
      }
    }
    const told = (
      found: readonly { readonly record: { readonly correlationId: string; readonly outcome: string } }[],
    ) => found.map(({ record }) => `${record.correlationId} ${record.outcome}`);

    test('finds what one gateway recorded by the same questions, and with the same answers, as its own index', async () => {
      const gateway = await open('one');
      await look(gateway, 'one', 'health', '1', { clauses: ['best-start/3'], breakGlass: 'g-9' });
      const council = { id: 'w-2', role: 'SOCIAL_WORKER', organisation: 'council' };
      await look(gateway, 'two', 'health', '1', { requester: council });
      await look(gateway, 'three', 'housing', '2', { purpose: 'SAFEGUARDING', caseReference: 'CASE-9' });
      await gateway.audit.event(event({ reference: 'g-1' }));
      await gateway.audit.event(event({ kind: 'REVIEW_ASSIGNED', reference: 'g-1', assignee: 'w-9' }));
      await ship(gateway);
      const maya = gateway.audit.pseudonym('health|1');
      const questions: readonly Omit<AuditQuery, 'first'>[] = [
        {},
        { people: [maya] },
        { people: [maya], together: true, requester: 'w-2' },
        { organisation: 'council' },
        { agency: 'housing' },
        { purpose: 'SAFEGUARDING' },
        { caseReference: 'CASE-9', agency: 'housing' },
        { clause: 'best-start/3' },
        { operation: 'two' },
        { breakGlass: 'g-9' },
        { reviewOf: 'g-1' },
        { since: START + 60_000, until: START + 120_000 },
        { events: ['FAMILY_VIEW_DISCLOSURE'] },
        { events: ['FAMILY_VIEW_BREAK_GLASS'] },
        { details: ['none'] },
        { before: 4 },
      ];
      for (const question of questions) {
        const [own, shared] = [
          gateway.own.query({ ...question, first: 50 }),
          await gateway.shared.query({ ...question, first: 50 }),
        ];
        expect([question, shared]).toEqual([question, own]);
      }
      expect(gateway.own.query({ first: 50 })).toHaveLength(8);
      const groups = [['HealthRecord.visits', 'None.such'], ['None.such']];
      expect(await gateway.shared.usage(groups, START)).toEqual(gateway.own.usage(groups, START));
      for (const question of [{}, { states: ['ASSIGNED'] }, { kind: 'BREAK_GLASS', overdue: true, raised: false }]) {
        const asked = { ...question, first: 5, overdueAt: START + 3 * DAY } as ReviewQuery;
        expect(await gateway.shared.reviews(asked)).toEqual(gateway.own.reviews(asked));
      }
    });

    test('what one gateway recorded is found at the other, in one order, each once however often it is shipped', async () => {
      const [one, other] = [await open('one'), await open('other')];
      await look(one, 'a', 'health', '1');
      await ship(one, other);
      await look(other, 'b', 'health', '1');
      await ship(other);
      await look(one, 'c', 'health', '1');
      await ship(one, other, one);
      const maya = [one.audit.pseudonym('health|1')];
      for (const { shared } of [one, other])
        expect(told(await shared.query({ people: maya, first: 9 }))).toEqual([
          'c disclosed',
          'b disclosed',
          'a disclosed',
        ]);
      const [newest] = await other.shared.query({ people: maya, first: 1 });
      expect(newest?.intent?.correlationId).toBe('c');
      // After a new start, or where it was interrupted: from where it was.
      await createPostgresIndex(database, 'one').ship(one.own);
      expect(await other.shared.query({ first: 99 })).toHaveLength(6);
    });

    test('a glass that was broken at one is assigned at the other and decided at the first', async () => {
      const [one, other] = [await open('one'), await open('other')];
      const stands = async ({ shared }: Gateway) =>
        (await shared.reviews({ first: 5 })).reviews.map(({ state, assignee }) => [state, assignee]);
      await one.audit.event(event({ reference: 'g-1' }));
      await ship(one);
      expect(await stands(other)).toEqual([['OPEN', null]]);
      await other.audit.event(event({ kind: 'REVIEW_ASSIGNED', reference: 'g-1', assignee: 'w-9' }));
      await ship(other);
      expect(await stands(one)).toEqual([['ASSIGNED', 'w-9']]);
      await one.audit.event(event({ kind: 'REVIEW_DECIDED', reference: 'g-1', reason: 'CLEARED', decision: 'd-1' }));
      await ship(one);
      expect(await stands(other)).toEqual([['CLEARED', 'w-9']]);
      expect(
        (await other.shared.query({ reviewOf: 'g-1', first: 5 })).map(({ record }) => record.payload.kind),
      ).toEqual(['REVIEW_DECIDED', 'REVIEW_ASSIGNED']);
    });

    const months = async (): Promise<readonly unknown[]> =>
      (
        await owner.ask(
          "SELECT relname FROM pg_class WHERE relnamespace = 'family_view_audit'::regnamespace AND relispartition AND relkind = 'r' ORDER BY 1",
        )
      ).map((row) => (row as { readonly relname: string }).relname);
    /** SQLSTATE, as the server refuses. */
    const refusal = (asked: Promise<unknown>): Promise<unknown> =>
      asked.then(
        () => 'done',
        (fault: { readonly cause?: { readonly code?: string } }) => fault.cause?.code,
      );
    const INSUFFICIENT_PRIVILEGE = '42501';
    const RAISED = 'P0001';

    test('the server refuses the gateways every change of what is recorded, and its owner each that is not a whole month', async () => {
      const gateway = await open('one');
      await look(gateway, 'a', 'health', '1');
      await ship(gateway);
      const before = await gateway.shared.query({ first: 9 });
      const tables = ['look', 'term', 'look_2026_11', 'term_2026_11'];
      const changes = tables.flatMap((table) =>
        [
          `UPDATE x SET at = at`,
          'DELETE FROM x',
          'TRUNCATE x',
          'DROP TABLE x',
          'ALTER TABLE x DISABLE TRIGGER ALL',
        ].map((change) => change.replace('x', `family_view_audit.${table}`)),
      );
      const others = [
        'UPDATE family_view_audit.review SET sequence = 1',
        'DELETE FROM family_view_audit.review',
        'ALTER TABLE family_view_audit.look DETACH PARTITION family_view_audit.look_2026_11',
        'SELECT * FROM family_view_audit.look_2026_11',
        "UPDATE family_view.stop_entry SET entry = '{}'",
        'DELETE FROM family_view.registry_version',
        'SELECT * FROM family_view.audit_look',
        "SELECT setval('family_view_audit.look_sequence', 1)",
        'CREATE TABLE family_view_audit.mine (one integer)',
      ];
      for (const change of [...changes, ...others])
        expect([change, await refusal(database.ask(change))]).toEqual([change, INSUFFICIENT_PRIVILEGE]);
      for (const change of changes.filter((one) => /^(UPDATE|DELETE)/.test(one)))
        expect([change, await refusal(owner.ask(change))]).toEqual([change, RAISED]);
      expect(await gateway.shared.query({ first: 9 })).toEqual(before);
      expect(before).toHaveLength(2);
    });

    test('each month is a table: what goes over its end is found with what was asked, and whole months go by their owner alone', async () => {
      const gateway = await open('one');
      await look(gateway, 'november', 'health', '1');
      await gateway.audit.event(event({ reference: 'g-1' }));
      clock = Date.parse('2026-11-30T23:59:30Z');
      await gateway.audit.intent(intent('midnight'));
      await ship(gateway);
      clock += 60_000;
      const people = [gateway.audit.pseudonym('health|1')];
      const agencies = [{ agency: 'health', answer: 'answered' as const, fields: ['HealthRecord.visits'], people }];
      await gateway.audit.disclosure({ operation: 'midnight', outcome: 'disclosed', agencies });
      await gateway.audit.event(event({ reference: 'g-2' }));
      await ship(gateway);
      expect(await months()).toEqual(['look_2026_11', 'look_2026_12', 'term_2026_11', 'term_2026_12']);
      for (const question of [{ people }, { agency: 'health' }, { operation: 'midnight' }, { since: clock }]) {
        const asked = { ...question, first: 9 };
        expect([question, await gateway.shared.query(asked)]).toEqual([question, gateway.own.query(asked)]);
      }
      expect((await gateway.shared.query({ people, first: 1 }))[0]?.intent?.correlationId).toBe('midnight');

      await expect(retainMonths(database, '2026-12-01')).rejects.toMatchObject({
        cause: { code: INSUFFICIENT_PRIVILEGE },
      });
      expect(await retainMonths(owner, '2026-12-01', true)).toEqual(['look_2026_11', 'term_2026_11']);
      expect(await months()).toHaveLength(4);
      expect(await retainMonths(owner, '2026-12-01')).toEqual(['look_2026_11', 'term_2026_11']);
      expect(await months()).toEqual(['look_2026_12', 'term_2026_12']);
      expect(told(await gateway.shared.query({ people, first: 9 }))).toEqual(['midnight disclosed']);
      const { reviews } = await gateway.shared.reviews({ first: 9 });
      expect(reviews.map(({ record }) => record.payload.reference)).toEqual(['g-2']);
      expect((await gateway.shared.usage([['HealthRecord.visits']], START))[0]?.roles).toEqual([]);
      // What comes late for a month that went is kept all the same.
      clock = START;
      await look(gateway, 'late', 'health', '1');
      await ship(gateway);
      expect(told(await gateway.shared.query({ people, first: 9 }))).toContain('late disclosed');
    });
  },
);
