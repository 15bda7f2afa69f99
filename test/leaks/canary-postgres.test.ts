/** What gateways share in PostgreSQL holds nothing of anybody: digests, pseudonyms and field names. */

import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { openPostgres } from '@family-view/gateway/shared/postgres';
import {
  hasPostgres,
  type PrivatePostgres,
  startPrivatePostgres,
} from '@family-view/gateway/shared/start-private-postgres';
import { ASKINGS } from './askings';
import { type CanaryStack, startCanaryStack } from './canary-stack';
import { readWholePostgres } from './read-whole-postgres';
import { askEverything, PROOF, SEED, search } from './search';

const onPostgres = hasPostgres ? test : test.skip;
const AGREED = publishedProtocols().map(({ text }) => text);
const EACH = PROOF ? 40 : 2;
const ASKED = PROOF ? ASKINGS : ASKINGS.filter(({ persona }) => ['head-of-centre', 'ig-officer'].includes(persona));

let postgres: PrivatePostgres | undefined;
let stack: CanaryStack | undefined;
let closed = false;
beforeAll(async () => {
  if (!hasPostgres) return;
  postgres = await startPrivatePostgres();
  const environment = { DATABASE_URL: postgres.url, LINKAGE_KEY: 'a7'.repeat(64) };
  stack = await startCanaryStack({ seed: SEED, agreed: AGREED, environment });
}, 300_000);
afterAll(async () => {
  if (!closed) await stack?.close();
  await postgres?.close();
});

onPostgres(
  `whatever is asked puts no value of an agency into PostgreSQL (seed ${SEED})`,
  async () => {
    const everything = await askEverything(stack!, ASKED);
    const random = await search(stack!, { each: EACH, seed: SEED + 8 });
    expect([...everything.failures, ...random.failures]).toEqual([]);
    // What was recorded is in the index of all gateways when one has ended.
    await stack!.close();
    closed = true;
    const kept = await readWholePostgres(postgres!.url);
    const found = kept.flatMap(({ table, text }) =>
      [...stack!.borough.tokens.find(text)].map(([token, [cell]]) => `${table} ${token}: ${cell?.coordinate}`),
    );
    expect(found).toEqual([]);
    // It looked where there is something to find.
    const rows = (table: RegExp): number => kept.filter((one) => table.test(one.table)).length;
    const tables = [/^family_view_audit\.look_/, /^family_view_audit\.term_/, /\.limit_count$/, /\.limit_set$/];
    expect(Math.min(...tables.map(rows))).toBeGreaterThan(5);
    expect(rows(/\.grant_keys$/)).toBe(1);
  },
  600_000,
);

onPostgres(
  'a value that stands in PostgreSQL is found there',
  async () => {
    const database = openPostgres(postgres!.url);
    const token = stack!.borough.people[0]!.at.get('health')!.held.familyName!;
    await database.ask('INSERT INTO family_view.kept_back VALUES ($1, $2, 1)', ['planted', `familyName=${token}`]);
    await database.close();
    const kept = await readWholePostgres(postgres!.url);
    expect(kept.filter(({ text }) => stack!.borough.tokens.find(text).size > 0).map(({ table }) => table)).toEqual([
      'family_view.kept_back',
    ]);
  },
  60_000,
);
