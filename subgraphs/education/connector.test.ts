import { PartnerSystemFault, UnknownMeasure } from '@family-view/kit';
import { inventBorough, onlyListed, type Row, type RunningSystem, serveRows } from '@family-view/population';
import { connectEducation, type EducationConnector } from './connector';
import { startSchoolSystem } from './stand-in';

const borough = inventBorough();
const okafor = borough.storylines.find((storyline) => storyline.key === 'okafor')!;
const heldAs = (role: string) => borough.education.people.find((person) => person.truth === okafor.people[role])!;
const [daniel, grace, ngozi] = [heldAs('oldest'), heldAs('toddler'), heldAs('mother')];
const schoolLead = { id: 'w-school-lead', organisation: 'thornwick-primary', role: 'SCHOOL_LEAD', area: null };

let mis: RunningSystem;
let education: EducationConnector;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  mis = await startSchoolSystem(borough);
  education = connectEducation({ baseUrl: mis.url, today: () => borough.today });
  opened.push(education, mis);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

/** An MIS that holds exactly these rows, as dirty as they come. */
async function misHolding(
  pupils: readonly Row[],
  tables: Readonly<Record<string, readonly Row[]>> = {},
): Promise<EducationConnector> {
  const others = ['/contacts', '/attendance', '/exclusions', '/early-years', '/support', '/schools'];
  const where = {
    ids: onlyListed('id'),
    pupilIds: onlyListed('pupilId'),
    dob: onlyListed('DOB'),
    upn: onlyListed('UPN'),
    familyIds: onlyListed('FamilyId'),
    contactIds: onlyListed('contactIds'),
    urns: onlyListed('URN'),
  };
  const served = Object.fromEntries(others.map((path) => [path, { rows: tables[path] ?? [], where }]));
  const system = await serveRows({ '/pupils': { rows: pupils, where }, ...served }, ({ rows, nextPage }) => ({
    value: rows,
    nextPage,
  }));
  const connector = connectEducation({ baseUrl: system.url, today: () => '2026-11-01' });
  opened.push(connector, system);
  return connector;
}

describe('finding', () => {
  test('a pupil is found by UPN, by date of birth, by postcode and by UPRN', async () => {
    const { upn, dateOfBirth, address } = daniel;
    const blocks = [
      { by: 'upn', value: upn! },
      { by: 'dateOfBirth', value: dateOfBirth! },
      { by: 'postcode', value: address!.postcode },
      { by: 'uprn', value: address!.uprn },
    ] as const;
    for (const block of blocks) {
      expect((await education.find(block)).map((person) => person.ref)).toContain(daniel.ref);
    }
  });

  test('a pupil is still found by the UPN they had before', async () => {
    const moved = borough.education.people.find((person) => person.formerUpn !== undefined)!;
    expect((await education.find({ by: 'upn', value: moved.formerUpn! })).map((person) => person.ref)).toContain(
      moved.ref,
    );
  });

  test('a parent is found at the address of the child', async () => {
    const found = await education.find({ by: 'postcode', value: ngozi.address!.postcode });
    expect(found.map((person) => person.ref)).toEqual(expect.arrayContaining([ngozi.ref, daniel.ref]));
  });

  test('a school cannot search by NHS number, LA child id, due date or mother, and finds nobody', async () => {
    for (const by of ['nhsNumber', 'laChildId', 'expectedDateOfBirth', 'mother'] as const) {
      expect(await education.find({ by, value: ngozi.ref })).toEqual([]);
    }
  });
});

