/**
 * The published DDL of the Standard Safeguarding Dataset (data-to-insight/ssd-data-model) in a real PostgreSQL, filled with
 * invented children and read by social care's connector. The SQL Server layout is read, and made as PostgreSQL.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { published, tellCounts } from '@family-view/kit/fixtures/published';
import { Client } from 'pg';
import { SocialCareConnector } from '../connector';
import { openToRead } from '../database/open-database';
import { findPostgres, type PrivatePostgres, startPrivatePostgres } from '../database/private-postgres';

const LAYOUTS = [
  ['PostgreSQL', 'deployment_extracts/eclipse/live/ssd_deployment_individual_files', 46],
  ['SQL Server', 'deployment_extracts/systemc/live/ssd_deployment_proc_files/procs', 46],
] as const;
const CHILDREN = 2_000;
/** Every combination of these three occurs. */
const SOME = ['open', 'closed', null, null] as const;
const TODAY = '2026-11-01';
const folder = published('SSD_DATA_MODEL');
const programs = findPostgres();

/** Every `CREATE TABLE` of a folder, without comments, in PostgreSQL's words. The first of a name is taken. */
function tablesIn(place: string): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  for (const file of readdirSync(place)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(join(place, file), 'utf8')
      .replace(/--[^\n]*/g, '')
      .replace(/\/\*[\s\S]*?\*\//g, '');
    for (const begin of text.matchAll(/CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?\[?(ssd_\w+)\]?\s*\(/gi)) {
      const name = begin[1]!.toLowerCase();
      let depth = 1;
      let end = begin.index + begin[0].length;
      for (; depth > 0 && end < text.length; end += 1) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
      const body = text.slice(begin.index + begin[0].length, end - 1);
      if (!tables.has(name)) tables.set(name, `create table ${name} (${inPostgres(body)})`);
    }
  }
  return tables;
}

const inPostgres = (body: string): string =>
  body
    .replace(/\bNVARCHAR\s*\(\s*MAX\s*\)/gi, 'TEXT')
    .replace(/\bNVARCHAR\b/gi, 'VARCHAR')
    .replace(/\b(NON)?CLUSTERED\b/gi, '')
    .replace(/,\s*$/, '')
    .replace(/\bDEFAULT\s*\(\d+\)/gi, '')
    .replace(/\bNCHAR\b/gi, 'CHAR')
    .replace(/\bDATETIME2?\b(\s*\(\d\))?/gi, 'TIMESTAMP')
    .replace(/\bBIT\b/gi, 'BOOLEAN')
    .replace(/\bFLOAT\b/gi, 'DOUBLE PRECISION')
    .replace(/\bDEFAULT\s+(NEWID\(\)|GETDATE\(\))/gi, '')
    .replace(/\bIDENTITY\s*\([^)]*\)/gi, '')
    .replace(/\bUNIQUEIDENTIFIER\b/gi, 'UUID')
    .replace(/\bTINYINT\b/gi, 'SMALLINT')
    .replace(/[[\]]/g, '"');

if (folder !== undefined && programs === undefined)
  tellCounts("NOT RUN: PostgreSQL's programs (initdb, postgres) are not here. Install it.");
