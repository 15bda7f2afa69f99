import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { SocialCareConnector } from '../connector';
import { type CaseDatabase, openCaseDatabase } from '../database/open-database';
import { TABLE_NAMES } from '../database/tables';
import { bytesOf, census, child, EPISODE, identifiers } from './census-fixture';
import { type CensusFault, CensusFileBroken, type ImportCounts, importCensus } from './index';

let database: CaseDatabase;
let connector: SocialCareConnector;
beforeEach(async () => {
  database = await openCaseDatabase(':memory:');
  connector = new SocialCareConnector(database, { today: () => '2026-11-01', dutyLine: null });
});
afterEach(() => database.destroy());

async function run(text: string): Promise<{ readonly counts: ImportCounts; readonly faults: readonly CensusFault[] }> {
  const faults: CensusFault[] = [];
  const counts = await importCensus(bytesOf(text), database, { onFault: (fault) => void faults.push(fault) });
  return { counts, faults };
}
const contents = async (): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    await Promise.all(
      TABLE_NAMES.map(async (table) => {
        const rows = await database.selectFrom(table).selectAll().execute();
        return [
          table,
          rows.map((row) => JSON.stringify({ ...row, pers_census_run: null, retr_run: null, cret_run: null })).sort(),
        ] as const;
      }),
    ),
  );
const personOf = async (laChildId: string) => (await connector.find({ by: 'laChildId', value: laChildId }))[0];

describe('a return', () => {
  test('brings children, episodes, assessments and plans, and a child can be found by LAchildID, UPN and date of birth', async () => {
    const who = identifiers('A1', '<UPN>H801200001001</UPN><PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>');
    const { counts, faults } = await run(
      census([child({ identifiers: who }), child({ identifiers: identifiers('A2') })]),
    );
    expect(faults).toEqual([]);
    expect(counts.children).toEqual({ read: 2, new: 2, updated: 0, unchanged: 0, notStored: 0 });
    expect(counts.episodes.new).toBe(2);
    for (const block of [
      { by: 'laChildId', value: 'A1' },
      { by: 'upn', value: 'H801200001001' },
      { by: 'dateOfBirth', value: '2016-05-04' },
    ] as const) {
      expect((await connector.find(block)).map(({ laChildId }) => laChildId)).toContain('A1');
    }
    const { ref, ...held } = (await personOf('A1'))!;
    expect(held).toMatchObject({ upn: 'H801200001001', sex: 'F', givenName: null, lifeState: 'BORN', dataQuality: [] });
    expect((await connector.statuses([ref]))[0]).toEqual({
      childInNeed: true,
      childProtectionPlan: false,
      lookedAfter: null,
      latestCategoryOfAbuse: null,
    });
    expect((await connector.involvements([ref]))[0]).toMatchObject([{ status: 'CURRENT', from: '2024-06-03' }]);
    const [assessment] = (await connector.assessments([ref]))[0]!;
    expect(await connector.assessmentFactors([assessment!.assessmentId])).toEqual([['4B']]);
  });

  test('leaves early help and being looked after unknown, since a census does not speak of them', async () => {
    await run(census([child({ identifiers: identifiers('A1') })]));
    const { ref } = (await personOf('A1'))!;
    expect(await connector.earlyHelpEpisodes([ref])).toEqual([null]);
    expect(await connector.tafMeetings([ref])).toEqual([null]);
  });

  test('of the older layout reads GenderCurrent', async () => {
    const older = identifiers('A1', '<PersonBirthDate>2016-05-04</PersonBirthDate><GenderCurrent>1</GenderCurrent>');
    const { faults } = await run(census([child({ identifiers: older })], '201', 2022));
    expect((await personOf('A1'))?.sex).toBe('M');
    expect(faults.filter(({ element }) => element.endsWith('GenderCurrent'))).toEqual([]);
  });

  test('with the old code in the new element is read, and the code told as CIN rule 4180', async () => {
    const { faults } = await run(
      census([child({ identifiers: identifiers('A1', '<PersonBirthDate>2016-05-04</PersonBirthDate><Sex>2</Sex>') })]),
    );
    expect((await personOf('A1'))?.sex).toBe('F');
    expect(faults).toMatchObject([{ rule: '4180', came: '2', child: 'A1' }]);
  });

  test('read twice adds nothing the second time and changes no row', async () => {
    const text = census([child({ identifiers: identifiers('A1') }), child({ identifiers: identifiers('A2') })]);
    await run(text);
    const first = await contents();
    const { counts } = await run(text);
    expect(await contents()).toEqual(first);
    expect(counts.children).toMatchObject({ new: 0, updated: 0, unchanged: 2 });
    expect(counts.episodes).toMatchObject({ new: 0, updated: 0, unchanged: 2 });
  });

  test('of the next year closes the episode it left open and adds no second one', async () => {
    await run(census([child({ identifiers: identifiers('A1') })]));
    const closed = EPISODE.replace(
      '<ReferralNFA>',
      '<CINclosureDate>2025-05-01</CINclosureDate><ReasonForClosure>RC9</ReasonForClosure><ReferralNFA>',
    );
    const { counts } = await run(census([child({ identifiers: identifiers('A1'), episodes: closed })], '201', 2026));
    expect(counts).toMatchObject({
      children: { updated: 1 },
      episodes: { new: 0, updated: 1 },
      assessments: { unchanged: 1 },
    });
    const { ref } = (await personOf('A1'))!;
    expect(await connector.referrals([ref])).toMatchObject([
      [{ cinClosureDate: '2025-05-01', reasonForClosure: 'RC9' }],
    ]);
  });

  test('of an earlier year, read late, does not undo a later one', async () => {
    await run(
      census([child({ identifiers: identifiers('A1', '<PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>') })]),
    );
    await run(
      census(
        [
          child({
            identifiers: identifiers(
              'A1',
              '<PersonBirthDate>2016-05-04</PersonBirthDate><GenderCurrent>1</GenderCurrent>',
            ),
          }),
        ],
        '201',
        2022,
      ),
    );
    expect((await personOf('A1'))?.sex).toBe('F');
  });

  test('of another authority with the same LAchildID is another child', async () => {
    await run(census([child({ identifiers: identifiers('A1') })]));
    await run(census([child({ identifiers: identifiers('A1') })], '202'));
    expect(await connector.find({ by: 'laChildId', value: 'A1' })).toHaveLength(2);
  });

  test.each([1, 7, 4096])('reads the same in pieces of %i bytes', async (size) => {
    const name = identifiers('Ä1é');
    const faults: CensusFault[] = [];
    await importCensus(bytesOf(census([child({ identifiers: name })]), size), database, {
      onFault: (fault) => void faults.push(fault),
    });
    expect((await personOf('Ä1é'))?.dateOfBirth).toBe('2016-05-04');
    expect(faults).toMatchObject([{ rule: '1580', line: 6 }]);
  });

  test('in another encoding is read by what its declaration says', async () => {
    const text = census([child({ identifiers: identifiers('É1') })]).replace('utf-8', 'iso-8859-1');
    await importCensus(
      (async function* () {
        yield new Uint8Array(Buffer.from(text, 'latin1'));
      })(),
      database,
    );
    expect(await personOf('É1')).toBeDefined();
  });
});

