import type { PersonaName } from '@family-view/gateway/identity/personas';
import { searchFor, storyPerson } from '../borough';
import { type Answer, type SharedStack, sharedStack } from '../stack';

/** A name for each thing that somebody may or may not see of a child, and how to ask for it. */
const ASKED = {
  'which GP': 'health { registration { registeredGpName } }',
  'health visits': 'health { mandatedContacts { kind outcome } }',
  'development reviews': 'health { developmentReviews { outcome } }',
  emergencies: 'health { emergencyAttendances { reason } }',
  midwifery: 'health { maternity { dueDate } }',
  school: 'education { setting { educationSettingName } }',
  attendance: 'education { attendance { attendancePercentage } }',
  exclusions: 'education { exclusions { reason } }',
  'special needs': 'education { sen { senProvision } }',
  'care status': 'socialCare { status { childInNeed } }',
  'care referrals': 'socialCare { referrals { primaryNeedCode } }',
  'care plans': 'socialCare { plans { kind } }',
  'assessment factors': 'socialCare { assessments { assessmentFactors } }',
  'team around the family': 'earlyHelp { tafMeetings { date } }',
  'early-help steps': 'earlyHelp { steps { reason } }',
  tenancy: 'housing { tenancy { isActive } }',
  arrears: 'housing { arrearsBand }',
  'alerts to visitors': 'housing { alerts { description } }',
  'centre registration': 'childrensCentre { registration { consentToShare } }',
  'centre attendance': 'childrensCentre { attendances { sessionDate } }',
  'family support': 'childrensCentre { familySupportCase { reason } }',
  'level of need': 'family { needLevel { code } }',
} as const;
type Asked = keyof typeof ASKED;
const EVERYTHING = Object.keys(ASKED) as Asked[];

const VISITS: readonly Asked[] = ['which GP', 'health visits'];
const HEALTH: readonly Asked[] = [...VISITS, 'development reviews', 'emergencies', 'midwifery'];
const CENTRE: readonly Asked[] = ['centre registration', 'centre attendance'];
const EARLY_HELP: readonly Asked[] = ['team around the family', 'level of need'];

/** By persona and purpose: all that is granted. The rest is withheld. */
const SEES: readonly (readonly [PersonaName, string, readonly Asked[]])[] = [
  ['head-of-centre', 'EARLY_HELP', [...VISITS, 'school', ...EARLY_HELP, 'tenancy', ...CENTRE, 'family support']],
  [
    'family-support-lead',
    'EARLY_HELP',
    [...VISITS, 'development reviews', 'school', 'attendance', ...EARLY_HELP, 'tenancy', ...CENTRE, 'family support'],
  ],
  [
    'health-lead',
    'EARLY_HELP',
    [...HEALTH, 'school', 'attendance', 'special needs', ...EARLY_HELP, 'tenancy', ...CENTRE],
  ],
  [
    'health-lead',
    'SAFEGUARDING',
    [...HEALTH, 'school', 'attendance', 'special needs', 'care status', ...EARLY_HELP, 'tenancy', ...CENTRE],
  ],
  [
    'school-lead',
    'EARLY_HELP',
    ['school', 'attendance', 'exclusions', 'special needs', 'tenancy', 'centre registration', 'level of need'],
  ],
  [
    'school-lead',
    'SAFEGUARDING',
    [
      'school',
      'attendance',
      'exclusions',
      'special needs',
      'care status',
      'tenancy',
      'centre registration',
      'level of need',
    ],
  ],
  [
    'early-help-access',
    'EARLY_HELP',
    [...VISITS, 'school', 'attendance', 'care status', ...EARLY_HELP, 'early-help steps', 'tenancy', ...CENTRE],
  ],
  [
    'early-help-access',
    'TRIAGE',
    [
      ...VISITS,
      'school',
      'attendance',
      'care status',
      'care referrals',
      ...EARLY_HELP,
      'early-help steps',
      'tenancy',
      // By the protocol of the safeguarding hub, before anybody is sent to a door.
      'alerts to visitors',
      ...CENTRE,
      'family support',
    ],
  ],
  ['housing-officer', 'EARLY_HELP', ['tenancy', 'arrears', 'alerts to visitors']],
];

