import type { Purpose, Requester, RequesterAsPerson } from './types';

/** Somebody to be while developing: the people of the invented borough who work with its families. */
export interface Persona extends Requester {
  readonly name: string;
  readonly title: string;
  readonly trainingUntil: string;
  readonly person: RequesterAsPerson;
  readonly purposes: readonly Purpose[];
  /** Stated where a request states none. */
  readonly defaultPurpose: Purpose;
}

/** The area whose children's centre the personas work around. */
const AREA = 'thornwick';
const CENTRES = { organisation: 'aldermere-childrens-centres', organisationType: 'CHILDRENS_CENTRE' };
const COMMUNITY_HEALTH = { organisation: 'aldermere-community-health', organisationType: 'HEALTH' };
const CHILDRENS_SERVICES = { organisation: 'aldermere-childrens-services', organisationType: 'LOCAL_AUTHORITY' };
const SCHOOL = { organisation: 'thornwick-primary-school', organisationType: 'EDUCATION' };
const LANDLORD = { organisation: 'aldermere-homes', organisationType: 'HOUSING' };
const COUNCIL = { organisation: 'aldermere-council', organisationType: 'LOCAL_AUTHORITY' };

/** Long enough that nobody's training lapses while somebody is trying things out. */
const TRAINED = '2035-12-31';

/** Who a worker is at home. Addresses outside the borough, except where a worker is a parent there. */
const home = (
  givenName: string,
  familyName: string,
  dateOfBirth: string,
  postcode = 'ZZ98 7AA',
): { readonly trainingUntil: string; readonly person: RequesterAsPerson } => ({
  trainingUntil: TRAINED,
  person: { givenName, familyName, dateOfBirth, postcode },
});