describe('a fault', () => {
  const faultsOf = async (children: readonly string[]) => (await run(census(children))).faults;
  const episodeWith = (from: string, to: string) =>
    child({ identifiers: identifiers('A1'), episodes: EPISODE.replace(from, to) });

  test.each([
    ['a UPN with the wrong check letter', 'UPN', '<UPN>A801200001001</UPN>', '1510'],
    ['a UPN with letters in its number', 'UPN', '<UPN>H80120X001001</UPN>', '1540'],
    ['a former UPN of another form', 'FormerUPN', '<FormerUPN>H8012</FormerUPN>', '1560Q'],
    ['UN7 beside a referral that went further', 'UPNunknown', '<UPNunknown>UN7</UPNunknown>', '8772'],
    ['a reason that is not in the list', 'UPNunknown', '<UPNunknown>UN99</UPNunknown>', null],
    ['a birth after the census year', 'PersonBirthDate', '<PersonBirthDate>2025-04-01</PersonBirthDate>', '8520'],
    [
      'an expected birth beside a birth',
      'ExpectedPersonBirthDate',
      '<ExpectedPersonBirthDate>2016-05-01</ExpectedPersonBirthDate>',
      '8525Q',
    ],
    ['a death before the birth', 'PersonDeathDate', '<PersonDeathDate>2015-01-01</PersonDeathDate>', '8535Q'],
  ])('of an identifier is told: %s', async (_, element, xml, rule) => {
    const rest =
      element === 'PersonBirthDate' ? '<Sex>F</Sex>' : '<PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>';
    const faults = await faultsOf([child({ identifiers: identifiers('A1', `${xml}${rest}`) })]);
    expect(faults).toContainEqual(
      expect.objectContaining({ rule, line: 6, element: `ChildIdentifiers/${element}`, child: 'A1' }),
    );
    expect(await personOf('A1')).toBeDefined();
  });

  test.each([
    ['an assessment authorised before it began', '>2024-07-10<', '>2024-06-01<', '8608', 14],
    ['an assessment begun before the referral', '>2024-06-05<', '>2024-06-01<', '1103', 13],
    ['a factor that is not in the list', '>4B<', '>RB<', null, 15],
    ['a split factor', '>4B<', '>18A<', '8945Q', 15],
    ['a referral after the census year', '>2024-06-03<', '>2025-06-03<', '8600', 9],
    ['an unknown source', '>2A<', '>99<', '8866', 10],
    ['an unknown need', '>N5<', '>N77<', '8650', 11],
    [
      'a plan that ends before it starts',
      '</CINPlanStartDate>',
      '</CINPlanStartDate><CINPlanEndDate>2024-07-01</CINPlanEndDate>',
      '4011',
      17,
    ],
    [
      'a closure before the referral',
      '<ReferralNFA>',
      '<CINclosureDate>2024-05-01</CINclosureDate><ReferralNFA>',
      '8630',
      18,
    ],
    [
      'a closure without a reason',
      '<ReferralNFA>',
      '<CINclosureDate>2024-09-01</CINclosureDate><ReferralNFA>',
      '8805',
      8,
    ],
    ['a flag that is neither', '>false<', '>perhaps<', '8568', 18],
    [
      'a protection plan that ends before it starts',
      '<ReferralNFA>',
      '<ChildProtectionPlans><CPPstartDate>2024-08-01</CPPstartDate><CPPendDate>2024-07-20</CPPendDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans><ReferralNFA>',
      '8925',
      18,
    ],
  ])('of an episode is told: %s', async (_, from, to, rule, line) => {
    const faults = await faultsOf([episodeWith(from, to)]);
    expect(faults).toContainEqual(expect.objectContaining({ rule, line, child: 'A1' }));
    expect((await connector.referrals([(await personOf('A1'))!.ref]))[0]).toHaveLength(1);
  });

  test('is told with what was expected and what came, and stands beside the record without the value', async () => {
    const faults = await faultsOf([episodeWith('>2024-07-10<', '>2024-06-01<')]);
    expect(faults).toEqual([
      {
        rule: '8608',
        line: 14,
        element: 'CINdetails/Assessments/AssessmentAuthorisationDate',
        child: 'A1',
        expected: 'on or after AssessmentActualStartDate, 2024-06-05',
        came: '2024-06-01',
      },
    ]);
    const { ref, dataQuality } = (await personOf('A1'))!;
    expect(await connector.dataQuality([ref])).toEqual([
      [
        {
          field: 'AssessmentAuthorisationDate',
          fault: 'expected on or after AssessmentActualStartDate (CIN rule 8608)',
        },
      ],
    ]);
    expect(dataQuality).toEqual([]);
  });

  test('of an enquiry is told to the owner of the file and not beside the record, where it would tell that there is one', async () => {
    const enquiry = '<Section47><S47ActualStartDate>2023-01-01</S47ActualStartDate></Section47><ReferralNFA>';
    const faults = await faultsOf([episodeWith('<ReferralNFA>', enquiry)]);
    expect(faults).toMatchObject([{ rule: '2889', element: 'CINdetails/Section47/S47ActualStartDate' }]);
    expect(await connector.dataQuality([(await personOf('A1'))!.ref])).toEqual([[]]);
  });

  test('that a date is no day of the calendar keeps the text, and the day is not known', async () => {
    const unreal = identifiers('A1', '<PersonBirthDate>2015-02-30</PersonBirthDate><Sex>F</Sex>');
    const faults = await faultsOf([child({ identifiers: unreal })]);
    expect(faults).toMatchObject([{ element: 'ChildIdentifiers/PersonBirthDate', came: '2015-02-30' }]);
    expect(await personOf('A1')).toMatchObject({ dateOfBirth: null, dataQuality: [{ field: 'PersonBirthDate' }] });
    const kept = await database.selectFrom('record_faults').select('faul_value_text').execute();
    expect(kept).toEqual([{ faul_value_text: '2015-02-30' }]);
  });

  test('that a closing date cannot be read leaves it not known whether the child is in need', async () => {
    await faultsOf([
      episodeWith(
        '<ReferralNFA>',
        '<CINclosureDate>31/08/2024</CINclosureDate><ReasonForClosure>RC1</ReasonForClosure><ReferralNFA>',
      ),
    ]);
    expect((await connector.statuses([(await personOf('A1'))!.ref]))[0]?.childInNeed).toBeNull();
  });

  test('put right in a later return goes away', async () => {
    await faultsOf([episodeWith('>2024-07-10<', '>2024-06-01<')]);
    await run(census([child({ identifiers: identifiers('A1') })]));
    expect(await connector.dataQuality([(await personOf('A1'))!.ref])).toEqual([[]]);
  });

  test('that text stands between elements is told by its line, and what stands after it is read', async () => {
    const stray =
      '<LAchildID>A1</LAchildID>\n\n  PersonBirthDate\n<PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>';
    const faults = await faultsOf(['between children', child({ identifiers: stray })]);
    expect(faults).toMatchObject([
      { line: 5, element: 'Message/Children', came: 'between children', child: null },
      { line: 8, element: 'ChildIdentifiers', came: 'PersonBirthDate', child: 'A1' },
    ]);
    expect((await personOf('A1'))?.dateOfBirth).toBe('2016-05-04');
  });

  test('that an element is unknown keeps its text', async () => {
    const faults = await faultsOf([episodeWith('<ReferralNFA>', '<Whim>blue</Whim><ReferralNFA>')]);
    expect(faults).toMatchObject([{ element: 'CINdetails/Whim', came: 'blue' }]);
    expect(await database.selectFrom('record_faults').select('faul_value_text').execute()).toEqual([
      { faul_value_text: 'blue' },
    ]);
  });

  test('that a child has no LAchildID leaves that child out, and the rest goes on', async () => {
    const nobody = child({ identifiers: '<PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>' });
    const { counts, faults } = await run(census([nobody, child({ identifiers: identifiers('A2') })]));
    expect(counts.children).toMatchObject({ read: 2, new: 1, notStored: 1 });
    expect(faults).toMatchObject([{ rule: '8500', child: null, line: 6 }]);
  });

  test('that two children have one UPN is told as CIN rule 1520, and that one id stands twice as 8510', async () => {
    const who = (id: string) =>
      identifiers(id, '<UPN>H801200001001</UPN><PersonBirthDate>2016-05-04</PersonBirthDate><Sex>F</Sex>');
    const { faults, counts } = await run(census(['A1', 'A2', 'A2'].map((id) => child({ identifiers: who(id) }))));
    expect(faults.map(({ rule, child: of, came }) => [rule, of, came])).toEqual([
      ['1520', 'A1', 'another, on line 21, 37'],
      ['8510', 'A2', 'another, on line 37'],
      ['1520', 'A2', 'another, on line 5, 37'],
      ['8510', 'A2', 'another, on line 21'],
      ['1520', 'A2', 'another, on line 5, 21'],
    ]);
    expect(counts.children).toMatchObject({ read: 3, new: 2, unchanged: 1 });
  });
});