describe('people', () => {
  test('everyone the borough’s schools hold is read as they are held, in the order asked', async () => {
    const asked = [...borough.education.people].reverse();
    const people = await education.people(asked.map((person) => person.ref));
    expect(people.map((person) => [person?.givenName, person?.familyName, person?.dateOfBirth])).toEqual(
      asked.map((person) => [person.givenName ?? null, person.familyName ?? null, person.dateOfBirth ?? null]),
    );
  });

  test('somebody the school does not hold is null, in their place', async () => {
    expect((await education.people(['nobody', daniel.ref])).map((person) => person?.ref ?? null)).toEqual([
      null,
      daniel.ref,
    ]);
  });

  test('a UPN that fails its check letter is left out and told, and the pupil stays', async () => {
    const connector = await misHolding([
      { id: 'P1', Forename: 'Jamie', Surname: 'Rodriguez', UPN: 'A000000000001', DOB: '2019-08-09', Sex: 'F' },
    ]);
    const [person] = await connector.people(['P1']);
    expect(person).toMatchObject({ givenName: 'Jamie', upn: null, dateOfBirth: '2019-08-09', sex: 'F' });
    expect(person?.dataQuality).toEqual([{ field: 'UPN', fault: 'check letter is wrong' }]);
  });

  test('a temporary UPN is a UPN', async () => {
    const temporary = borough.education.people.find((person) => /[A-Z]$/.test(person.upn ?? ''));
    if (temporary) expect((await education.people([temporary.ref]))[0]?.upn).toBe(temporary.upn);
  });

  test('a marker nobody agreed on closes the record as RESTRICTED', async () => {
    const connector = await misHolding([
      { id: 'P1', RecordMarkers: ['COURT_ORDER'] },
      { id: 'P2', RecordMarkers: { shielded: true } },
    ]);
    expect((await connector.people(['P1', 'P2'])).map((person) => person?.markers)).toEqual([
      ['RESTRICTED'],
      ['RESTRICTED'],
    ]);
  });

  test('two hundred and fifty pupils are asked for in three calls', async () => {
    const rows = Array.from({ length: 250 }, (_, at) => ({ id: `P${at}` }));
    const system = await serveRows(
      { '/pupils': { rows, where: { ids: onlyListed('id') } } },
      ({ rows: value, nextPage }) => ({ value, nextPage }),
    );
    const connector = connectEducation({ baseUrl: system.url });
    opened.push(connector, system);
    expect((await connector.pupils(rows.map((row) => row.id))).every((pupil) => pupil !== null)).toBe(true);
    expect(system.calls.get('/pupils')).toBe(3);
  });

  test('a listing longer than one page is read to its end', async () => {
    const born = Array.from({ length: 1_100 }, (_, at) => ({ id: `P${at}`, DOB: '2019-01-01' }));
    const connector = await misHolding(born);
    expect(await connector.find({ by: 'dateOfBirth', value: '2019-01-01' })).toHaveLength(1_100);
  });
});

describe('when the MIS fails', () => {
  test('a search of an MIS that is down is a fault, not nobody', async () => {
    const connector = connectEducation({ baseUrl: 'http://127.0.0.1:1' });
    opened.push(connector);
    await expect(connector.find({ by: 'dateOfBirth', value: '2019-01-01' })).rejects.toBeInstanceOf(PartnerSystemFault);
    await expect(connector.people(['P1'])).rejects.toBeInstanceOf(PartnerSystemFault);
  });

  test('a pupil without an id stops the answer, for the one asked about may be the one garbled', async () => {
    const connector = await misHolding([{ DOB: '2019-01-01', Forename: 'Quinn' }]);
    await expect(connector.find({ by: 'dateOfBirth', value: '2019-01-01' })).rejects.toBeInstanceOf(PartnerSystemFault);
  });

  test('an answer in another shape is a fault, not nobody', async () => {
    const system = await serveRows({ '/pupils': { rows: [], where: {} } }, () => ({ data: null }));
    const connector = connectEducation({ baseUrl: system.url });
    opened.push(connector, system);
    await expect(connector.pupils(['P1'])).rejects.toBeInstanceOf(PartnerSystemFault);
  });
});

describe('families', () => {
  test('a school asserts the mother and the father of each of its pupils', async () => {
    const [[family] = []] = await education.groups([ngozi.ref]);
    const asserted = family!.members.map(({ ref, relationship, to, parentalResponsibility }) => [
      ref,
      relationship,
      to,
      parentalResponsibility,
    ]);
    expect(asserted).toEqual(
      expect.arrayContaining([
        [ngozi.ref, 'Mother', daniel.ref, true],
        [ngozi.ref, 'Mother', grace.ref, true],
        [heldAs('father').ref, 'Father', daniel.ref, true],
      ]),
    );
  });

  test('asking by the mother, the pupil or the younger child gives the same family', async () => {
    const groups = await education.groups([ngozi.ref, daniel.ref, grace.ref]);
    expect(new Set(groups.map((own) => JSON.stringify(own))).size).toBe(1);
  });

  test('a pupil without family or contacts on record has no group', async () => {
    const connector = await misHolding([{ id: 'P1' }]);
    expect(await connector.groups(['P1'])).toEqual([[]]);
  });

  test('whoever of a family is asked about first, it is written in one order', async () => {
    const refs = [ngozi.ref, daniel.ref, grace.ref];
    const [whole] = await education.groups(refs);
    expect(whole).not.toEqual([]);
    for (const ref of refs) expect(await education.groups([ref])).toEqual([whole]);
  });

  test('a contact without an id is told and leaves the other contacts in place', async () => {
    const connector = await misHolding([
      {
        id: 'P1',
        Contacts: [
          { Surname: 'Pike', Relationship: 'Father' },
          { id: 'C1', Relationship: 'Mother' },
        ],
      },
    ]);
    const [[family] = []] = await connector.groups(['P1']);
    expect(family?.members.map((member) => member.ref)).toEqual(['P1', 'C1']);
    expect((await connector.pupils(['P1']))[0]?.dataQuality).toHaveLength(1);
  });
});

