import { PartnerSystemFault, UnknownMeasure } from '@family-view/kit';
import { inventBorough, onlyListed, type Row, type RunningSystem, serveRows } from '@family-view/population';
import { connectHousing, type HousingConnector } from './connector';
import { startHousingSystem } from './stand-in';

const borough = inventBorough();
const okafor = borough.storylines.find((storyline) => storyline.key === 'okafor')!;
const heldAs = (role: string) => borough.housing.people.find((person) => person.truth === okafor.people[role])!;
const [ngozi, darren, daniel] = [heldAs('mother'), heldAs('partner'), heldAs('oldest')];
const officer = { id: 'w-housing-officer', organisation: 'aldermere-homes', role: 'HOUSING_OFFICER', area: null };

let landlord: RunningSystem;
let housing: HousingConnector;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  landlord = await startHousingSystem(borough);
  housing = connectHousing({ baseUrl: landlord.url, today: () => borough.today });
  opened.push(housing, landlord);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

/** A landlord's system that holds exactly these rows, as dirty as they come. */
async function landlordHolding(tables: Readonly<Record<string, readonly Row[]>>): Promise<HousingConnector> {
  const where = {
    ids: onlyListed('id'),
    personIds: onlyListed('personIds'),
    uprn: onlyListed('uprn'),
    dateOfBirth: onlyListed('dateOfBirth'),
    postcode: onlyListed('postcode'),
    tenureIds: onlyListed('tenureId'),
  };
  const paths = ['/persons', '/tenures', '/accounts', '/notices', '/homelessness', '/person-alerts', '/cases'];
  const served = Object.fromEntries(paths.map((path) => [path, { rows: tables[path] ?? [], where }]));
  const system = await serveRows(served, ({ rows, total }) => ({ results: { list: rows }, total }));
  const connector = connectHousing({ baseUrl: system.url, today: () => '2026-11-01' });
  opened.push(connector, system);
  return connector;
}

const tenure = (id: string, personIds: readonly string[], more: Row = {}): Row => ({
  id,
  personIds,
  uprn: '10023456789',
  householdMembers: personIds.map((person) => ({ id: person, type: 'person', fullName: `Given${person} Family` })),
  tenuredAsset: { uprn: '010023456789', postCode: 'zb24zq', areaId: 'thornwick' },
  startOfTenureDate: '2021-06-14',
  ...more,
});

describe('people', () => {
  test('everyone the landlord holds is read as held, without any number of another agency', async () => {
    const people = await housing.people(borough.housing.people.map((person) => person.ref));
    expect(people.map((person) => [person?.givenName, person?.familyName, person?.dateOfBirth])).toEqual(
      borough.housing.people.map((person) => [
        person.givenName ?? null,
        person.familyName ?? null,
        person.dateOfBirth ?? null,
      ]),
    );
    expect(
      people.every((person) => person?.nhsNumber === null && person.upn === null && person.laChildId === null),
    ).toBe(true);
  });

  test('a person is found by date of birth, by postcode and by UPRN, and by no number', async () => {
    const { dateOfBirth, address } = daniel;
    const blocks = [
      { by: 'dateOfBirth', value: dateOfBirth! },
      { by: 'postcode', value: address!.postcode },
      { by: 'uprn', value: address!.uprn },
    ] as const;
    for (const block of blocks) expect((await housing.find(block)).map((person) => person.ref)).toContain(daniel.ref);
    expect(await housing.find({ by: 'nhsNumber', value: '9449303223' })).toEqual([]);
  });

  test('a household member with no record of their own is read from the tenure, the full name split with care', async () => {
    const members = [
      { id: 'M1', type: 'person', fullName: 'Ms Ana de Souza', dateOfBirth: '1990-05-31T23:00:00Z' },
      { id: 'O1', type: 'organisation', fullName: 'A Charity' },
    ];
    const connector = await landlordHolding({
      '/tenures': [tenure('T1', ['M1', 'O1'], { householdMembers: members })],
    });
    const [person] = await connector.people(['M1']);
    expect(person).toMatchObject({
      givenName: 'Ana',
      familyName: 'de Souza',
      dateOfBirth: '1990-06-01',
      postcode: 'ZB2 4ZQ',
      uprn: '10023456789',
      sex: 'U',
    });
    expect((await connector.find({ by: 'uprn', value: '10023456789' })).map((found) => found.ref)).toEqual(['M1']);
  });

  test('a search makes as many calls when it finds nobody as when it finds a household', async () => {
    const made = () => [...landlord.calls.values()].reduce((sum, calls) => sum + calls, 0);
    const callsOf = async (block: Parameters<HousingConnector['find']>[0]) => {
      const before = made();
      await housing.find(block);
      return made() - before;
    };
    const { dateOfBirth, address } = daniel;
    expect(await callsOf({ by: 'uprn', value: '999' })).toBe(await callsOf({ by: 'uprn', value: address!.uprn }));
    expect(await callsOf({ by: 'dateOfBirth', value: '1901-01-01' })).toBe(
      await callsOf({ by: 'dateOfBirth', value: dateOfBirth! }),
    );
  });

  test('several searches bring up each by itself, and read whoever they bring up once', async () => {
    const blocks = [
      { by: 'dateOfBirth', value: daniel.dateOfBirth! },
      { by: 'nhsNumber', value: '9990000000' },
      { by: 'postcode', value: daniel.address!.postcode },
      { by: 'dateOfBirth', value: '1901-01-01' },
    ] as const;
    const one = await Promise.all(blocks.map((block) => housing.find(block)));
    const made = () => [...landlord.calls.values()].reduce((sum, calls) => sum + calls, 0);
    const before = made();
    const each = await housing.findEach(blocks);
    expect(each.map((found) => found.map(({ ref }) => ref))).toEqual(one.map((found) => found.map(({ ref }) => ref)));
    expect(each[0]!.map(({ ref }) => ref)).toContain(daniel.ref);
    // Three searches; people, tenures, and those they live with.
    expect(made() - before).toBe(3 + 3);
  });
});