const suite = folder === undefined || programs === undefined ? describe.skip : describe;
suite('a published dataset', () => {
  let server: PrivatePostgres;
  let client: Client;
  beforeAll(async () => {
    server = await startPrivatePostgres(programs!);
    client = new Client({ connectionString: server.url });
    await client.connect();
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await server?.close();
  });

  test.each(LAYOUTS)(
    'in the layout of %s is read whole',
    async (layout, place, least) => {
      await client.query('drop schema public cascade; create schema public');
      const tables = tablesIn(join(folder!, place));
      expect(tables.size).toBeGreaterThanOrEqual(least);
      for (const create of tables.values()) await client.query(create);

      const truths = Array.from({ length: CHILDREN }, (_, at) => ({
        ref: `P${at}`,
        female: at % 2 === 0,
        need: SOME[at % 4] ?? null,
        plan: SOME[Math.floor(at / 4) % 4] ?? null,
        care: SOME[Math.floor(at / 16) % 4] ?? null,
      }));
      const insert = (table: string, columns: string, rows: readonly string[]) =>
        client.query(`insert into ${table} (${columns}) values ${rows.join(', ')}`);
      const end = (what: string): string => (what === 'open' ? 'null' : "'2026-03-01 00:00:00'");
      await insert(
        'ssd_person',
        'pers_person_id, pers_forename, pers_surname, pers_sex, pers_dob',
        truths.map(
          ({ ref, female }, at) =>
            `('${ref}', 'Given${at}', 'Family${at}', '${female ? 'Female' : 'Male'}', '20${10 + (at % 14)}-0${1 + (at % 9)}-15 00:00:00')`,
        ),
      );
      await insert(
        'ssd_cin_episodes',
        'cine_referral_id, cine_person_id, cine_referral_date, cine_referral_nfa, cine_close_date',
        truths.flatMap(({ ref, need }) =>
          need ? [`('R${ref}', '${ref}', '2025-05-01 10:00:00', 'N', ${end(need)})`] : [],
        ),
      );
      await insert(
        'ssd_cp_plans',
        'cppl_cp_plan_id, cppl_person_id, cppl_cp_plan_start_date, cppl_cp_plan_latest_category, cppl_cp_plan_end_date',
        truths.flatMap(({ ref, plan }) =>
          plan ? [`('C${ref}', '${ref}', '2025-07-11 00:00:00', 'NEG', ${end(plan)})`] : [],
        ),
      );
      await insert(
        'ssd_cla_episodes',
        'clae_cla_episode_id, clae_person_id, clae_cla_episode_start_date, clae_cla_episode_ceased_date',
        truths.flatMap(({ ref, care }) => (care ? [`('L${ref}', '${ref}', '2025-08-01 00:00:00', ${end(care)})`] : [])),
      );

      const { database, partner } = await openToRead(server.url);
      const connector = new SocialCareConnector(database, {
        today: () => TODAY,
        dutyLine: null,
        known: new Set(partner?.keys()),
      });
      try {
        const refs = truths.map(({ ref }) => ref);
        const [people, statuses, plans] = [
          await connector.people(refs),
          await connector.statuses(refs),
          await connector.plans(refs),
        ];
        expect(people.map((person) => person?.sex)).toEqual(truths.map(({ female }) => (female ? 'F' : 'M')));
        expect(people.every((person) => person?.dateOfBirth !== null && person?.dataQuality.length === 0)).toBe(true);
        expect(statuses).toEqual(
          truths.map(({ need, plan, care }) => ({
            childInNeed: need === 'open',
            childProtectionPlan: plan === 'open',
            lookedAfter: care === 'open',
            latestCategoryOfAbuse: plan === 'open' ? 'NEG' : null,
          })),
        );
        expect(plans.map((held) => held?.length)).toEqual(truths.map(({ plan }) => (plan ? 1 : 0)));
        expect((await connector.find({ by: 'dateOfBirth', value: '2010-01-15' })).length).toBeGreaterThan(0);
        for (const block of [
          'nhsNumber',
          'upn',
          'laChildId',
          'postcode',
          'uprn',
          'mother',
          'expectedDateOfBirth',
        ] as const)
          await connector.find({ by: block, value: block === 'expectedDateOfBirth' ? '2027-01-01' : 'none' });
        await Promise.all([
          connector.involvements(refs),
          connector.groups(refs),
          connector.referrals(refs),
          connector.assessments(refs),
          connector.keyWorkers(refs),
        ]);
      } finally {
        await connector.close();
      }
      const after = await client.query(
        "select count(*)::int as count from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
      );
      expect(after).toMatchObject({ rows: [{ count: tables.size }] });
      const absent = [...(partner?.keys() ?? [])].length;
      tellCounts(
        `${layout}: ${tables.size} tables, ${CHILDREN} children read, ${absent} of our tables there, none of ours made`,
      );
    },
    120_000,
  );
});