describe('involvements and facts', () => {
  test('every involvement the schools hold is told, and whom to ring', async () => {
    const refs = borough.education.people.map((person) => person.ref);
    const told = (await education.involvements(refs)).flat();
    const key = (row: { ref: string; service: string }) => `${row.ref} ${row.service}`;
    expect(told.map(key).sort()).toEqual(borough.education.involvements.map(key).sort());
    expect(told.find((row) => row.ref === daniel.ref)).toMatchObject({
      status: 'CURRENT',
      from: '2021-09-02',
      lastInteraction: '2026-10-20',
      contact: { name: 'Peter Lindqvist' },
    });
  });

  test('a safeguarding lead stands in a relationship to the pupils of their own school only', async () => {
    const facts = await education.facts([daniel.ref, ngozi.ref], ['RELATIONSHIP'], schoolLead);
    expect(facts).toEqual([[{ kind: 'RELATIONSHIP', value: 'ON_ROLL', from: '2021-09-02', until: null }], []]);
    expect(await education.facts([daniel.ref], ['RELATIONSHIP'], { ...schoolLead, id: 'w-dsl-1' })).toEqual([[]]);
  });

  test('a pupil who left is on nobody’s roll', async () => {
    const pupil = { id: 'P1', URN: '990200', EntryDate: '2020-09-01', LeavingDate: '2026-07-21' };
    const school = {
      URN: '990200',
      SchoolName: 'Saltby Primary School',
      DesignatedSafeguardingLead: { id: 'w-school-lead' },
    };
    const connector = await misHolding([pupil, { ...pupil, id: 'P2', LeavingDate: '2026-11-01' }], {
      '/schools': [school],
    });
    const facts = await connector.facts(['P1', 'P2'], ['RELATIONSHIP'], schoolLead);
    expect(facts.map((own) => own.map((fact) => fact.value))).toEqual([[], ['ON_ROLL']]);
  });

  test('only the facts asked for are told', async () => {
    const [facts] = await education.facts([daniel.ref], ['AREA'], schoolLead);
    expect(facts?.map(({ kind, value }) => [kind, value])).toEqual([['AREA', 'thornwick']]);
  });
});

describe('rosters and figures', () => {
  test('a roster in pages of seven holds every pupil of the area once', async () => {
    const whole = await education.roster({ area: 'thornwick', mine: false, first: 500, after: null }, schoolLead);
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page = await education.roster({ area: 'thornwick', mine: false, first: 7, after }, schoolLead);
      paged.push(...page.refs);
      after = page.next;
    }
    expect(whole.refs.length).toBeGreaterThan(7);
    expect(paged).toEqual(whole.refs);
  });

  test('one’s own roster is the school’s roll; no area and nobody’s own is no roster', async () => {
    expect((await education.roster({ area: null, mine: true, first: 50, after: null }, schoolLead)).refs).toContain(
      daniel.ref,
    );
    expect(await education.roster({ area: null, mine: false, first: 50, after: null }, schoolLead)).toEqual({
      refs: [],
      next: null,
    });
  });

  test('pupils are counted by year group, and those who miss a tenth of their sessions', async () => {
    const row = (pupilId: string, missed: number) => ({
      pupilId,
      AcademicYearStart: 2026,
      SessionsPossible: 70,
      SessionsAuthorised: missed,
      SessionsUnauthorised: 0,
    });
    const on = { URN: '990200', EntryDate: '2020-09-01' };
    const connector = await misHolding(
      [
        { id: 'P1', NCyearActual: '5', ...on },
        { id: 'P2', NCyearActual: '5', ...on },
        { id: 'P3', ...on },
        { id: 'P4', NCyearActual: '5', ...on, LeavingDate: '2025-07-22' },
      ],
      { '/attendance': [row('P1', 7), row('P2', 6), row('P3', 7)] },
    );
    const ask = { by: [], area: null, from: null, to: null };
    expect(await connector.count({ measure: 'pupils-with-sessions', ...ask })).toEqual([{ key: [], count: 3 }]);
    expect(await connector.count({ measure: 'persistently-absent-pupils', ...ask })).toEqual([{ key: [], count: 2 }]);
  });

  test('a measure or a dimension that schools do not keep is refused', async () => {
    const ask = { area: null, from: null, to: null };
    await expect(education.count({ measure: 'arrears', by: [], ...ask })).rejects.toBeInstanceOf(UnknownMeasure);
    await expect(education.count({ measure: 'pupils-on-roll', by: ['constructor'], ...ask })).rejects.toBeInstanceOf(
      UnknownMeasure,
    );
  });
});

test('nothing of the truth about the borough is in the MIS', async () => {
  const paths = ['/pupils', '/contacts', '/attendance', '/exclusions', '/early-years', '/support', '/schools'];
  const wire = await Promise.all(paths.map(async (path) => (await fetch(`${mis.url}${path}?pageSize=500`)).text()));
  const truths = new Set([...borough.people.keys()]);
  expect(
    wire
      .join('')
      .match(/"[^"]+"/g)!
      .filter((text) => truths.has(text.slice(1, -1))),
  ).toEqual([]);
});
