/**
 * What the index that gateways share takes, by the size of an audit: bytes and processor time of each record in PostgreSQL,
 * and how long *who looked* waits over all months.
 *
 *     node --import tsx test/audit/scale/measure-shared.ts 40000
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgresIndex } from '@family-view/gateway/audit/index/postgres-index';
import { openSqliteIndex } from '@family-view/gateway/audit/index/sqlite-index';
import { auditPaths } from '@family-view/gateway/audit/lock-directory';
import { pseudonymsBy } from '@family-view/gateway/audit/pseudonyms';
import { prepareForGateways } from '@family-view/gateway/fixtures/gateway-role';
import { openPostgres } from '@family-view/gateway/shared/postgres';
import { startPrivatePostgres } from '@family-view/gateway/shared/start-private-postgres';
import { personAt, writeAudit } from './write-audit';

const pseudonymKey = new Uint8Array(32).fill(7);
const QUERIES = 20;

async function main(records: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'shared-scale-'));
  const directory = join(root, 'audit');
  const server = await startPrivatePostgres();
  const owner = openPostgres(server.url, { connections: 1, answerMs: 600_000 });
  const postgres = openPostgres(await prepareForGateways(server.url), { connections: 2 });
  try {
    await writeAudit(directory, records, pseudonymKey);
    const { segments, index } = auditPaths(directory);
    const bytes = readdirSync(segments).reduce((sum, name) => sum + statSync(join(segments, name)).size, 0);
    const own = openSqliteIndex(directory, index);
    while (own.fill(2_000) > 0);
    const shared = createPostgresIndex(postgres, 'one');
    const began = performance.now();
    await shared.ship(own);
    const took = performance.now() - began;
    own.close();
    await owner.ask('ANALYZE');
    const [size] = await owner.ask(
      "SELECT sum(pg_total_relation_size(oid))::float8 AS bytes, count(*) FILTER (WHERE relispartition AND relname LIKE 'look%')::int AS months FROM pg_class WHERE relnamespace = 'family_view_audit'::regnamespace AND relkind = 'r'",
    );
    const { bytes: inPostgres, months } = size as { readonly bytes: number; readonly months: number };
    const pseudonym = pseudonymsBy(pseudonymKey);
    const times: number[] = [];
    let found = 0;
    for (let at = 0; at < QUERIES; at += 1) {
      const asked = performance.now();
      found += (await shared.query({ people: [pseudonym(personAt(at))], first: 50 })).length;
      times.push(performance.now() - asked);
    }
    const sorted = times.toSorted((one, other) => one - other);
    process.stdout.write(
      `${records} records: ${Math.round(bytes / records)} bytes each in segments, ${Math.round(inPostgres / records)} in PostgreSQL over ${months} months; shipped ${Math.round((records / took) * 1_000)} a second; who looked: median ${sorted[QUERIES / 2]!.toFixed(1)} ms, longest ${sorted.at(-1)!.toFixed(1)} ms, ${found} found\n`,
    );
  } finally {
    await Promise.all([postgres.close(), owner.close()]);
    await server.close();
    rmSync(root, { recursive: true, force: true });
  }
}

void main(Number(process.argv[2] ?? 40_000));
