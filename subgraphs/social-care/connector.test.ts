import { PartnerSystemFault, UnknownMeasure } from '@family-view/kit';
import { type Borough, inventBorough } from '@family-view/population';
import { SocialCareConnector } from './connector';
import { type CaseDatabase, openCaseDatabase } from './database/open-database';
import { findPostgres, type PrivatePostgres, startPrivatePostgres } from './database/private-postgres';
import { importCensus } from './import-cin';
import { bytesOf, census, child, identifiers } from './import-cin/census-fixture';
import { seedCaseManagement } from './stand-in';

const borough = inventBorough();
const programs = findPostgres();
const requester = (id: string) => ({ id, organisation: 'council', role: 'SOCIAL_WORKER', area: null });

const systems = [
  { system: 'SQLite', open: async () => ({ where: ':memory:', server: undefined }) },
  {
    system: programs === undefined ? 'PostgreSQL (skipped: no server is installed here)' : 'PostgreSQL',
    open: async () => {
      const server = await startPrivatePostgres(programs!);
      return { where: server.url, server };
    },
  },
];

describe.each(systems)('over $system', ({ system, open }) => {
  const here = system.includes('skipped') ? test.skip : test;
  let server: PrivatePostgres | undefined;
  let database: CaseDatabase;
  let connector: SocialCareConnector;
  beforeAll(async () => {
    if (system.includes('skipped')) return;
    const opened = await open();
    server = opened.server;
    database = await openCaseDatabase(opened.where);
    await seedCaseManagement(database, borough);
    connector = new SocialCareConnector(database, { today: () => borough.today, dutyLine: '01632 960200' });
  });
  afterAll(async () => {
    await connector?.close();
    await server?.close();
  });

  here('looking takes the same statements whether or not anybody is found', async () => {
    let statements = 0;
    const counted = database.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const looking = new SocialCareConnector(counted, { today: () => borough.today, dutyLine: null });
    const held = borough.socialCare.people.find(({ nhsNumber }) => nhsNumber !== undefined)!;
    const taken = async (value: string): Promise<readonly [boolean, number]> => {
      statements = 0;
      return [(await looking.find({ by: 'nhsNumber', value })).length > 0, statements];
    };
    const [found, some] = await taken(held.nhsNumber!);
    const [foundNone, none] = await taken('9990000018');
    expect([found, foundNone]).toEqual([true, false]);
    expect(none).toBe(some);
    expect(some).toBeGreaterThan(1);
  });

  here(
    'every person that social care holds is read, in the order asked, and an unknown reference is nobody',
    async () => {
      const refs = borough.socialCare.people.map(({ ref }) => ref);
      const people = await connector.people([...refs, 'nobody', refs[0]!]);
      expect(people.map((person) => person?.ref ?? null)).toEqual([...refs, null, refs[0]]);
      for (const held of borough.socialCare.people) {
        const person = people.find((one) => one?.ref === held.ref)!;
        expect([person.givenName, person.familyName, person.lifeState]).toEqual([
          held.givenName ?? null,
          held.familyName ?? null,
          held.lifeState,
        ]);
        expect(person.mother).toBe(held.motherRef ?? null);
        expect(person.markers).toEqual(held.markers);
      }
    },
  );

  here(
    'a marker that nobody agreed on closes the record, and the spelling of one that is known does not matter',
    async () => {
      const { ref } = heldAs(borough, 'okafor', 'oldest');
      const markerOf = async (marker: string) => {
        const row = { mark_table_id: 'test', mark_person_id: ref, mark_marker: marker };
        await database.insertInto('person_markers').values(row).execute();
        const [person] = await connector.people([ref]);
        await database.deleteFrom('person_markers').where('mark_table_id', '=', 'test').execute();
        return person;
      };
      expect((await connector.people([ref]))[0]?.markers).toEqual([]);
      expect((await markerOf('Shielded'))?.markers).toEqual(['SHIELDED']);
      expect(await markerOf('WITNESS')).toMatchObject({
        markers: ['RESTRICTED'],
        dataQuality: expect.arrayContaining([expect.objectContaining({ field: 'mark_marker' })]),
      });
    },
  );

  here('no truth about anybody is in the database', async () => {
    const truths = new Set(borough.people.keys());
    const rows = await database.selectFrom('ssd_person').selectAll().execute();
    expect(
      rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string' && truths.has(value)),
    ).toEqual([]);
  });

  here(
    'a person is found by each block, forgiving spaces and small letters, and a day that is none finds nobody',
    async () => {
      const { ref } = heldAs(borough, 'okafor', 'oldest');
      const [daniel] = await connector.people([ref]);
      const refsBy = async (
        by: 'nhsNumber' | 'upn' | 'laChildId' | 'dateOfBirth' | 'postcode' | 'uprn' | 'mother',
        value: string,
      ) => (await connector.find({ by, value })).map((person) => person.ref);
      expect(await refsBy('upn', daniel!.upn!.toLowerCase())).toEqual([ref]);
      expect(await refsBy('laChildId', daniel!.laChildId!)).toEqual([ref]);
      expect(await refsBy('dateOfBirth', daniel!.dateOfBirth!)).toContain(ref);
      expect(await refsBy('postcode', daniel!.postcode!.replace(' ', '').toLowerCase())).toContain(ref);
      expect(await refsBy('uprn', daniel!.uprn!)).toContain(ref);
      expect(await refsBy('mother', daniel!.mother!)).toContain(ref);
      const numbered = borough.socialCare.people.find(({ nhsNumber }) => nhsNumber !== undefined)!;
      const spaced = numbered.nhsNumber!.replace(/^(...)(...)/, '$1 $2 ');
      expect(await refsBy('nhsNumber', spaced)).toContain(numbered.ref);
      expect(await refsBy('dateOfBirth', '2017-02-30')).toEqual([]);
    },
  );

  here('several searches find what each finds by itself, in their order', async () => {
    const { ref } = heldAs(borough, 'okafor', 'oldest');
    const [daniel] = await connector.people([ref]);
    const blocks = [
      { by: 'dateOfBirth', value: daniel!.dateOfBirth! },
      { by: 'dateOfBirth', value: '2017-02-30' },
      { by: 'postcode', value: daniel!.postcode! },
      { by: 'uprn', value: '1' },
    ] as const;
    const each = await connector.findEach(blocks);
    expect(each).toEqual(await Promise.all(blocks.map(connector.find)));
    expect(each.map((found) => found.some((person) => person.ref === ref))).toEqual([true, false, true, false]);
  });

  here('an unborn child is found by the day it is expected', async () => {
    const unborn = heldAs(borough, 'kowalska', 'unborn');
    const found = await connector.find({ by: 'expectedDateOfBirth', value: unborn.expectedDateOfBirth! });
    expect(found).toMatchObject([{ ref: unborn.ref, lifeState: 'UNBORN', dateOfBirth: null }]);
  });

  here('a family group is whole, with who is what to whom', async () => {
    const mother = heldAs(borough, 'okafor', 'mother').ref;
    const oldest = heldAs(borough, 'okafor', 'oldest').ref;
    const group = (await connector.groups([oldest]))[0]?.[0];
    expect(group?.kind).toBe('FAMILY');
    expect(group?.members).toContainEqual(
      expect.objectContaining({ ref: mother, relationship: 'Mother', to: oldest, parentalResponsibility: true }),
    );
  });

  here('the relationship fact is told to the worker the case is allocated to, and to nobody else', async () => {
    const { ref } = heldAs(borough, 'okafor', 'oldest');
    const [own] = await connector.facts([ref], ['RELATIONSHIP'], requester('w-social-worker'));
    expect(own).toMatchObject([
      { value: 'ALLOCATED_WORKER', from: expect.stringMatching(/T00:00:00.000Z$/), until: null },
    ]);
    const [lead] = await connector.facts([ref], ['RELATIONSHIP'], requester('w-lead-professional'));
    expect(lead).toContainEqual(expect.objectContaining({ value: 'LEAD_PROFESSIONAL' }));
    expect(await connector.facts([ref], ['RELATIONSHIP'], requester('w-housing-officer'))).toEqual([[]]);
  });

  here('need level and area are facts; consent is not recorded, and only what was asked is told', async () => {
    const { ref } = heldAs(borough, 'okafor', 'oldest');
    const [facts] = await connector.facts([ref, 'nobody'], ['NEED_LEVEL', 'AREA', 'CONSENT'], requester('w-analyst'));
    const told = Object.fromEntries(facts!.map(({ kind, value }) => [kind, value]));
    expect(told).toEqual({ NEED_LEVEL: 'COMPLEX', AREA: expect.any(String) });
    expect(borough.reachAreas.map(({ id }) => id)).toContain(told.AREA);
    expect(await connector.facts([ref, 'nobody'], ['AREA'], requester('w-analyst'))).toMatchObject([
      [{ kind: 'AREA' }],
      [],
    ]);
  });

  here('a caseload is read page by page without repeating or skipping anybody', async () => {
    const ask = { area: borough.reachAreas[0]!.id, mine: false, first: 3, after: null };
    const whole = await connector.roster({ ...ask, first: 1000 }, requester('w-analyst'));
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page: { readonly refs: readonly string[]; readonly next: string | null } = await connector.roster(
        { ...ask, after },
        requester('w-analyst'),
      );
      paged.push(...page.refs);
      after = page.next;
    }
    expect(paged).toEqual(whole.refs);
    expect(new Set(paged).size).toBe(paged.length);
    const mine = await connector.roster(
      { area: null, mine: true, first: 100, after: null },
      requester('w-social-worker'),
    );
    expect(mine.refs).toContain(heldAs(borough, 'okafor', 'oldest').ref);
    expect(await connector.roster({ ...ask, area: null }, requester('w-analyst'))).toEqual({ refs: [], next: null });
  });

  here('figures add up, by area and by need, and an unknown measure is refused', async () => {
    const count = (measure: string, by: readonly string[]) =>
      connector.count({ measure, by, area: null, from: null, to: null });
    const [total] = await count('children-in-need', []);
    const byArea = await count('children-in-need', ['area', 'status']);
    expect(byArea.reduce((sum, cell) => sum + cell.count, 0)).toBe(total!.count);
    expect(byArea.every(({ key }) => key.length === 2)).toBe(true);
    expect((await count('referrals', ['source'])).length).toBeGreaterThan(1);
    expect((await count('early-help-open', ['needLevel'])).length).toBeGreaterThan(0);
    expect((await count('worker-changed', []))[0]!.count).toBeLessThan(
      (await count('children-with-worker', []))[0]!.count,
    );
    expect(
      await connector.count({ measure: 'referrals', by: [], area: null, from: '1900-01-01', to: '1900-12-31' }),
    ).toEqual([]);
    await expect(count('children-by-name', [])).rejects.toBeInstanceOf(UnknownMeasure);
    await expect(count('referrals', ['surname'])).rejects.toBeInstanceOf(UnknownMeasure);
    await expect(count('constructor', [])).rejects.toBeInstanceOf(UnknownMeasure);
  });

  here('a fault of the database does not hand on the value that it was asked with', async () => {
    const ask = { measure: 'referrals', by: [], area: null, from: 'SECRET', to: null };
    const answer = await connector.count(ask).catch((error: unknown) => error);
    const chain = answer instanceof Error ? [answer, answer.cause] : [answer];
    expect(chain.map(String).join()).not.toContain('SECRET');
  });

  here('what was recorded as none is an empty list, and of whom no record is kept is null', async () => {
    const adult = borough.socialCare.people.find(({ ref }) => borough.socialCare.content.get(ref)?.plans.length === 0)!;
    expect(await connector.plans([adult.ref, 'nobody'])).toEqual([[], null]);
  });

  here('a family with a shielded member is nobody, while another is told whole', async () => {
    const open = groupOf(borough, heldAs(borough, 'okafor', 'oldest').ref);
    const hidden = groupOf(borough, heldAs(borough, 'ashdown', 'child').ref);
    const [told, closed] = await connector.families([open, hidden]);
    expect(told).toMatchObject({
      needLevel: { scheme: 'rotherham-continuum', code: 'COMPLEX', rank: 3, until: null },
      leadProfessional: { name: 'Marcus Bell' },
    });
    expect(told!.needHistory.map(({ code }) => code)).toEqual(['COMPLEX', 'VULNERABLE', 'UNIVERSAL']);
    expect(closed).toBeNull();
  });

  here('a looked-after child has a care plan', async () => {
    const { ref } = heldAs(borough, 'dewhirst', 'child');
    expect((await connector.statuses([ref]))[0]?.lookedAfter).toBe(true);
    expect((await connector.plans([ref]))[0]).toContainEqual(
      expect.objectContaining({ kind: 'CARE_PLAN', endDate: null }),
    );
  });

  here('an imported child is there at the next question, and stays when another borough is seeded', async () => {
    expect(await connector.find({ by: 'laChildId', value: 'Census1' })).toEqual([]);
    const file = census([child({ identifiers: identifiers('Census1') })]);
    const first = await importCensus(bytesOf(file), database);
    expect(first.children.new).toBe(1);
    expect((await importCensus(bytesOf(file), database)).children.unchanged).toBe(1);
    expect(await connector.find({ by: 'laChildId', value: 'Census1' })).toHaveLength(1);
    for (const another of [inventBorough({ families: 20, seed: 2 }), borough]) {
      await seedCaseManagement(database, another);
      expect(await connector.find({ by: 'laChildId', value: 'Census1' })).toHaveLength(1);
    }
    expect((await connector.people([heldAs(borough, 'okafor', 'oldest').ref]))[0]?.givenName).toBe('Daniel');
  });

  here('a broken file changes nothing', async () => {
    const before = await database.selectFrom('ssd_cin_episodes').select('cine_referral_id').execute();
    const cut = census([child({ identifiers: identifiers('Census2') })]).slice(0, -20);
    await expect(importCensus(bytesOf(cut), database)).rejects.toMatchObject({ code: 'CENSUS_FILE_BROKEN' });
    expect(await database.selectFrom('ssd_cin_episodes').select('cine_referral_id').execute()).toEqual(before);
  });
});

test('a database that cannot be read is a fault of the partner system, never nobody, and the fault quotes no value', async () => {
  const database = await openCaseDatabase(':memory:');
  const connector = new SocialCareConnector(database, { today: () => borough.today, dutyLine: null });
  await database.schema.dropTable('ssd_person').execute();
  const fault = await connector.find({ by: 'laChildId', value: 'SECRET' }).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(PartnerSystemFault);
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('SECRET');
  await expect(connector.coverage()).rejects.toBeInstanceOf(PartnerSystemFault);
  await connector.close();
});

test('a PostgreSQL that is down is a fault at opening', async () => {
  await expect(openCaseDatabase('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow();
});

/** How social care holds a person of a story. */
function heldAs({ storylines, socialCare }: Borough, story: string, role: string) {
  const truth = storylines.find(({ key }) => key === story)?.people[role];
  const held = socialCare.people.find((person) => person.truth === truth);
  if (!held) throw new Error(`expected social care to hold ${story} ${role}`);
  return held;
}

function groupOf({ socialCare }: Borough, ref: string): string {
  const membership = socialCare.memberships.find((one) => one.ref === ref);
  if (!membership) throw new Error('expected a family group');
  return membership.group;
}
