/** What a return does to what earlier returns said; rules by their published CIN number (DfE, CIN census validation rules). */
import { SocialCareConnector } from '../connector';
import { type CaseDatabase, openCaseDatabase } from '../database/open-database';
import { bytesOf, census, child, identifiers } from './census-fixture';
import { type CensusFault, CensusReturnSuperseded, importCensus } from './index';

let database: CaseDatabase;
let connector: SocialCareConnector;
beforeEach(async () => {
  database = await openCaseDatabase(':memory:');
  connector = new SocialCareConnector(database, { today: () => '2026-11-01', dutyLine: null });
});
afterEach(() => database.destroy());

async function run(text: string) {
  const faults: CensusFault[] = [];
  const counts = await importCensus(() => bytesOf(text), database, { onFault: (fault) => void faults.push(fault) });
  return { counts, faults };
}
const people = (laChildId: string) => connector.find({ by: 'laChildId', value: laChildId });
async function told(laChildId: string) {
  const [person] = await people(laChildId);
  if (person === undefined) return null;
  const [[status], [plans], [referrals]] = await Promise.all([
    connector.statuses([person.ref]),
    connector.plans([person.ref]),
    connector.referrals([person.ref]),
  ]);
  return { person, status, plans, referrals };
}
/** The return of a year, made at a time. */
const returnOf = (children: readonly string[], more: { year?: number; sentAt?: string; serial?: string } = {}) =>
  census(children, '201', more.year ?? 2026).replace(
    '</LEA>',
    `</LEA><SerialNo>${more.serial ?? '001'}</SerialNo><DateTime>${more.sentAt ?? '2026-05-01T10:00:00'}</DateTime>`,
  );
const episode = (parts: string, more = ''): string =>
  `<CINdetails><CINreferralDate>2025-05-01</CINreferralDate><ReferralSource>3A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>${more}<ReferralNFA>false</ReferralNFA>${parts}</CINdetails>`;
const plan = (start: string, end = ''): string =>
  `<ChildProtectionPlans><CPPstartDate>${start}</CPPstartDate>${end && `<CPPendDate>${end}</CPPendDate>`}<InitialCategoryOfAbuse>SAB</InitialCategoryOfAbuse><LatestCategoryOfAbuse>SAB</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>`;
const who = (born: string, sex: string, upn = ''): string =>
  identifiers('A100', `${upn && `<UPN>${upn}</UPN>`}<PersonBirthDate>${born}</PersonBirthDate><Sex>${sex}</Sex>`);

describe('one LAchildID with two birth dates in one return (CIN rule 8510)', () => {
  const girl = child({ identifiers: who('2024-06-15', 'F'), episodes: episode('') });
  const boy = child({ identifiers: who('2012-02-03', 'M', 'H801200001001'), episodes: episode(plan('2025-07-11')) });

  test.each([
    ['the girl first', [girl, boy]],
    ['the boy first', [boy, girl]],
    [
      'with others between them',
      [girl, ...Array.from({ length: 250 }, (_, at) => child({ identifiers: identifiers(`Z${at}`) })), boy],
    ],
  ])('leaves both out, and tells of both: %s', async (_, children) => {
    const { counts, faults } = await run(returnOf(children));
    expect(await people('A100')).toEqual([]);
    expect(await database.selectFrom('ssd_cp_plans').selectAll().execute()).toEqual([]);
    expect(counts.children.notStored).toBe(2);
    expect(faults.filter(({ rule }) => rule === '8510')).toMatchObject([
      { child: 'A100', came: expect.stringMatching(/^another, on line \d+$/) },
      { child: 'A100', came: expect.stringMatching(/^another, on line \d+$/) },
    ]);
  });

  test('does not change what another year said of the id', async () => {
    await run(returnOf([child({ identifiers: who('2012-02-03', 'M', 'H801200001001') })], { year: 2025 }));
    await run(returnOf([girl, boy]));
    expect(await people('A100')).toMatchObject([{ dateOfBirth: '2012-02-03', sex: 'M' }]);
  });

  test('keeps one child whose record stands twice', async () => {
    const { counts, faults } = await run(returnOf([boy, boy]));
    expect(faults.map(({ rule }) => rule)).toEqual(['8510', '8510']);
    expect(counts.children).toMatchObject({ read: 2, notStored: 0 });
    expect(await told('A100')).toMatchObject({ status: { childProtectionPlan: true } });
  });

  test('and so does a later year that knows another child under the id, where no UPN says they are one', async () => {
    await run(returnOf([girl], { year: 2025 }));
    const { counts } = await run(returnOf([boy]));
    expect(counts.children.notStored).toBe(1);
    expect(await told('A100')).toMatchObject({ person: { dateOfBirth: '2024-06-15' }, plans: [] });
  });
});