describe('shielding', () => {
  const persons = [{ id: 'A', markers: ['SHIELDED'] }, { id: 'B' }, { id: 'C' }];

  test('whoever shares a running tenure with a shielded person is shielded too', async () => {
    const connector = await landlordHolding({ '/persons': persons, '/tenures': [tenure('T1', ['A', 'B'])] });
    expect((await connector.people(['B', 'C'])).map((person) => person?.markers)).toEqual([['SHIELDED'], []]);
  });

  test('who is left behind in the home that was fled from is not shielded by it', async () => {
    const connector = await landlordHolding({
      '/persons': persons,
      '/tenures': [tenure('T0', ['A', 'B'], { endOfTenureDate: '2026-09-30' }), tenure('T1', ['A'])],
    });
    expect((await connector.people(['A', 'B'])).map((person) => person?.markers)).toEqual([['SHIELDED'], []]);
  });
});

test('nobody in the borough’s refuge is open, and the home they fled from shields nobody', async () => {
  const refuge = borough.housing.people.filter((person) => person.markers.includes('SHIELDED'));
  const groups = new Set(refuge.map((person) => borough.housing.content.get(person.ref)?.group));
  const beside = borough.housing.people.filter((person) => groups.has(borough.housing.content.get(person.ref)?.group));
  const people = await housing.people(borough.housing.people.map((person) => person.ref));
  const closed = people.filter((person) => person?.markers.includes('SHIELDED')).map((person) => person?.ref);
  expect(refuge.length).toBeGreaterThan(1);
  expect(closed.sort()).toEqual(beside.map((person) => person.ref).sort());
});

