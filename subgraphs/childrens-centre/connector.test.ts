import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartnerSystemFault, UnknownMeasure } from '@family-view/kit';
import { type CentreConnector, openConnector } from './connector';
import { TABLES, type TableName } from './format/tables';
import { csvText } from './stand-in-csv';

const TODAY = '2026-11-01';
const head = { id: 'w-head', organisation: 'centres', role: 'HEAD_OF_CENTRE', area: null };
const stranger = { ...head, id: 'w-stranger' };

const centre = {
  CentreURN: '990102',
  Name: "Thornwick Children's Centre",
  Status: 'designated',
  Phone: '01632 960102',
  ReachAreaID: 'thornwick',
  ReachAreaName: 'Thornwick',
  PostcodeSectors: 'ZB2 1;ZB2 2',
  HeadOfCentreID: 'w-head',
  HeadOfCentreName: 'Helen Marsden',
};
const otherCentre = {
  ...centre,
  CentreURN: '990101',
  Name: 'Aldermere',
  ReachAreaID: 'aldermere',
  PostcodeSectors: 'ZB1',
  HeadOfCentreID: '',
};
const child = {
  RegistrationID: 'R1',
  CentreURN: '990102',
  FamilyRef: 'F1',
  PersonRef: 'P1',
  RelationshipToChild: 'Child',
  Forename: 'Maya',
  Surname: 'Okafor',
  DOB: '03/02/2024',
  Sex: 'F',
  FirstLanguage: 'English',
  Address: '14 "The Old" Mill,\r\nThornwick',
  PostCode: 'zb21aa',
  UPRN: '000099901234',
  NHSNumber: '944 930 3223',
  RegisteredDate: '01/05/2024',
  ConsentToShare: 'Y',
  ConsentDate: '01/05/2024',
};
const mother = {
  ...child,
  PersonRef: 'P2',
  RelationshipToChild: 'Mother',
  Forename: 'Grace',
  DOB: '09/09/1994',
  NHSNumber: '',
};

type Tables = Partial<Record<TableName, readonly Readonly<Record<string, string>>[]>>;
const basis: Tables = {
  centres: [centre, otherCentre],
  registrations: [child, mother],
  sessions: [{ SessionID: 'S1', CentreURN: '990102', Name: 'Stay and play' }],
  attendances: [
    {
      CentreURN: '990102',
      SessionID: 'S1',
      PersonRef: 'P1',
      SessionDate: '02/09/2026',
      Attended: 'Y',
      LedByAgency: 'health',
    },
    {
      CentreURN: '990102',
      SessionID: 'S1',
      PersonRef: 'P1',
      SessionDate: '09/09/2026',
      Attended: 'N',
      LedByAgency: 'health',
    },
  ],
  'family-support': [],
  referrals: [],
};

const folders: string[] = [];
const open: CentreConnector[] = [];

const textOf = (table: TableName, tables: Tables): string => csvText(TABLES[table].columns, tables[table] ?? []);

async function put(folder: string, file: string, text: string): Promise<void> {
  await writeFile(join(folder, `${file}.part`), text);
  await rename(join(folder, `${file}.part`), join(folder, file));
}

async function exportOf(tables: Tables): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'centre-export-'));
  folders.push(folder);
  for (const table of Object.keys(tables) as TableName[]) await put(folder, `${table}.csv`, textOf(table, tables));
  return folder;
}

async function over(
  tables: Tables,
  folder?: string,
): Promise<{ readonly connector: CentreConnector; readonly folder: string }> {
  const place = folder ?? (await exportOf({ ...basis, ...tables }));
  const connector = await openConnector(place, { today: () => TODAY, pollEvery: 60, settleFor: 20 });
  open.push(connector);
  return { connector, folder: place };
}

const fileOf = ({ connector }: { readonly connector: CentreConnector }, ref: string) =>
  connector.centreFile(connector.snapshot(), ref);

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

