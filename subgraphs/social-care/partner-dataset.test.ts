/**
 * A Standard Safeguarding Dataset that another keeps. Names and types of columns are those of the published layout
 * (data-to-insight/ssd-data-model, deployment_extracts/eclipse, PostgreSQL); the proof runs the published DDL itself.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartnerSystemFault } from '@family-view/kit';
import Libsql from 'libsql';
import { Client } from 'pg';
import { SocialCareConnector } from './connector';
import { openCaseDatabase, openToRead } from './database/open-database';
import { CaseDatabaseNotOurs, NoCaseDatabase } from './database/partner-schema';
import { findPostgres, type PrivatePostgres, startPrivatePostgres } from './database/private-postgres';
import { whatIsAbsent } from './database/what-is-absent';

const TABLES = [
  `create table ssd_person (pers_legacy_id varchar(48), pers_person_id varchar(48) primary key, pers_upn varchar(13),
    pers_forename varchar(100), pers_surname varchar(255), pers_sex varchar(20), pers_gender varchar(10),
    pers_ethnicity varchar(48), pers_dob timestamp, pers_single_unique_id varchar(48), pers_upn_unknown varchar(6),
    pers_send_flag char(5), pers_expected_dob timestamp, pers_death_date timestamp, pers_is_mother char(1),
    pers_nationality varchar(48))`,
  `create table ssd_address (addr_table_id varchar(48) primary key, addr_person_id varchar(48), addr_address_type varchar(48),
    addr_address_start_date timestamp, addr_address_end_date timestamp, addr_address_postcode varchar(15),
    addr_address_json varchar(1000))`,
  `create table ssd_cin_episodes (cine_referral_id varchar(48) primary key, cine_person_id varchar(48),
    cine_referral_date timestamp, cine_cin_primary_need_code varchar(3), cine_referral_source_code varchar(48),
    cine_referral_nfa char(1), cine_close_reason varchar(100), cine_close_date timestamp)`,
  `create table ssd_cin_plans (cinp_cin_plan_id varchar(48) primary key, cinp_referral_id varchar(48),
    cinp_person_id varchar(48), cinp_cin_plan_start_date timestamp, cinp_cin_plan_end_date timestamp)`,
  `create table ssd_cp_plans (cppl_cp_plan_id varchar(48) primary key, cppl_referral_id varchar(48),
    cppl_person_id varchar(48), cppl_cp_plan_start_date timestamp, cppl_cp_plan_end_date timestamp,
    cppl_cp_plan_initial_category varchar(100), cppl_cp_plan_latest_category varchar(100))`,
  `create table ssd_cla_episodes (clae_cla_episode_id varchar(48) primary key, clae_person_id varchar(48),
    clae_cla_episode_start_date timestamp, clae_cla_episode_ceased_date timestamp)`,
  `create table ssd_cla_care_plan (lacp_table_id varchar(48) primary key, lacp_person_id varchar(48),
    lacp_cla_care_plan_start_date timestamp, lacp_cla_care_plan_end_date timestamp)`,
  `create table ssd_mother (moth_table_id varchar(48) primary key, moth_person_id varchar(48), moth_childs_person_id varchar(48))`,
  `create table ssd_contacts (cont_contact_id varchar(48) primary key)`,
];
const ROWS = [
  `insert into ssd_person (pers_person_id, pers_forename, pers_surname, pers_sex, pers_dob, pers_upn) values
    ('P1', 'Maya', 'Ward', 'Female', '2016-05-04 00:00:00', 'H801200001001'), ('P2', 'Noah', 'Ward', 'Male', '2018-01-02 00:00:00', '')`,
  `insert into ssd_person (pers_person_id, pers_dob, pers_gender) values ('P3', '2099-03-01 00:00:00', '00')`,
  `insert into ssd_mother values ('M1', 'P9', 'P3')`,
  `insert into ssd_address (addr_table_id, addr_person_id, addr_address_type, addr_address_start_date, addr_address_postcode, addr_address_json) values
    ('A1', 'P1', 'HOME', '2020-01-01 00:00:00', 'ZB1 1AA', '{"HOUSE": "3", "UPRN": "9990000001"}'),
    ('A2', 'P1', 'PLACEMENT', '2025-01-01 00:00:00', 'ZB9 9ZZ', '{}')`,
  `insert into ssd_cin_episodes (cine_referral_id, cine_person_id, cine_referral_date, cine_referral_nfa) values ('R1', 'P1', '2025-05-01 09:30:00', 'N')`,
  `insert into ssd_cp_plans (cppl_cp_plan_id, cppl_person_id, cppl_cp_plan_start_date, cppl_cp_plan_latest_category) values ('C1', 'P1', '2025-07-11 00:00:00', 'NEG')`,
];

interface Partner {
  readonly where: string;
  run(statement: string): Promise<unknown>;
  close(): Promise<void>;
}
const programs = findPostgres();
let server: PrivatePostgres | undefined;
afterAll(() => server?.close());
const systems: { system: string; make: () => Promise<Partner> }[] = [
  {
    system: programs === undefined ? 'PostgreSQL (skipped: no server is installed here)' : 'PostgreSQL',
    make: async () => {
      server ??= await startPrivatePostgres(programs!);
      const client = new Client({ connectionString: server.url });
      await client.connect();
      await client.query('drop schema public cascade; create schema public');
      return { where: server.url, run: (statement) => client.query(statement), close: () => client.end() };
    },
  },
  {
    system: 'SQLite',
    make: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'family-view-ssd-'));
      const where = join(folder, 'extract.sqlite');
      const file = new Libsql(where);
      return {
        where,
        run: async (statement) => void file.exec(statement),
        close: async () => {
          file.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
];

describe.each(systems)('a dataset in $system', ({ system, make }) => {
  const here = system.includes('skipped') ? test.skip : test;
  let partner: Partner;
  beforeEach(async () => {
    if (system.includes('skipped')) return;
    partner = await make();
    for (const statement of [...TABLES, ...ROWS]) await partner.run(statement);
  });
  afterEach(() => partner?.close());

  const reading = async <T>(read: (connector: SocialCareConnector) => Promise<T>): Promise<T> => {
    const opened = await openToRead(partner.where);
    const known = new Set(opened.partner?.keys());
    const connector = new SocialCareConnector(opened.database, { today: () => '2026-11-01', dutyLine: null, known });
    try {
      return await read(connector);
    } finally {
      await connector.close();
    }
  };

  // data-to-insight/ssd-data-model, deployment_extracts/systemc: `'SSD_PH' AS pers_sex`, `COALESCE(f903.NO_UPN_CODE, 'SSD_PH')`.
  here('a placeholder of the published extracts is nothing written: the sex is what the next column says', async () => {
    await partner.run(`insert into ssd_person (pers_person_id, pers_forename, pers_surname, pers_sex, pers_gender, pers_upn, pers_dob)
      values ('P4', 'SSD_PH', 'SSD_PH ', 'SSD_PH', 'F', 'SSD_PH', '1900-01-01 00:00:00')`);
    const [person] = await reading((connector) => connector.people(['P4']));
    expect(person).toMatchObject({ givenName: null, familyName: null, sex: 'F', upn: null, dateOfBirth: null });
    expect(person?.dataQuality).toEqual([]);
  });

  here('an address with an end that is to come is one where somebody is found', async () => {
    await partner.run(
      `update ssd_address set addr_address_end_date = '9999-12-31 00:00:00' where addr_table_id = 'A1'`,
    );
    const refs = (by: 'postcode' | 'uprn', value: string) =>
      reading(async (connector) => (await connector.find({ by, value })).map(({ ref }) => ref));
    expect(await refs('postcode', 'ZB1 1AA')).toEqual(['P1']);
    expect(await refs('uprn', '9990000001')).toEqual(['P1']);
    await partner.run(
      `update ssd_address set addr_address_end_date = '2026-10-31 00:00:00' where addr_table_id = 'A1'`,
    );
    expect(await refs('postcode', 'ZB1 1AA')).toEqual([]);
  });

  here('an end on the first day of 1900 is none: an empty text is that day in SQL Server', async () => {
    await partner.run(
      `update ssd_cp_plans set cppl_cp_plan_end_date = '1900-01-01 00:00:00' where cppl_cp_plan_id = 'C1'`,
    );
    const [status] = await reading((connector) => connector.statuses(['P1']));
    expect(status).toMatchObject({ childProtectionPlan: true, latestCategoryOfAbuse: 'NEG' });
  });

  // The same extract: `CASE WHEN (p.DOB_ESTIMATED) = 'Y' THEN p.BIRTH_DTTM` into pers_expected_dob, and null into pers_dob.
  here('a child whose day of birth was estimated years ago is born, and their day of birth is not known', async () => {
    await partner.run(
      `insert into ssd_person (pers_person_id, pers_expected_dob) values ('P5', '2014-06-01 00:00:00'), ('P6', '2099-06-01 00:00:00')`,
    );
    const [born, unborn] = await reading((connector) => connector.people(['P5', 'P6']));
    expect(born).toMatchObject({ lifeState: 'BORN', dateOfBirth: null, expectedDateOfBirth: null });
    expect(unborn).toMatchObject({ lifeState: 'UNBORN', expectedDateOfBirth: '2099-06-01' });
  });

  here('the NHS number is read where an earlier version of the layout has it', async () => {
    await partner.run('alter table ssd_person rename column pers_single_unique_id to pers_common_child_id');
    await partner.run(`update ssd_person set pers_common_child_id = '944 930 3223' where pers_person_id = 'P1'`);
    const [person] = await reading((connector) => connector.people(['P1']));
    expect(person?.nhsNumber).toBe('9449303223');
    const found = await reading((connector) => connector.find({ by: 'nhsNumber', value: '9449303223' }));
    expect(found.map(({ ref }) => ref)).toEqual(['P1']);
  });

  here('is read as it is: people, words for their sex, timestamps, and an unborn child', () =>
    reading(async (connector) => {
      const [maya, noah, unborn, nobody] = await connector.people(['P1', 'P2', 'P3', 'P4']);
      expect(maya).toMatchObject({
        givenName: 'Maya',
        sex: 'F',
        dateOfBirth: '2016-05-04',
        upn: 'H801200001001',
        postcode: 'ZB1 1AA',
        uprn: '9990000001',
        lifeState: 'BORN',
        dataQuality: [],
      });
      expect(noah).toMatchObject({ sex: 'M', upn: null, dataQuality: [] });
      // A loader of the published set puts the day a birth is expected into pers_dob.
      expect(unborn).toMatchObject({
        lifeState: 'UNBORN',
        dateOfBirth: null,
        expectedDateOfBirth: '2099-03-01',
        mother: 'P9',
      });
      expect(nobody).toBeNull();
    }),
  );

  here('is searched by day of birth, UPN and the home address, and never by where a child is placed', () =>
    reading(async (connector) => {
      const refs = async (block: Parameters<SocialCareConnector['find']>[0]) =>
        (await connector.find(block)).map(({ ref }) => ref);
      expect(await refs({ by: 'dateOfBirth', value: '2016-05-04' })).toEqual(['P1']);
      expect(await refs({ by: 'expectedDateOfBirth', value: '2099-03-01' })).toEqual(['P3']);
      expect(await refs({ by: 'upn', value: 'H801200001001' })).toEqual(['P1']);
      expect(await refs({ by: 'postcode', value: 'ZB1 1AA' })).toEqual(['P1']);
      expect(await refs({ by: 'postcode', value: 'ZB9 9ZZ' })).toEqual([]);
      expect(await refs({ by: 'uprn', value: '9990000001' })).toEqual(['P1']);
    }),
  );

  here('tells an open child protection plan, and that there is none', () =>
    reading(async (connector) => {
      expect(await connector.statuses(['P1', 'P2'])).toEqual([
        { childInNeed: true, childProtectionPlan: true, lookedAfter: false, latestCategoryOfAbuse: 'NEG' },
        { childInNeed: false, childProtectionPlan: false, lookedAfter: false, latestCategoryOfAbuse: null },
      ]);
      expect(await connector.plans(['P1'])).toMatchObject([[{ kind: 'CP_PLAN', startDate: '2025-07-11' }]]);
      // The dataset has no place for them: not known, which is not none.
      expect(await connector.tafMeetings(['P1'])).toEqual([null]);
      expect(await connector.count({ measure: 'children-in-need', by: [], area: null, from: null, to: null })).toEqual([
        { key: [], count: 1 },
      ]);
    }),
  );

  here('that lacks the table of plans does not know whether there is one', async () => {
    await partner.run('drop table ssd_cp_plans');
    await reading(async (connector) => {
      expect(await connector.statuses(['P2'])).toMatchObject([{ childInNeed: false, childProtectionPlan: null }]);
      await expect(connector.plans(['P2'])).rejects.toBeInstanceOf(PartnerSystemFault);
    });
  });

  here('has nothing made, changed or added in it', async () => {
    const names = async () => {
      const { database } = await openToRead(partner.where);
      const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
      await database.destroy();
      return tables.map(({ name }) => name).sort();
    };
    expect(await names()).toEqual(TABLES.map((sql) => /table (\w+)/.exec(sql)?.[1]).sort());
    await expect(openCaseDatabase(partner.where)).rejects.toBeInstanceOf(CaseDatabaseNotOurs);
    expect(await names()).toHaveLength(TABLES.length);
  });

  here('tells at the start what it lacks, and that it shields nobody', async () => {
    const { database, partner: schema } = await openToRead(partner.where);
    await database.destroy();
    const told = whatIsAbsent(schema).join('\n');
    expect(told).toContain('person_markers: NOBODY IS SHIELDED');
    expect(told).toMatch(/ssd_person has no pers_source, .*: derived where it can be/);
    expect(told).not.toContain('Maya');
  });

  here('of other things is refused and left as it is', async () => {
    await partner.run('drop table ssd_person');
    await expect(openToRead(partner.where)).rejects.toBeInstanceOf(NoCaseDatabase);
  });
});

test('an SQLite file that is not there yet is made ours', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'family-view-ssd-'));
  const { database, partner } = await openToRead(join(folder, 'new.sqlite'));
  await database.destroy();
  expect(partner).toBeNull();
  expect(existsSync(join(folder, 'new.sqlite'))).toBe(true);
  rmSync(folder, { recursive: true, force: true });
});