describe('tenures and households', () => {
  test('a tenure that "ended" in 1900 has not ended', async () => {
    const connector = await landlordHolding({
      '/tenures': [
        tenure('T1', ['A'], { endOfTenureDate: '1900-01-01T00:00:00' }),
        tenure('T2', ['A'], { endOfTenureDate: '2020-01-01' }),
      ],
    });
    expect((await connector.tenures(['T1', 'T2'])).map((row) => [row?.endOfTenureDate, row?.isActive])).toEqual([
      [null, true],
      ['2020-01-01', false],
    ]);
  });

  test('nor has a tenure that .NET never ended, or a case that "ended" in 1900', async () => {
    const connector = await landlordHolding({
      '/persons': [{ id: 'A' }],
      '/tenures': [
        tenure('T1', ['A'], { endOfTenureDate: '0001-01-01T00:00:00Z' }),
        tenure('T2', ['A'], { isActive: 'No' }),
        tenure('T3', ['A'], { isActive: 'Yes' }),
      ],
      '/cases': [
        {
          id: 'C',
          personId: 'A',
          personIds: ['A'],
          service: 'Support',
          startDate: '2020-01-01',
          endDate: '1900-01-01T00:00:00',
        },
      ],
    });
    const tenures = await connector.tenures(['T1', 'T2', 'T3']);
    expect(tenures.map((row) => [row?.endOfTenureDate, row?.isActive, row?.dataQuality])).toEqual([
      [null, true, []],
      [null, false, []],
      [null, true, []],
    ]);
    const [involvements = []] = await connector.involvements(['A']);
    expect(involvements.filter(({ service }) => service === 'Support')).toMatchObject([
      { status: 'CURRENT', to: null },
    ]);
  });

  test('a person is also who they are called, and is dead where a day of death is written (Hackney, person API)', async () => {
    const connector = await landlordHolding({
      '/persons': [
        {
          id: 'A',
          firstname: 'Oluwaseun',
          middleName: 'Ada',
          preferredFirstname: 'Seun',
          preferredMiddleName: 'Ada',
          surname: 'Okafor',
          preferredSurname: 'Bello',
          gender: 'Female',
          dateOfBirth: '1990-02-19T00:00:00',
          dateOfDeath: '2025-01-01T00:00:00',
        },
      ],
    });
    expect((await connector.people(['A']))[0]).toMatchObject({
      givenName: 'Oluwaseun',
      otherGivenNames: ['Ada', 'Seun'],
      familyName: 'Okafor',
      formerNames: ['Bello'],
      sex: 'F',
      dateOfBirth: '1990-02-19',
      lifeState: 'DIED',
      markers: ['DECEASED'],
    });
  });

  test('of several tenures the running one tells where a person lives', async () => {
    const connector = await landlordHolding({
      '/persons': [{ id: 'A' }],
      '/tenures': [
        tenure('OLD', ['A'], { startOfTenureDate: '2024-01-01', endOfTenureDate: '2025-01-01' }),
        tenure('NOW', ['A']),
      ],
    });
    expect((await connector.housed(['A']))[0]?.tenure?.ref).toBe('NOW');
  });

  test('a household is who lives there by the tenure, a partner among them whom nobody else knows', async () => {
    const [[household] = []] = await housing.groups([ngozi.ref]);
    expect(household?.kind).toBe('HOUSEHOLD');
    expect(household?.members.find((member) => member.ref === darren.ref)).toEqual({
      ref: darren.ref,
      relationship: 'Partner',
      to: ngozi.ref,
      from: '2025-08-18',
      until: null,
      parentalResponsibility: null,
    });
    expect(household?.members.find((member) => member.ref === ngozi.ref)).toMatchObject({
      relationship: null,
      to: null,
    });
  });

  test('a tenure that has ended makes no household', async () => {
    const connector = await landlordHolding({ '/tenures': [tenure('T1', ['A'], { endOfTenureDate: '2020-01-01' })] });
    expect(await connector.groups(['A'])).toEqual([[]]);
  });
});

test.each([
  [0, 'NONE'],
  [-50, 'NONE'],
  [0.01, 'UP_TO_4_WEEKS'],
  [393.48, 'UP_TO_4_WEEKS'],
  [393.49, '4_TO_8_WEEKS'],
  [786.96, '4_TO_8_WEEKS'],
  [786.97, 'OVER_8_WEEKS'],
])('with a rent of 98.37 a week a balance of %s is the band %s', async (currentBalance, band) => {
  const connector = await landlordHolding({ '/accounts': [{ tenureId: 'T1', currentBalance, weeklyRent: 98.37 }] });
  expect((await connector.accounts(['T1']))[0]?.arrearsBand).toBe(band);
});

test('an account in arrears without a rent has no band, and is told of', async () => {
  const connector = await landlordHolding({ '/accounts': [{ tenureId: 'T1', currentBalance: 200 }] });
  expect(await connector.accounts(['T1', 'T2'])).toMatchObject([
    { arrearsBand: null, dataQuality: [{ field: 'weeklyRent' }] },
    null,
  ]);
});

describe('when the landlord’s system fails', () => {
  test('a system that is down is a fault, not nobody', async () => {
    const connector = connectHousing({ baseUrl: 'http://127.0.0.1:1' });
    opened.push(connector);
    await expect(connector.find({ by: 'uprn', value: '1' })).rejects.toBeInstanceOf(PartnerSystemFault);
  });

  test('a listing that promises more rows than it gives is a fault, not the whole', async () => {
    const system = await serveRows(
      { '/persons': { rows: [], where: {} }, '/tenures': { rows: [], where: {} } },
      () => ({ results: { persons: [] }, total: 3 }),
    );
    const connector = connectHousing({ baseUrl: system.url });
    opened.push(connector, system);
    await expect(connector.people(['A'])).rejects.toBeInstanceOf(PartnerSystemFault);
  });

  test('a tenure without an id stops the answer', async () => {
    const connector = await landlordHolding({ '/tenures': [{ personIds: ['A'] }] });
    await expect(connector.people(['A'])).rejects.toBeInstanceOf(PartnerSystemFault);
  });
});