describe('never the wrong child', () => {
  const held = (dateOfBirth: string) =>
    database
      .insertInto('ssd_person')
      .values({
        pers_person_id: 'CMS-1',
        pers_source: 'case-management',
        pers_la_code: '201',
        pers_la_child_id: 'A1',
        pers_dob: dateOfBirth,
        pers_forename: 'Maya',
        pers_sex: 'F',
        pers_life_state: 'BORN',
      })
      .execute();

  test("the case-management system's own record stands, and the return adds its episodes to it", async () => {
    await held('2016-05-04');
    const { counts } = await run(
      census([child({ identifiers: identifiers('A1', '<PersonBirthDate>2016-05-04</PersonBirthDate><Sex>M</Sex>') })]),
    );
    expect(counts.children).toMatchObject({ new: 0, updated: 1 });
    expect(await personOf('A1')).toMatchObject({ ref: 'CMS-1', givenName: 'Maya', sex: 'F' });
    expect(await connector.referrals(['CMS-1'])).toMatchObject([[{ cinReferralDate: '2024-06-03' }]]);
  });

  test('an episode that the case-management system holds itself is not doubled', async () => {
    await held('2016-05-04');
    await database
      .insertInto('ssd_cin_episodes')
      .values({
        cine_referral_id: 'own',
        cine_person_id: 'CMS-1',
        cine_referral_date: '2024-06-03',
        cine_cin_primary_need_code: 'N1',
      })
      .execute();
    for (const _ of ['first', 'second']) await run(census([child({ identifiers: identifiers('A1') })]));
    expect(await connector.referrals(['CMS-1'])).toMatchObject([[{ primaryNeedCode: 'N1' }]]);
    expect((await connector.assessments(['CMS-1']))[0]).toHaveLength(1);
  });

  test('a child born on another day under the same id is left out, and told', async () => {
    await held('2011-01-01');
    const { counts, faults } = await run(census([child({ identifiers: identifiers('A1') })]));
    expect(counts.children).toMatchObject({ notStored: 1, new: 0, updated: 0 });
    expect(faults).toMatchObject([{ element: 'ChildIdentifiers/PersonBirthDate', child: 'A1' }]);
    expect(await connector.referrals(['CMS-1'])).toEqual([null]);
  });
});

