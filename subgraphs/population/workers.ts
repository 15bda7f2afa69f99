import type { Worker } from './model';
import { BOYS, FAMILY_NAMES, GIRLS } from './names';

/** The people who work in the Okafor storyline; the development tokens of the gateway carry the same ids. */
export const PERSONAS = {
  headOfCentre: named(
    'w-head-of-centre',
    'Helen Marsden',
    'Head of Centre',
    "Thornwick Children's Centre",
    "Aldermere Council children's centres",
    '01632 960110',
  ),
  familySupportLead: named(
    'w-family-support-lead',
    'Joanne Pryce',
    'Lead Family Support Worker',
    "Thornwick Children's Centre",
    "Aldermere Council children's centres",
    '01632 960111',
  ),
  healthLead: named(
    'w-health-lead',
    'Anita Desai',
    'Health Visiting Team Lead',
    'Thornwick Health Visiting Team',
    'Aldermere Community Health NHS Trust',
    '01632 960112',
  ),
  leadProfessional: named(
    'w-lead-professional',
    'Marcus Bell',
    'Early Help Lead Professional',
    'Thornwick Early Help Team',
    "Aldermere Council children's services",
    '01632 960113',
  ),
  socialWorker: named(
    'w-social-worker',
    'Ruth Adeleke',
    'Social Worker',
    'Thornwick Children in Need Team',
    "Aldermere Council children's services",
    '01632 960114',
  ),
  schoolLead: named(
    'w-school-lead',
    'Peter Lindqvist',
    'Designated Safeguarding Lead',
    'Pastoral',
    'Thornwick Primary School',
    '01632 960115',
  ),
  housingOfficer: named(
    'w-housing-officer',
    'Sandra Whitlock',
    'Housing Officer',
    'Thornwick Neighbourhood Housing',
    'Aldermere Homes',
    '01632 960116',
  ),
} as const satisfies Record<string, Worker>;

const POSTS = {
  healthVisitor: {
    prefix: 'w-hv',
    role: 'Health Visitor',
    team: 'Health Visiting Team',
    organisation: 'Aldermere Community Health NHS Trust',
  },
  schoolNurse: {
    prefix: 'w-sn',
    role: 'School Nurse',
    team: 'School Nursing Team',
    organisation: 'Aldermere Community Health NHS Trust',
  },
  midwife: {
    prefix: 'w-mw',
    role: 'Community Midwife',
    team: 'Community Midwifery Team',
    organisation: 'Aldermere Hospitals NHS Trust',
  },
  socialWorker: {
    prefix: 'w-sw',
    role: 'Social Worker',
    team: 'Children in Need Team',
    organisation: "Aldermere Council children's services",
  },
  earlyHelp: {
    prefix: 'w-eh',
    role: 'Early Help Practitioner',
    team: 'Early Help Team',
    organisation: "Aldermere Council children's services",
  },
  housingOfficer: {
    prefix: 'w-ho',
    role: 'Housing Officer',
    team: 'Neighbourhood Housing',
    organisation: 'Aldermere Homes',
  },
  homelessness: {
    prefix: 'w-hl',
    role: 'Homelessness Prevention Officer',
    team: 'Housing Options',
    organisation: 'Aldermere Homes',
  },
  familySupport: {
    prefix: 'w-fs',
    role: 'Family Support Worker',
    team: "Children's Centre",
    organisation: "Aldermere Council children's centres",
  },
} as const;
export type Post = keyof typeof POSTS;

const everyone = new Map<string, Worker>();

/** The n-th holder of a post in an area. Asking twice gives the same person. */
export function workerIn(post: Post, area: { readonly id: string; readonly name: string }, number: number): Worker {
  const { prefix, role, team, organisation } = POSTS[post];
  const id = `${prefix}-${area.id}-${number}`;
  const known = everyone.get(id);
  if (known !== undefined) return known;
  const worker = named(id, nameFor(id), role, `${area.name} ${team}`, organisation, phoneFor(id));
  everyone.set(id, worker);
  return worker;
}

/** The safeguarding lead of a school. Thornwick Primary School is the one in the Okafor storyline. */
export function schoolLead(number: number, school: string): Worker {
  if (school === PERSONAS.schoolLead.organisation) return PERSONAS.schoolLead;
  const id = `w-dsl-${number}`;
  return named(id, nameFor(id), 'Designated Safeguarding Lead', 'Pastoral', school, `01632 960${300 + number}`);
}

// 01632 960000 to 960999 is Ofcom's range for drama: no such line rings anywhere.
const phoneFor = (id: string): string => `01632 960${400 + (spread(id) % 600)}`;

function nameFor(id: string): string {
  const given = [...GIRLS, ...BOYS];
  const place = spread(id);
  return `${given[place % given.length]} ${FAMILY_NAMES[Math.floor(place / given.length) % FAMILY_NAMES.length]}`;
}

const spread = (text: string): number => {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return hash >>> 0;
};

function named(id: string, name: string, role: string, team: string, organisation: string, phone: string): Worker {
  const address = name.toLowerCase().replace(/[^a-z]+/g, '.');
  const host = organisation
    .toLowerCase()
    .replace(/'/g, '')
    .replace(/[^a-z]+/g, '-');
  return { id, name, role, team, organisation, phone, email: `${address}@${host}.example` };
}