describe('a corrected return', () => {
  const first = returnOf([child({ identifiers: who('2016-02-03', 'M'), episodes: episode(plan('2025-07-11')) })]);
  const closed = '<CINclosureDate>2026-01-10</CINclosureDate><ReasonForClosure>RC1</ReasonForClosure>';
  const corrected = (more: object = {}) =>
    returnOf(
      [child({ identifiers: who('2016-02-03', 'M'), episodes: episode(plan('2025-07-12', '2025-12-01'), closed) })],
      { sentAt: '2026-06-01T10:00:00', ...more },
    );

  test('says what it says, and nothing of what the one before it said', async () => {
    await run(first);
    expect(await told('A100')).toMatchObject({ status: { childInNeed: true, childProtectionPlan: true } });
    const { counts } = await run(corrected());
    expect(counts.withdrawn).toBe(1);
    expect(await told('A100')).toMatchObject({
      status: { childInNeed: false, childProtectionPlan: false },
      plans: [{ startDate: '2025-07-12', endDate: '2025-12-01' }],
      referrals: [{ cinClosureDate: '2026-01-10' }],
    });
  });

  test('takes back children that it no longer has, and what was wrong with them', async () => {
    await run(
      returnOf([
        child({ identifiers: identifiers('B1', '<PersonBirthDate>2016-02-30</PersonBirthDate>') }),
        child({ identifiers: who('2016-02-03', 'M') }),
      ]),
    );
    await run(corrected());
    expect(await people('B1')).toEqual([]);
    expect(
      await database.selectFrom('record_faults').selectAll().where('faul_person_id', 'like', '%B1').execute(),
    ).toEqual([]);
  });

  test('takes back a date of death, a disability and a day of birth', async () => {
    const wrong =
      '<PersonBirthDate>2015-02-03</PersonBirthDate><PersonDeathDate>2025-09-01</PersonDeathDate><Sex>F</Sex>';
    await run(returnOf([child({ identifiers: identifiers('A100', wrong) })]));
    await run(corrected());
    expect(await told('A100')).toMatchObject({ person: { dateOfBirth: '2016-02-03', sex: 'M', lifeState: 'BORN' } });
  });

  test.each([
    ['by the time it was made', { sentAt: '2026-06-01T10:00:00' }, { sentAt: '2026-05-01T10:00:00' }],
    ['by its serial number', { serial: '6' }, { serial: '5', sentAt: '2026-06-01T10:00:00' }],
  ])('is not undone by the one it corrected, read after it: %s', async (_, later, earlier) => {
    await run(corrected(later));
    const held = await told('A100');
    const again = run(
      returnOf([child({ identifiers: who('2016-02-03', 'M'), episodes: episode(plan('2025-07-11')) })], earlier),
    );
    await expect(again).rejects.toBeInstanceOf(CensusReturnSuperseded);
    expect(await told('A100')).toEqual(held);
  });

  test('replaces nothing of another year or authority', async () => {
    await run(returnOf([child({ identifiers: identifiers('C1') })], { year: 2025 }));
    await run(census([child({ identifiers: identifiers('D1') })], '202', 2026));
    await run(first);
    const { counts } = await run(corrected());
    expect(counts.withdrawn).toBe(1);
    expect(await people('C1')).toHaveLength(1);
    expect(await people('D1')).toHaveLength(1);
  });
});

describe('the years in their order', () => {
  const open = (year: number) =>
    returnOf([child({ identifiers: who('2016-02-03', 'M'), episodes: episode(plan('2025-02-01')) })], { year });
  const nothing = returnOf([child({ identifiers: identifiers('Z9') })]);

  test('what was open, and of which the next year is silent, is not known: neither open nor ended', async () => {
    await run(open(2025));
    expect(await told('A100')).toMatchObject({ status: { childInNeed: true, childProtectionPlan: true } });
    await run(nothing);
    expect(await told('A100')).toMatchObject({ status: { childInNeed: null, childProtectionPlan: null } });
    // A corrected return that tells of it again makes it known again.
    await run(open(2026).replace('2026-05-01T10', '2026-05-02T10'));
    expect(await told('A100')).toMatchObject({ status: { childInNeed: true, childProtectionPlan: true } });
  });

  test('an earlier year read late does not open again what a later one closed', async () => {
    const closed = '<CINclosureDate>2026-01-10</CINclosureDate><ReasonForClosure>RC1</ReasonForClosure>';
    const ended = episode(plan('2025-02-01', '2025-12-01'), closed);
    await run(returnOf([child({ identifiers: who('2016-02-03', 'M'), episodes: ended })]));
    await run(open(2025));
    expect(await told('A100')).toMatchObject({ status: { childInNeed: false, childProtectionPlan: false } });
  });
});