afterAll(async () => {
  await Promise.all(open.map((connector) => connector.close()));
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

describe('reading an export', () => {
  test('a byte order mark, CRLF, an empty last column and an address over two lines do not keep a child from being read', async () => {
    const { connector } = await over({});
    const [person] = await connector.people(['P1']);
    expect(person).toMatchObject({
      ref: 'P1',
      lifeState: 'BORN',
      givenName: 'Maya',
      familyName: 'Okafor',
      dateOfBirth: '2024-02-03',
      sex: 'F',
      nhsNumber: '9449303223',
      nhsNumberVerified: false,
      postcode: 'ZB2 1AA',
      uprn: '99901234',
      mother: 'P2',
      dataQuality: [],
    });
  });

  test('columns may come in another order, and columns we do not know are passed over', async () => {
    const { connector, folder } = await over({});
    const columns = ['Extra', ...[...TABLES.registrations.columns].reverse()];
    await put(folder, 'registrations.csv', csvText(columns, [{ ...child, Extra: 'x', Forename: 'Ada' }, mother]));
    await connector.look();
    expect((await connector.people(['P1']))[0]).toMatchObject({ givenName: 'Ada', dateOfBirth: '2024-02-03' });
  });

  test('what is wrong with a field is told beside the record, which is still answered', async () => {
    const dirty = {
      ...child,
      DOB: '31/02/2024',
      NHSNumber: '9991234566',
      PostCode: 'unknown',
      UPRN: '0',
      Sex: 'g',
      ConsentToShare: 'maybe',
    };
    const { connector } = await over({ registrations: [dirty] });
    const [person] = await connector.people(['P1']);
    expect(person).toMatchObject({
      givenName: 'Maya',
      dateOfBirth: null,
      nhsNumber: null,
      postcode: null,
      uprn: null,
      sex: 'U',
    });
    expect(person?.dataQuality.map(({ field }) => field)).toEqual([
      'DOB',
      'Sex',
      'PostCode',
      'UPRN',
      'NHSNumber',
      'ConsentToShare',
    ]);
    expect(JSON.stringify(person?.dataQuality)).not.toContain('9991234566');
  });

  test('a row with a stray comma is told as a fault and not read beyond its references', async () => {
    const agency = await over({});
    const text = textOf('registrations', basis).replace('Maya,Okafor', 'Maya, known as May,Okafor');
    await put(agency.folder, 'registrations.csv', text);
    await agency.connector.look();
    const [person] = await agency.connector.people(['P1']);
    expect(person).toMatchObject({ ref: 'P1', givenName: null, dateOfBirth: null, postcode: null });
    // Its marker is one of the fields that could not be read: it may have been a shield.
    expect(person?.markers).toEqual(['RESTRICTED']);
    expect(person?.dataQuality).toEqual([
      { field: 'registrations.csv', fault: 'a row has the wrong number of fields and is not read' },
    ]);
  });

  test('a file that the export never had is not known, and an empty one is none', async () => {
    const without = await exportOf({ centres: basis.centres, registrations: basis.registrations, attendances: [] });
    const agency = await over({}, without);
    expect(fileOf(agency, 'P1')).toMatchObject({ attendances: [], referrals: null, familySupportCase: null });
    expect((await agency.connector.coverage()).notCovered).toContain('the export has no referrals.csv');
  });

  test('rows that name nobody are counted in the coverage', async () => {
    const { connector } = await over({ registrations: [child, { ...child, PersonRef: '' }] });
    expect((await connector.coverage()).notCovered).toContain(
      '1 rows of registrations.csv have no PersonRef and can be found by nobody',
    );
  });

  test('two forms under one reference that name different people give no date of birth and no number to join by', async () => {
    const other = { ...child, RegistrationID: 'R9', Forename: 'Noah', DOB: '04/04/2020', NHSNumber: '9000000009' };
    const { connector } = await over({ registrations: [child, other] });
    const [person] = await connector.people(['P1']);
    expect(person).toMatchObject({ dateOfBirth: null, nhsNumber: null });
    expect(person?.dataQuality.map(({ field }) => field)).toEqual(['DOB', 'NHSNumber']);
  });

  test('a marker that nobody knows closes the record like a restriction', async () => {
    const { connector } = await over({ registrations: [{ ...child, RecordMarker: 'MARAC' }] });
    expect((await connector.people(['P1']))[0]?.markers).toEqual(['RESTRICTED']);
  });

  test('a child without a date of birth and with an expected one is unborn', async () => {
    const unborn = { ...child, PersonRef: 'P3', Forename: '', DOB: '', ExpectedDOB: '20/01/2027', NHSNumber: '' };
    const { connector } = await over({ registrations: [{ ...mother, ChildRef: 'P3' }, unborn] });
    expect((await connector.find({ by: 'mother', value: 'P2' }))[0]).toMatchObject({
      ref: 'P3',
      lifeState: 'UNBORN',
      expectedDateOfBirth: '2027-01-20',
      mother: 'P2',
    });
  });
});

describe('a newer export', () => {
  test('is answered from as soon as it lands, without a restart', async () => {
    const { connector, folder } = await over({});
    await put(
      folder,
      'registrations.csv',
      textOf('registrations', { registrations: [{ ...child, Forename: 'Amaya' }, mother] }),
    );
    await until(async () => (await connector.people(['P1']))[0]?.givenName === 'Amaya');
  });

  test.each([
    ['half-written, ending in a row', (text: string) => text.slice(0, -20)],
    ['half-written, ending in a quoted address', (text: string) => `${text.slice(0, text.lastIndexOf('Thornwick'))}\n`],
    ['empty', () => ''],
    ['without a column', (text: string) => text.replace('PostCode', 'Postal')],
    ['with its heading only', (text: string) => text.slice(0, text.indexOf('\n') + 1)],
  ])('that is %s leaves the last good one in place, and says so', async (_what, spoil) => {
    const { connector, folder } = await over({});
    const before = (await connector.coverage()).currentAsOf;
    await put(folder, 'registrations.csv', spoil(textOf('registrations', basis)));
    await connector.look();
    const [person] = await connector.people(['P1']);
    expect(person).toMatchObject({ givenName: 'Maya', asOf: before });
    expect(person?.dataQuality).toEqual([
      { field: 'export', fault: `a newer export could not be read; this is as of ${before}` },
    ]);
    const coverage = await connector.coverage();
    expect(coverage.currentAsOf).toBe(before);
    expect(coverage.notCovered.join()).toContain('a newer export could not be read (registrations.csv');
    await put(folder, 'registrations.csv', textOf('registrations', basis));
    await connector.look();
    expect((await connector.people(['P1']))[0]?.dataQuality).toEqual([]);
  });

  test.each(['registrations.csv', 'attendances.csv'])(
    'that has lost %s leaves the last good one in place',
    async (file) => {
      const agency = await over({});
      await rm(join(agency.folder, file));
      await agency.connector.look();
      expect(fileOf(agency, 'P1')?.attendances).toHaveLength(2);
      expect((await agency.connector.coverage()).notCovered.join()).toContain('a newer export could not be read');
    },
  );

  test('gives the time of the export as how current everything is', async () => {
    const folder = await exportOf(basis);
    await utimes(join(folder, 'registrations.csv'), new Date(), new Date('2026-10-30T05:00:00Z'));
    const { connector } = await over({}, folder);
    expect((await connector.coverage()).currentAsOf).toBe('2026-10-30T05:00:00.000Z');
    expect((await connector.people(['P1']))[0]?.asOf).toBe('2026-10-30T05:00:00.000Z');
  });

  test('does not change an answer that was begun before it', async () => {
    const { connector, folder } = await over({});
    const begun = connector.snapshot();
    await put(folder, 'attendances.csv', textOf('attendances', { attendances: basis.attendances?.slice(0, 1) }));
    await connector.look();
    expect(connector.centreFile(begun, 'P1')?.attendances).toHaveLength(2);
    expect(connector.centreFile(connector.snapshot(), 'P1')?.attendances).toHaveLength(1);
  });

  test('a folder that never held a good export is a fault, not a centre with nobody registered', async () => {
    const empty = await exportOf({});
    const { connector } = await over({}, empty);
    await expect(connector.people(['P1'])).rejects.toBeInstanceOf(PartnerSystemFault);
    for (const table of ['centres', 'registrations'] as const) await put(empty, `${table}.csv`, textOf(table, basis));
    await until(async () => (await connector.people(['P1']).catch(() => []))[0]?.ref === 'P1');
  });
});

describe('dates in another form', () => {
  const several = Array.from({ length: 20 }, (_, at) => ({ ...child, RegistrationID: `R${at}`, PersonRef: `P${at}` }));
  const inForm = (write: (uk: string) => string) =>
    several.map((row) => ({ ...row, DOB: write(row.DOB), RegisteredDate: write(row.RegisteredDate) }));
  const iso = (uk: string): string => uk.split('/').reverse().join('-');

  test.each([
    ['2024-02-03', iso],
    ['2024-02-03 00:00:00', (uk: string) => `${iso(uk)} 00:00:00`],
    ['2024-02-03T00:00:00.000', (uk: string) => `${iso(uk)}T00:00:00.000`],
    ['03/02/2024 00:00:00', (uk: string) => `${uk} 00:00:00`],
    ['3/2/2024', (uk: string) => uk.replace(/\b0/g, '')],
  ])('%s is read after an export in dd/mm/yyyy, and the children are on the caseload as before', async (_, write) => {
    const { connector, folder } = await over({ registrations: several });
    const caseload = () => connector.roster({ area: null, mine: true, first: 50, after: null }, head);
    const before = await caseload();
    expect(before.refs).toHaveLength(20);
    await put(folder, 'registrations.csv', textOf('registrations', { registrations: inForm(write) }));
    await connector.look();
    expect((await connector.coverage()).notCovered.join()).not.toContain('could not be read');
    expect(await caseload()).toEqual(before);
    expect((await connector.people(['P7']))[0]).toMatchObject({ dateOfBirth: '2024-02-03', dataQuality: [] });
  });

  test.each([
    ['every day of birth', 20, (row: typeof child) => ({ ...row, DOB: 'Feb 3 2024' })],
    ['three days of birth in twenty', 3, (row: typeof child) => ({ ...row, DOB: 'Feb 3 2024' })],
    ['days of registration with two-figure years', 20, (row: typeof child) => ({ ...row, RegisteredDate: '01/05/24' })],
    ['surnames, which are empty now', 20, (row: typeof child) => ({ ...row, Surname: '' })],
    ['days of leaving, of which there were none', 20, (row: typeof child) => ({ ...row, LeftDate: 'last week' })],
    ['words for the sex', 20, (row: typeof child) => ({ ...row, Sex: 'Q' })],
  ])('of which %s cannot be read is refused, the last good one kept and the operator told', async (_, rows, spoil) => {
    const folder = await exportOf({ ...basis, registrations: several });
    const told: string[] = [];
    const connector = await openConnector(folder, { today: () => TODAY, tell: (event) => void told.push(event) });
    open.push(connector);
    const spoilt = several.map((row, at) => (at < rows ? spoil(row) : row));
    await put(folder, 'registrations.csv', textOf('registrations', { registrations: spoilt }));
    await connector.look();
    expect((await connector.people(['P0']))[0]).toMatchObject({ familyName: 'Okafor', dateOfBirth: '2024-02-03' });
    expect((await connector.coverage()).notCovered.join()).toContain('a newer export could not be read');
    await connector.look();
    expect(told).toEqual([
      expect.stringMatching(
        /^the newest export is refused and the last good one kept: registrations\.csv: can be read in \w+ for \d+ % of its rows/,
      ),
    ]);
    expect(told.join()).not.toMatch(/Okafor|Feb|2024/);
  });

  test.each([
    ['RecordMarker', { RecordMarker: 'SHIELDED' }],
    ['LeftDate', { LeftDate: '01/06/2026' }],
    ['ConsentToShare', { ConsentToShare: 'N' }],
    ['NHSNumber', {}],
    ['UPRN', {}],
    ['Sex', {}],
  ])('whose %s is empty in every row of a sudden is refused: it was not exported', async (column, more) => {
    const filled = several.map((row, at) => ({ ...row, ...(at < 3 ? more : {}) }));
    const { connector, folder } = await over({ registrations: filled });
    const before = await connector.people(['P0', 'P1']);
    const emptied = filled.map((row) => ({ ...row, [column]: '' }));
    await put(folder, 'registrations.csv', textOf('registrations', { registrations: emptied }));
    await connector.look();
    expect((await connector.coverage()).notCovered.join()).toContain('a newer export could not be read');
    expect((await connector.people(['P0', 'P1'])).map((one) => one?.markers)).toEqual(
      before.map((one) => one?.markers),
    );
  });

  test('with a heading and no row in a file that had some is refused', async () => {
    const attendances = ['2026-09-01', '2026-09-08'].map((day) => ({
      PersonRef: 'P0',
      SessionID: 'S',
      CentreURN: '990102',
      SessionDate: day,
      Attended: 'Yes',
    }));
    const { connector, folder } = await over({ registrations: several, attendances });
    await put(folder, 'attendances.csv', textOf('attendances', { attendances: [] }));
    await connector.look();
    expect((await connector.coverage()).notCovered.join()).toContain('a newer export could not be read');
  });

  test('a fault in one row or two of twenty is a fault of those rows, and the export is taken', async () => {
    const { connector, folder } = await over({ registrations: several });
    const faulty = several.map((row, at) => (at < 2 ? { ...row, DOB: '31/02/2024' } : row));
    await put(folder, 'registrations.csv', textOf('registrations', { registrations: faulty }));
    await connector.look();
    expect((await connector.people(['P0', 'P5'])).map((person) => person?.dateOfBirth)).toEqual([null, '2024-02-03']);
  });

  test('an export whose days could never be read is a fault from the first, not a centre with nobody registered', async () => {
    const { connector } = await over({ registrations: several.map((row) => ({ ...row, DOB: 'Feb 3 2024' })) });
    await expect(connector.find({ by: 'dateOfBirth', value: '2024-02-03' })).rejects.toBeInstanceOf(PartnerSystemFault);
  });
});

describe('what a centre knows', () => {
  test.each([
    ['Y', 'GIVEN'],
    ['N', 'REFUSED'],
    ['', 'NOT_ASKED'],
    ['perhaps', 'NOT_ASKED'],
  ])('consent written as "%s" is %s', async (ConsentToShare, value) => {
    const agency = await over({ registrations: [{ ...child, ConsentToShare }] });
    const [facts] = await agency.connector.facts(['P1'], ['CONSENT'], stranger);
    expect(facts).toEqual([{ kind: 'CONSENT', value, from: '2024-05-01T00:00:00.000Z', until: null }]);
    expect(fileOf(agency, 'P1')?.registration?.consent).toBe(value);
  });

  test('consent on one open form does not undo a refusal on another', async () => {
    const second = { ...child, RegistrationID: 'R2', CentreURN: '990101', ConsentToShare: 'N' };
    const { connector } = await over({ registrations: [child, second] });
    expect((await connector.facts(['P1'], ['CONSENT'], stranger))[0]?.[0]?.value).toBe('REFUSED');
  });

  test('consent ends when the family leaves the centre', async () => {
    const { connector } = await over({ registrations: [{ ...child, LeftDate: '01/10/2026' }] });
    expect(await connector.facts(['P1'], ['CONSENT'], stranger)).toEqual([[]]);
  });

  test('the head of the centre a child is registered at has a relationship; the head of another has none', async () => {
    const { connector } = await over({});
    expect(await connector.facts(['P1'], ['RELATIONSHIP'], head)).toEqual([
      [{ kind: 'RELATIONSHIP', value: 'REGISTERED_CENTRE', from: '2024-05-01T00:00:00.000Z', until: null }],
    ]);
    expect(await connector.facts(['P1'], ['RELATIONSHIP'], stranger)).toEqual([[]]);
  });

  test('a registration that has ended gives the head of centre no relationship', async () => {
    const { connector } = await over({ registrations: [{ ...child, LeftDate: '31/10/2026' }] });
    expect(await connector.facts(['P1'], ['RELATIONSHIP'], head)).toEqual([[]]);
  });

  test('a family support worker has a relationship while the case is open', async () => {
    const supported = {
      CaseID: 'C1',
      PersonRef: 'P1',
      OpenedDate: '01/06/2026',
      WorkerID: 'w-stranger',
      WorkerName: 'A Worker',
    };
    const { connector } = await over({
      'family-support': [supported, { ...supported, PersonRef: 'P2', ClosedDate: '02/06/2026' }],
    });
    const [ofChild, ofMother] = await connector.facts(['P1', 'P2'], ['RELATIONSHIP'], stranger);
    expect(ofChild?.map(({ value }) => value)).toEqual(['ALLOCATED_WORKER']);
    expect(ofMother).toEqual([]);
  });

  test('area is that of the postcode sector, and nobody is told facts they did not ask for', async () => {
    const { connector } = await over({});
    const [facts] = await connector.facts(['P1'], ['AREA'], stranger);
    expect(facts?.map(({ kind, value }) => [kind, value])).toEqual([['AREA', 'thornwick']]);
    expect(await connector.facts(['nobody'], ['AREA'], stranger)).toEqual([[]]);
  });

  test('a family is who is on one form, with what each is to which child', async () => {
    const { connector } = await over({});
    expect(await connector.groups(['P1', 'nobody'])).toMatchObject([
      [
        {
          ref: 'F1',
          kind: 'FAMILY',
          members: [
            { ref: 'P1', relationship: 'Child', to: null },
            { ref: 'P2', relationship: 'Mother', to: 'P1' },
          ],
        },
      ],
      [],
    ]);
  });

  test('a form with two children that does not say whose father he is makes him father of neither', async () => {
    const sibling = { ...child, PersonRef: 'P4', Forename: 'Noah', NHSNumber: '' };
    const father = { ...mother, PersonRef: 'P5', RelationshipToChild: 'Father' };
    const { connector } = await over({
      registrations: [child, sibling, father, { ...father, PersonRef: 'P6', ChildRef: 'P4' }],
    });
    const [[family] = []] = await connector.groups(['P1']);
    const fathers = family?.members
      .filter(({ relationship }) => relationship === 'Father')
      .map(({ ref, to }) => [ref, to]);
    expect(fathers).toEqual([
      ['P5', null],
      ['P6', 'P4'],
    ]);
    expect((await connector.people(['P5']))[0]?.dataQuality.map(({ field }) => field)).toEqual(['ChildRef']);
  });

  test('who to ring is the head of centre on the centre\u2019s own line, and the last visit is one that was made', async () => {
    const { connector } = await over({});
    expect(await connector.involvements(['P1', 'nobody'])).toMatchObject([
      [
        {
          ref: 'P1',
          service: "Children's centre",
          team: "Thornwick Children's Centre",
          status: 'CURRENT',
          from: '2024-05-01',
          to: null,
          lastInteraction: '2026-09-02',
          contact: { name: 'Helen Marsden', dutyLine: '01632 960102' },
        },
      ],
      [],
    ]);
  });

  test('the roster of an area holds its registered children in a stable order, page by page, and no adults', async () => {
    const children = ['P9', 'P7', 'P8'].map((PersonRef) => ({ ...child, PersonRef }));
    const { connector } = await over({
      registrations: [...children, { ...child, PersonRef: 'P0', LeftDate: '01/01/2026' }, mother],
    });
    const ask = { area: 'thornwick', mine: false, first: 2, after: null };
    expect(await connector.roster(ask, stranger)).toEqual({ refs: ['P7', 'P8'], next: 'P8' });
    expect(await connector.roster({ ...ask, after: 'P8' }, stranger)).toEqual({ refs: ['P9'], next: null });
    expect(await connector.roster({ ...ask, area: 'aldermere' }, stranger)).toEqual({ refs: [], next: null });
  });

  test('a caseload of one\u2019s own holds the children of one\u2019s own centre', async () => {
    const { connector } = await over({});
    const ask = { area: null, mine: true, first: 10, after: null };
    expect((await connector.roster(ask, head)).refs).toEqual(['P1']);
    expect((await connector.roster(ask, stranger)).refs).toEqual([]);
  });

  test('registrations are counted by area and age, attendances by activity and only where somebody came', async () => {
    const { connector } = await over({});
    const ask = { by: ['area', 'ageBand'], area: null, from: null, to: null };
    expect(await connector.count({ ...ask, measure: 'registered-under-fives' })).toEqual([
      { key: ['thornwick', 'AGE_2'], count: 1 },
    ]);
    expect(await connector.count({ ...ask, measure: 'centre-visits', by: ['activity'] })).toEqual([
      { key: ['STAY_AND_PLAY'], count: 1 },
    ]);
    expect(await connector.count({ ...ask, measure: 'centre-visits', by: [], from: '2026-09-03' })).toEqual([]);
    await expect(connector.count({ ...ask, measure: 'weights' })).rejects.toBeInstanceOf(UnknownMeasure);
    await expect(connector.count({ ...ask, measure: 'centre-visits', by: ['weight'] })).rejects.toBeInstanceOf(
      UnknownMeasure,
    );
  });

  test('a search by a number that no registration form asks for finds nobody', async () => {
    const { connector } = await over({});
    expect(await connector.find({ by: 'upn', value: 'A243731687508' })).toEqual([]);
    expect(await connector.find({ by: 'nhsNumber', value: '9449303223' })).toHaveLength(1);
  });
});