describe('a broken file changes nothing', () => {
  const whole = census([child({ identifiers: identifiers('A1') }), child({ identifiers: identifiers('A2') })]);

  test.each([
    ['truncated', whole.slice(0, -40)],
    ['not well-formed', whole.replace('</Children>', '</Childern>')],
    ['another root', whole.replaceAll('Message', 'Census')],
    ['another collection', whole.replace('>CIN<', '>SC<')],
    ['no authority', whole.replace('<LEA>201</LEA>', '')],
    ['empty', ''],
    ['not XML', '{"children": []}'],
    [
      'an entity of its own',
      whole.replace('<Message>', '<!DOCTYPE x [<!ENTITY a "b">]><Message>').replace('>2A<', '>&a;<'),
    ],
  ])('%s: and says line and column', async (_, text) => {
    const before = await contents();
    const broken = await run(text).catch((error: unknown) => error);
    expect(broken).toBeInstanceOf(CensusFileBroken);
    if (broken instanceof CensusFileBroken) {
      expect(broken.code).toBe('CENSUS_FILE_BROKEN');
      expect(broken.line).toBeGreaterThan(0);
    }
    expect(await contents()).toEqual(before);
  });

  test('wherever it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.trimEnd().length - 1 }), async (cut) => {
        await expect(run(whole.slice(0, cut))).rejects.toBeInstanceOf(CensusFileBroken);
        expect((await database.selectFrom('ssd_person').selectAll().execute()).length).toBe(0);
      }),
      { numRuns: process.env.PROOF ? 500 : 25 },
    );
  });

  test('also where hundreds of its children had been written before the fault was met', async () => {
    const hundreds = Array.from({ length: 450 }, (_, number) => child({ identifiers: identifiers(`A${number}`) }));
    const before = await contents();
    const written: number[] = [];
    const cut = census(hundreds).slice(0, -30);
    const progress = {
      onProgress: ({ childrenRead }: { readonly childrenRead: number }) => void written.push(childrenRead),
    };
    // Whole when it was looked through, and cut by the time its children are stored.
    const readings = [census(hundreds), cut];
    const changing = () => bytesOf(readings.shift()!, 4096);
    await expect(importCensus(changing, database, progress)).rejects.toBeInstanceOf(CensusFileBroken);
    expect(written.length).toBeGreaterThan(1);
    expect(await contents()).toEqual(before);
  });

  test('the line and column are those of the fault', async () => {
    await expect(run('<Message>\n <Header>\n  </Hedaer>')).rejects.toMatchObject({ line: 3 });
  });
});

