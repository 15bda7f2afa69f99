import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordAfter } from '../schema-registry/add-until-killed';
import type { Postgres } from '../shared/postgres';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../shared/start-private-postgres';
import type { Stop, StopEntry } from '../stops/types';
import { openGrantKeys } from '../subgraph-client/grant-keys';
import { carryOver } from './carry-over';
import { openDatabase } from './open-database';
import { openStores } from './open-stores';

const SEALED_WITH = Buffer.alloc(32, 8);
const now = () => new Date('2026-11-01T09:00:00Z');
const BY = { id: 'w-ig', role: 'IG_OFFICER', organisation: 'council' };
const STOP: Stop = {
  reference: '00000000-0000-4000-8000-000000000001',
  ...{ kind: 'CHILD', target: null, organisation: null, people: ['x'.repeat(22)], agencies: ['north'] },
  ...{ at: now().toISOString(), by: BY, why: 'An order of the court of today.', until: null },
};
const LIFT: StopEntry = {
  entry: 'LIFT',
  lift: { reference: STOP.reference, at: now().toISOString(), by: BY, why: 'The order of the court was lifted.' },
};

(hasPostgres ? describe : describe.skip)(
  'a gateway that moves to PostgreSQL (skipped where it is not installed)',
  () => {
    let server: PrivatePostgres;
    let postgres: Postgres;
    let dataDirectory: string;
    beforeAll(async () => {
      server = await startPrivatePostgres();
      postgres = await openDatabase(server.url, Buffer.alloc(64, 7));
      dataDirectory = mkdtempSync(join(tmpdir(), 'moves-'));
    });
    afterAll(async () => {
      await postgres.close();
      await server.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    });

    test('keeps its stops, its grant keys and what was published under the name it was signed for', async () => {
      const files = openStores({ dataDirectory, redis: null, postgres: null, grantKeysSealedWith: SEALED_WITH });
      const registry = await files.registry();
      const first = recordAfter(null, 'type Query { a: Int }');
      await registry.add(first, ['type Query { a: Int }']);
      await registry.add(recordAfter(first, 'type Query { b: Int }'), ['type Query { b: Int }']);
      await registry.stage({ name: 'housing', sdl: 'tried', url: null });
      const { current } = await openGrantKeys(files.grantKeys, now);
      await files.stops.add({ entry: 'STOP', stop: STOP });
      await files.figures.close();

      const shared = openStores({ dataDirectory, redis: null, postgres, grantKeysSealedWith: SEALED_WITH });
      await carryOver(dataDirectory, postgres, shared);
      await carryOver(dataDirectory, postgres, shared);
      const moved = await shared.registry();
      expect([moved.id, await moved.newest(), await moved.read(2)]).toEqual([registry.id, 2, await registry.read(2)]);
      expect((await moved.staged()).map(({ name }) => name)).toEqual(['housing']);
      expect((await openGrantKeys(shared.grantKeys, now)).current.kid).toBe(current.kid);
      expect(await shared.stops.read()).toEqual([{ entry: 'STOP', stop: STOP }]);
    });

    test('a second one that moves brings its stops, and changes neither keys nor versions', async () => {
      const another = mkdtempSync(join(tmpdir(), 'moves-'));
      const files = openStores({
        dataDirectory: another,
        redis: null,
        postgres: null,
        grantKeysSealedWith: SEALED_WITH,
      });
      await (await files.registry()).add(recordAfter(null, 'other'), ['other']);
      await openGrantKeys(files.grantKeys, now);
      await files.stops.add(LIFT);
      await files.figures.close();
      const shared = openStores({ dataDirectory: another, redis: null, postgres, grantKeysSealedWith: SEALED_WITH });
      const before = (await openGrantKeys(shared.grantKeys, now)).jwks;
      await carryOver(another, postgres, shared);
      expect((await openGrantKeys(shared.grantKeys, now)).jwks).toEqual(before);
      expect(await (await shared.registry()).newest()).toBe(2);
      expect(await shared.stops.read()).toEqual([{ entry: 'STOP', stop: STOP }, LIFT]);
      rmSync(another, { recursive: true, force: true });
    });
  },
);