describe('involvements, facts, rosters', () => {
  test('every involvement the landlord holds is told, and whom to ring', async () => {
    const told = (await housing.involvements(borough.housing.people.map((person) => person.ref))).flat();
    const key = (row: { ref: string; service: string }) => `${row.ref} ${row.service}`;
    expect(told.map(key)).toEqual(expect.arrayContaining(borough.housing.involvements.map(key)));
    expect(told.find((row) => row.ref === daniel.ref)).toMatchObject({
      status: 'CURRENT',
      contact: { name: 'Sandra Whitlock' },
    });
  });

  test('the officer of the tenure is the allocated worker of everyone in it, and no other officer is', async () => {
    const [own, partner] = await housing.facts([ngozi.ref, darren.ref], ['RELATIONSHIP'], officer);
    const allocated = { kind: 'RELATIONSHIP', value: 'ALLOCATED_WORKER', from: '2021-06-14', until: null };
    expect([own, partner]).toEqual([[allocated], [allocated]]);
    expect(await housing.facts([ngozi.ref], ['RELATIONSHIP'], { ...officer, id: 'w-ho-aldermere-1' })).toEqual([[]]);
  });

  test('area is told where asked for; need and consent the landlord does not know', async () => {
    const [facts] = await housing.facts([daniel.ref], ['AREA', 'NEED_LEVEL', 'CONSENT'], officer);
    expect(facts?.map(({ kind, value }) => [kind, value])).toEqual([['AREA', 'thornwick']]);
  });

  test('a roster in pages of three holds everyone of the area once', async () => {
    const whole = await housing.roster({ area: 'thornwick', mine: false, first: 500, after: null }, officer);
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page = await housing.roster({ area: 'thornwick', mine: false, first: 3, after }, officer);
      paged.push(...page.refs);
      after = page.next;
    }
    expect(whole.refs.length).toBeGreaterThan(3);
    expect(paged).toEqual(whole.refs);
    expect(await housing.roster({ area: null, mine: false, first: 3, after: null }, officer)).toEqual({
      refs: [],
      next: null,
    });
  });
});

describe('figures', () => {
  const ask = { area: null, from: null, to: null };

  test('tenancies with a child under five are counted, and those in arrears by band', async () => {
    const members = [{ id: 'A', dateOfBirth: '2022-01-01' }];
    const older = [{ id: 'B', dateOfBirth: '2015-01-01' }, { id: 'C' }];
    const tenure = (id: string, householdMembers: object) => ({
      id,
      isActive: true,
      startOfTenureDate: '2020-01-01',
      tenuredAsset: { postCode: 'ZB2 1AA' },
      householdMembers,
    });
    const connector = await landlordHolding({
      '/tenures': [tenure('T1', members), tenure('T2', older), tenure('T3', members)],
      '/accounts': [
        { tenureId: 'T1', currentBalance: 900, weeklyRent: 100 },
        { tenureId: 'T2', currentBalance: 900, weeklyRent: 100 },
        { tenureId: 'T3', currentBalance: 0, weeklyRent: 100 },
      ],
    });
    expect(await connector.count({ measure: 'family-tenancies', by: ['ward'], ...ask })).toEqual([
      { key: ['thornwick-harbour'], count: 2 },
    ]);
    expect(await connector.count({ measure: 'family-tenancies-in-arrears', by: ['arrears'], ...ask })).toEqual([
      { key: ['OVER_8_WEEKS'], count: 1 },
    ]);
  });

  test('a measure, a dimension or a day that the landlord keeps no figures of is refused', async () => {
    await expect(housing.count({ measure: 'pupils', by: [], ...ask })).rejects.toBeInstanceOf(UnknownMeasure);
    await expect(housing.count({ measure: 'family-tenancies', by: ['arrears'], ...ask })).rejects.toBeInstanceOf(
      UnknownMeasure,
    );
    await expect(
      housing.count({ measure: 'family-tenancies', by: [], ...ask, to: '2020-01-01' }),
    ).rejects.toBeInstanceOf(UnknownMeasure);
  });
});

test('nothing of the truth about the borough is in the landlord’s system', async () => {
  const paths = ['/persons', '/tenures', '/accounts', '/notices', '/homelessness', '/person-alerts', '/cases'];
  const wire = await Promise.all(
    paths.map(async (path) => (await fetch(`${landlord.url}${path}?pageSize=500`)).text()),
  );
  const truths = new Set([...borough.people.keys()]);
  expect(
    wire
      .join('')
      .match(/"[^"]+"/g)!
      .filter((text) => truths.has(text.slice(1, -1))),
  ).toEqual([]);
});