test('a return of many children is read a batch at a time, and progress is told with each', async () => {
  const many = 3_000;
  async function* stream() {
    const [start, end] = census(['%']).split('%');
    yield new TextEncoder().encode(start);
    for (let number = 0; number < many; number += 1)
      yield new TextEncoder().encode(child({ identifiers: identifiers(`A${number}`) }));
    yield new TextEncoder().encode(end);
  }
  const progress: number[] = [];
  const counts = await importCensus(stream(), database, {
    onProgress: ({ childrenRead }) => void progress.push(childrenRead),
  });
  expect(counts.children.new).toBe(many);
  expect(progress.length).toBeGreaterThan(10);
  expect(progress.at(-1)).toBe(many);
});

const SAMPLES = join(__dirname, '../../../../shared/samples/social-care');
(existsSync(SAMPLES) ? describe : describe.skip)('published samples (where the folder is present)', () => {
  test.each(['CIN_Census_2026.xml', 'cin-2022.xml'])('%s is read whole, twice, with its faults', async (file) => {
    const faults: CensusFault[] = [];
    const first = await importCensus(createReadStream(join(SAMPLES, file)), database, {
      onFault: (fault) => void faults.push(fault),
    });
    expect(first.children).toMatchObject({ notStored: 0, new: first.children.read });
    expect(faults).toContainEqual(expect.objectContaining({ rule: '1510', line: 21, child: 'DfEX0000001' }));
    const second = await importCensus(createReadStream(join(SAMPLES, file)), database);
    expect(second.children).toMatchObject({ new: 0, updated: 0 });
    expect(await personOf('DfEX0000001')).toMatchObject({ laChildId: 'DfEX0000001', upn: null, sex: 'M' });
  });
});