/** Ids, `w-` and the persona, are the work ids under which the agencies know them: a relationship is found by them. */
export const PERSONAS = {
  'head-of-centre': {
    id: 'w-head-of-centre',
    name: 'Helen Marsden',
    ...home('Helen', 'Marsden', '1974-05-02'),
    role: 'HEAD_OF_CENTRE',
    title: 'Head of Centre',
    ...CENTRES,
    area: AREA,
    purposes: ['EARLY_HELP', 'PERFORMANCE'],
    defaultPurpose: 'EARLY_HELP',
  },
  'family-support-lead': {
    id: 'w-family-support-lead',
    name: 'Joanne Pryce',
    ...home('Joanne', 'Pryce', '1986-03-14', 'ZB2 3ZR'),
    role: 'FAMILY_SUPPORT_LEAD',
    title: 'Lead Family Support Worker',
    ...CENTRES,
    area: AREA,
    purposes: ['EARLY_HELP'],
    defaultPurpose: 'EARLY_HELP',
  },
  'health-lead': {
    id: 'w-health-lead',
    name: 'Anita Desai',
    ...home('Anita', 'Desai', '1979-11-23'),
    role: 'HEALTH_LEAD',
    title: 'Health Visiting Team Lead',
    ...COMMUNITY_HEALTH,
    area: AREA,
    purposes: ['EARLY_HELP', 'SAFEGUARDING'],
    defaultPurpose: 'EARLY_HELP',
  },
  'lead-professional': {
    id: 'w-lead-professional',
    name: 'Marcus Bell',
    ...home('Marcus', 'Bell', '1983-07-30'),
    role: 'LEAD_PROFESSIONAL',
    title: 'Early Help Lead Professional',
    ...CHILDRENS_SERVICES,
    area: AREA,
    purposes: ['EARLY_HELP', 'SAFEGUARDING'],
    defaultPurpose: 'EARLY_HELP',
  },
  'early-help-access': {
    id: 'w-early-help-access',
    name: 'Farah Siddiqui',
    ...home('Farah', 'Siddiqui', '1990-01-17'),
    role: 'EARLY_HELP_ACCESS',
    title: 'Early Help Access Point Officer',
    ...CHILDRENS_SERVICES,
    area: null,
    purposes: ['EARLY_HELP', 'TRIAGE'],
    defaultPurpose: 'EARLY_HELP',
  },
  'social-worker': {
    id: 'w-social-worker',
    name: 'Ruth Adeleke',
    ...home('Ruth', 'Adeleke', '1987-09-08'),
    role: 'SOCIAL_WORKER',
    title: 'Social Worker',
    ...CHILDRENS_SERVICES,
    area: AREA,
    purposes: ['SAFEGUARDING', 'TRIAGE', 'EARLY_HELP'],
    defaultPurpose: 'EARLY_HELP',
  },
  'school-lead': {
    id: 'w-school-lead',
    name: 'Peter Lindqvist',
    ...home('Peter', 'Lindqvist', '1972-12-11'),
    role: 'SCHOOL_LEAD',
    title: 'Designated Safeguarding Lead',
    ...SCHOOL,
    area: AREA,
    purposes: ['EARLY_HELP', 'SAFEGUARDING'],
    defaultPurpose: 'EARLY_HELP',
  },
  'housing-officer': {
    id: 'w-housing-officer',
    name: 'Sandra Whitlock',
    ...home('Sandra', 'Whitlock', '1981-04-26'),
    role: 'HOUSING_OFFICER',
    title: 'Housing Officer',
    ...LANDLORD,
    area: AREA,
    purposes: ['EARLY_HELP'],
    defaultPurpose: 'EARLY_HELP',
  },
  analyst: {
    id: 'w-analyst',
    name: 'Tom Whitfield',
    ...home('Tom', 'Whitfield', '1993-06-05'),
    role: 'ANALYST',
    title: 'Performance Analyst',
    ...COUNCIL,
    area: null,
    purposes: ['PERFORMANCE'],
    defaultPurpose: 'PERFORMANCE',
  },
  scrutiny: {
    id: 'w-scrutiny',
    name: 'Cllr Moira Kenning',
    ...home('Moira', 'Kenning', '1961-02-19'),
    role: 'SCRUTINY',
    title: 'Chair of the Scrutiny Panel',
    ...COUNCIL,
    area: null,
    purposes: ['SCRUTINY'],
    defaultPurpose: 'SCRUTINY',
  },
  'area-manager': {
    id: 'w-area-manager',
    name: 'Yvonne Achebe',
    ...home('Yvonne', 'Achebe', '1970-08-21'),
    role: 'AREA_MANAGER',
    title: 'Area Manager',
    ...CHILDRENS_SERVICES,
    area: AREA,
    purposes: ['PERFORMANCE'],
    defaultPurpose: 'PERFORMANCE',
  },
  'team-leader': {
    id: 'w-team-leader',
    name: 'Gareth Lyle',
    ...home('Gareth', 'Lyle', '1980-02-11'),
    role: 'TEAM_LEADER',
    title: 'Team Leader',
    ...CHILDRENS_SERVICES,
    area: AREA,
    purposes: ['PERFORMANCE'],
    defaultPurpose: 'PERFORMANCE',
  },
  'advisory-board': {
    id: 'w-advisory-board',
    name: 'Beverley Stokes',
    ...home('Beverley', 'Stokes', '1968-09-30'),
    role: 'ADVISORY_BOARD',
    title: 'Member of the advisory board',
    ...CENTRES,
    area: null,
    purposes: ['SCRUTINY'],
    defaultPurpose: 'SCRUTINY',
  },
  collaborative: {
    id: 'w-collaborative',
    name: 'Imran Qureshi',
    ...home('Imran', 'Qureshi', '1977-12-03'),
    role: 'COLLABORATIVE',
    title: 'Member of an area collaborative',
    ...COUNCIL,
    area: null,
    purposes: ['PERFORMANCE'],
    defaultPurpose: 'PERFORMANCE',
  },
  'management-team': {
    id: 'w-management-team',
    name: 'Nadia Rahman',
    ...home('Nadia', 'Rahman', '1975-04-18'),
    role: 'MANAGEMENT_TEAM',
    title: 'Member of the management team',
    ...CHILDRENS_SERVICES,
    area: AREA,
    purposes: ['EARLY_HELP'],
    defaultPurpose: 'EARLY_HELP',
  },
  'ig-officer': {
    id: 'w-ig-officer',
    name: 'Daniel Osei',
    ...home('Daniel', 'Osei', '1977-10-13'),
    role: 'IG_OFFICER',
    title: 'Information Governance Officer',
    ...COUNCIL,
    area: null,
    purposes: ['SUBJECT_ACCESS'],
    defaultPurpose: 'SUBJECT_ACCESS',
  },
} as const satisfies Record<string, Persona>;

export type PersonaName = keyof typeof PERSONAS;
export const isPersonaName = (text: string): text is PersonaName => Object.hasOwn(PERSONAS, text);