const WHO = searchFor(storyPerson('okafor', 'oldest'));
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { displayName ${EVERYTHING.map((name) => ASKED[name]).join(' ')} } } }`;

let stack: SharedStack;
beforeAll(async () => {
  stack = await sharedStack();
});

const ask = (persona: PersonaName, purpose: string, query = FIND, who: object = WHO): Promise<Answer> =>
  stack.ask(persona, query, { purpose, variables: { who } });

/** The first two names below a person: `health.registration`. */
const stemOf = (name: Asked): readonly string[] => [...ASKED[name].matchAll(/\w+/g)].slice(0, 2).map(String);

/** A part is withheld where it, or what it stands in, is null with the code of a refusal. */
function withheldOf({ body }: Answer): readonly Asked[] {
  const refused: readonly string[] = (body.errors ?? [])
    .filter(({ extensions }: { extensions: { code: string } }) => extensions.code === 'UNAUTHORIZED_FIELD_OR_TYPE')
    .map(({ path }: { path: readonly (string | number)[] }) =>
      path
        .filter((step) => typeof step === 'string')
        .slice(2)
        .join('.'),
    );
  const person = body.data.findPeople.certain[0];
  return EVERYTHING.filter((name) => {
    const [agency = '', part = ''] = stemOf(name);
    const withheld = refused.some(
      (path) => path === agency || path === `${agency}.${part}` || path.startsWith(`${agency}.${part}.`),
    );
    if (withheld && !ASKED[name].includes('Factors')) expect(person[agency]?.[part] ?? null).toBeNull();
    return withheld;
  });
}

describe.each(SEES)('%s, for %s', (persona, purpose, granted) => {
  test(`sees of Daniel Okafor: ${granted.join(', ')}; and nothing else of his record`, async () => {
    const answer = await ask(persona, purpose);
    expect(answer.body.data.findPeople.certain[0].displayName).toBe('Daniel Okafor');
    expect(withheldOf(answer)).toEqual(EVERYTHING.filter((name) => !granted.includes(name)));
  });
});

test('a social worker who protects a child sees his plans and his emergencies, and not the rent', async () => {
  const answer = await ask('social-worker', 'SAFEGUARDING');
  const withheld = withheldOf(answer);
  // The factors of an assessment hang on who is allocated to the case: that is for the facts to say.
  expect(withheld.filter((name) => name !== 'assessment factors')).toEqual(['arrears']);
  expect(answer.body.data.findPeople.certain[0].socialCare.plans).toEqual([{ kind: 'CIN_PLAN' }]);
});

test('what is granted is the record as the agency holds it, and not merely not withheld', async () => {
  const grace = searchFor(storyPerson('okafor', 'toddler'));
  const query = `query ($who: PersonSearch!) { findPeople(by: $who) { certain {
    health { emergencyAttendances { reason } missedAppointments { setting } mandatedContacts { kind outcome } }
    housing { tenancy { landlord } }
    family { needLevel { code rank } leadProfessional { name } household { numberOfChildrenInProperty } }
  } } }`;
  const { body } = await ask('health-lead', 'EARLY_HELP', query, grace);
  expect(body.data.findPeople.certain[0]).toEqual({
    health: {
      emergencyAttendances: [{ reason: 'Burn or scald' }],
      missedAppointments: [{ setting: 'Speech and language therapy' }],
      mandatedContacts: expect.arrayContaining([{ kind: 'TWO_TO_TWO_AND_A_HALF_YEARS', outcome: 'Missed' }]),
    },
    housing: { tenancy: { landlord: 'Aldermere Homes' } },
    family: {
      needLevel: { code: 'COMPLEX', rank: 3 },
      leadProfessional: { name: 'Marcus Bell' },
      household: null,
    },
  });
  const { body: rent } = await ask(
    'housing-officer',
    'EARLY_HELP',
    'query ($who: PersonSearch!) { findPeople(by: $who) { certain { housing { arrearsBand alerts { description } } } } }',
    grace,
  );
  expect(rent.data.findPeople.certain[0].housing).toEqual({
    arrearsBand: 'OVER_8_WEEKS',
    alerts: [{ description: expect.stringContaining('Damp') }],
  });
});

test('a lead professional sees nothing of the record of a family whose lead professional is somebody else', async () => {
  const answer = await ask('lead-professional', 'EARLY_HELP', FIND, searchFor(storyPerson('sutcliffe', 'twin')));
  expect(answer.body.data.findPeople.certain[0].displayName).toBe('Jack Sutcliffe');
  expect(withheldOf(answer)).toEqual(EVERYTHING);
});

test.each([
  ['analyst', 'PERFORMANCE'],
  ['scrutiny', 'SCRUTINY'],
  ['head-of-centre', 'PERFORMANCE'],
  ['area-manager', 'PERFORMANCE'],
  ['advisory-board', 'SCRUTINY'],
  ['ig-officer', 'SUBJECT_ACCESS'],
] as const)('%s, for %s, finds nobody and is told that it is withheld', async (persona, purpose) => {
  const { body, text } = await ask(persona, purpose);
  expect(body.data).toEqual({ findPeople: null });
  expect(body.errors).toEqual([
    expect.objectContaining({
      path: ['findPeople'],
      extensions: expect.objectContaining({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' }),
    }),
  ]);
  expect(body.extensions.notices.every(({ kind }: { kind: string }) => kind === 'WITHHELD')).toBe(true);
  expect(text).not.toMatch(/Okafor|Daniel/);
});

test('each service that works with Daniel is named with whom to ring, whoever may see its record', async () => {
  const query =
    'query ($who: PersonSearch!) { findPeople(by: $who) { certain { involvements { agency service contact { name } } } } }';
  const { body } = await ask('school-lead', 'EARLY_HELP', query);
  const seen = body.data.findPeople.certain[0].involvements.map(
    ({ agency, service, contact }: { agency: string; service: string; contact: { name: string } | null }) =>
      `${agency}: ${service}, ${contact?.name ?? '-'}`,
  );
  expect(seen).toEqual(
    expect.arrayContaining([
      'social-care: Social work, Ruth Adeleke',
      'social-care: Early help, Marcus Bell',
      'housing: Tenancy, Sandra Whitlock',
      'childrens-centre: Family support, Joanne Pryce',
      'education: School, Peter Lindqvist',
      'health: Health visiting, Anita Desai',
    ]),
  );
});