test('a plan that ends before it starts leaves it not known whether there is one (CIN rule 8925)', async () => {
  await run(
    returnOf([child({ identifiers: who('2016-02-03', 'M'), episodes: episode(plan('2025-07-11', '2025-07-01')) })]),
  );
  expect(await told('A100')).toMatchObject({ status: { childProtectionPlan: null } });
});

describe('what changes the status is checked', () => {
  const rulesOf = async (episodes: string, identity = who('2016-02-03', 'M')) =>
    (await run(returnOf([child({ identifiers: identity, episodes })]))).faults.map(({ rule }) => rule);
  const another = (from: string, more = '', parts = '') => episode(parts, more).replace('2025-05-01', from);
  const closedOn = (day: string, reason = 'RC1') =>
    `<CINclosureDate>${day}</CINclosureDate><ReasonForClosure>${reason}</ReasonForClosure>`;
  const cinPlan = (start: string, end = '') =>
    `<CINPlanDates><CINPlanStartDate>${start}</CINPlanStartDate>${end && `<CINPlanEndDate>${end}</CINPlanEndDate>`}</CINPlanDates>`;
  const enquiry = '<Section47><S47ActualStartDate>2025-06-01</S47ActualStartDate></Section47>';
  const assessment = (start: string) =>
    `<Assessments><AssessmentActualStartDate>${start}</AssessmentActualStartDate></Assessments>`;
  const reviewed = plan('2025-07-11').replace(
    '</ChildP',
    '<Reviews><CPPreviewDate>2025-08-01</CPPreviewDate></Reviews></ChildP',
  );
  const unharmed = episode('').replace('false', 'true');

  test.each([
    [
      '4003',
      'a review while a child-in-need plan is open',
      episode(cinPlan('2025-07-20') + reviewed),
      episode(cinPlan('2025-07-20', '2025-07-30') + reviewed),
    ],
    [
      '4004',
      'two open child-in-need plans',
      episode(cinPlan('2025-06-01') + cinPlan('2025-07-01')),
      episode(cinPlan('2025-06-01', '2025-06-20') + cinPlan('2025-07-01')),
    ],
    [
      '4001',
      'an open child-in-need plan beside an open protection plan',
      episode(cinPlan('2025-06-01') + plan('2025-07-01')),
      episode(cinPlan('2025-06-01', '2025-07-01') + plan('2025-07-01')),
    ],
    [
      '4014',
      'a child-in-need plan that begins on the last day of another',
      episode(cinPlan('2025-06-01', '2025-07-01') + cinPlan('2025-07-01', '2025-08-01')),
      episode(cinPlan('2025-06-01', '2025-07-01') + cinPlan('2025-07-02', '2025-08-01')),
    ],
    [
      '4016',
      'a child-in-need plan that begins within a protection plan',
      episode(plan('2025-06-01', '2025-08-01') + cinPlan('2025-07-31')),
      episode(plan('2025-06-01', '2025-08-01') + cinPlan('2025-08-01')),
    ],
    [
      '4017',
      'a protection plan that begins within a child-in-need plan, of another episode',
      episode(cinPlan('2025-06-01', '2025-08-01')) + another('2025-05-02', '', plan('2025-07-31')),
      episode(cinPlan('2025-06-01', '2025-08-01')) + another('2025-05-02', '', plan('2025-08-01')),
    ],
    [
      '8863Q',
      'an assessment that begins while another is under way',
      episode(assessment('2025-06-01') + assessment('2025-07-01')),
      episode(assessment('2025-06-01')),
    ],
    [
      '2990',
      'a plan in a case closed after assessment',
      episode(cinPlan('2025-06-01', '2025-06-20'), closedOn('2025-07-01', 'RC8')),
      episode('', closedOn('2025-07-01', 'RC8')),
    ],
    [
      '8565',
      'a plan that ends after the case was closed',
      episode(plan('2025-06-01', '2025-08-01'), closedOn('2025-07-01')),
      episode(plan('2025-06-01', '2025-07-01'), closedOn('2025-07-01')),
    ],
    [
      '8815',
      'two open episodes',
      episode('') + another('2025-06-01'),
      episode('', closedOn('2025-05-20')) + another('2025-06-01'),
    ],
    [
      '8816',
      'an open episode before the last',
      episode('') + another('2025-06-01', closedOn('2025-07-01')),
      another('2025-06-01') + another('2025-05-01', closedOn('2025-05-20')),
    ],
    [
      '8820',
      'overlapping episodes',
      episode('', closedOn('2025-07-01')) + another('2025-06-01'),
      episode('', closedOn('2025-06-01')) + another('2025-06-01'),
    ],
    [
      '8831',
      'an enquiry after no further action',
      unharmed.replace('</CINdetails>', `${enquiry}</CINdetails>`),
      unharmed,
    ],
    [
      '8832',
      'a plan after no further action',
      unharmed.replace('</CINdetails>', `${plan('2025-06-01')}</CINdetails>`),
      unharmed,
    ],
    [
      '4000',
      'a child-in-need plan after no further action',
      unharmed.replace('</CINdetails>', `${cinPlan('2025-06-01')}</CINdetails>`),
      unharmed,
    ],
    [
      '8896',
      'two open assessments',
      episode(assessment('2025-06-01') + assessment('2025-07-01')),
      episode(assessment('2025-06-01')),
    ],
    [
      '8935',
      'two open protection plans',
      episode(plan('2025-06-01') + plan('2025-07-01')),
      episode(plan('2025-06-01', '2025-06-20') + plan('2025-07-01')),
    ],
    [
      '8940',
      'overlapping protection plans',
      episode(plan('2025-06-01', '2025-08-01') + plan('2025-07-01', '2025-09-01')),
      episode(plan('2025-06-01', '2025-06-20') + plan('2025-07-01')),
    ],
    [
      '8930',
      'a plan that ended in another year',
      episode(plan('2025-05-02', '2026-04-01')),
      episode(plan('2025-05-02', '2026-03-31')),
    ],
  ])('%s: %s', async (rule, _, faulty, good) => {
    expect(await rulesOf(faulty)).toContain(rule);
    expect(await rulesOf(good)).not.toContain(rule);
  });

  test('1510: a UPN in small letters', async () => {
    expect(await rulesOf(episode(''), who('2016-02-03', 'M', 'h801200001001'))).toContain('1510');
    expect(await rulesOf(episode(''), who('2016-02-03', 'M', 'H801200001001'))).not.toContain('1510');
  });

  test('8775Q: over 25 on the reference date, with a case open or closed since the twenty-fifth birthday', async () => {
    expect(await rulesOf(episode(''), who('2001-03-30', 'M'))).toContain('8775Q');
    expect(await rulesOf(episode(''), who('2001-03-31', 'M'))).not.toContain('8775Q');
    expect(await rulesOf(episode('', closedOn('2025-06-02')), who('2000-06-01', 'M'))).toContain('8775Q');
    expect(await rulesOf(episode('', closedOn('2025-06-01')), who('2000-06-01', 'M'))).not.toContain('8775Q');
  });

  test('8606, 4008, 8915: a referral more than 40 weeks before the birth, and a plan after the death', async () => {
    // 280 days before 5 February 2026 is the day of the referral, 1 May 2025.
    expect(await rulesOf(episode(''), who('2026-02-06', 'M'))).toContain('8606');
    expect(await rulesOf(episode(''), who('2026-02-05', 'M'))).not.toContain('8606');
    const died = (day: string) => `${who('2016-02-03', 'M')}<PersonDeathDate>${day}</PersonDeathDate>`;
    expect(await rulesOf(episode(plan('2025-07-11')), died('2025-07-10'))).toContain('8915');
    expect(await rulesOf(episode(plan('2025-07-11')), died('2025-07-11'))).not.toContain('8915');
    const ended = (day: string) =>
      rulesOf(episode(plan('2025-06-11', day) + cinPlan('2025-05-02', day)), died('2025-07-10'));
    expect(await ended('2025-07-11')).toEqual(expect.arrayContaining(['4009Q', '8920']));
    for (const rule of ['4009Q', '8920']) expect(await ended('2025-07-10')).not.toContain(rule);
    expect(await rulesOf(episode(cinPlan('2025-07-11')), died('2025-07-10'))).toContain('4008');
    expect(await rulesOf(episode(cinPlan('2025-07-11')), died('2025-07-11'))).not.toContain('4008');
  });

  test('8790: NONE beside another disability is told at both', async () => {
    const characteristics = (codes: string) =>
      `<Ethnicity>WBRI</Ethnicity><Disabilities>${codes.replace(/\w+/g, '<Disability>$&</Disability>')}</Disabilities>`;
    const faults = async (codes: string) =>
      (
        await run(returnOf([child({ identifiers: who('2016-02-03', 'M'), characteristics: characteristics(codes) })]))
      ).faults
        .filter(({ rule }) => rule === '8790')
        .map(({ came }) => came);
    expect(await faults('NONE AUT')).toEqual(['NONE', 'AUT']);
    expect(await faults('NONE')).toEqual([]);
  });
});
