/**
 * Prints one family as several requesters see it, and one of them again under break-glass:
 *
 *     node --import tsx test/journeys/print-views.ts
 */
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { startStack } from '../stack';

const DANIEL = { givenName: 'Daniel', familyName: 'Okafor', dateOfBirth: '2017-03-22', postcode: 'ZB2 4ZQ' };
const WHY = 'A neighbour reports a child left alone; no answer at the door.';
const SEEN = `displayName
  identities { agency postcode }
  health { mandatedContacts { kind } immunisations { vaccine } missedAppointments { date } }
  education { attendance { attendancePercentage } exclusions { startDate } }
  socialCare { status { childProtectionPlan } plans { kind } assessments { assessmentFactors } }
  earlyHelp { tafMeetings { date } }
  housing { tenancy { landlord } arrearsBand }
  childrensCentre { attendances { activity } }`;
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id family { id } ${SEEN} } } }`;
const FAMILY = `query ($id: FamilyID!) { family(id: $id) { members { person { ${SEEN} } } } }`;
const BREAK = `mutation ($family: FamilyID!, $why: String!) { breakGlass(family: $family, reason: IMMEDIATE_HARM, statement: $why) { key family until told notTold streams } }`;
const EXPLAIN = `query ($fields: [String!]!, $person: PersonID) { explainAccess(fields: $fields, person: $person) { field decision clause reason explanation } }`;

const ASKERS: readonly { readonly who: string; readonly persona: PersonaName; readonly purpose: string }[] = [
  { who: 'head of centre', persona: 'head-of-centre', purpose: 'EARLY_HELP' },
  { who: 'lead professional of this family', persona: 'lead-professional', purpose: 'SAFEGUARDING' },
  { who: 'social worker of this child', persona: 'social-worker', purpose: 'SAFEGUARDING' },
  { who: 'health lead', persona: 'health-lead', purpose: 'SAFEGUARDING' },
];

type Value = unknown;
interface Notice {
  readonly kind: string;
  readonly stream: string | null;
  readonly reason: string;
}

/** Each leaf of a record by its path; a list of records is told by how long it is. */
function leavesOf(value: Value, path: string, into: Map<string, string>): void {
  if (Array.isArray(value) && value.every((one) => one !== null && typeof one === 'object'))
    into.set(path, path === 'identities' ? value.map(telling).join(', ') : `${value.length} of them`);
  else if (value !== null && typeof value === 'object' && !Array.isArray(value))
    for (const [key, below] of Object.entries(value)) leavesOf(below, path === '' ? key : `${path}.${key}`, into);
  else into.set(path, value === null ? '-' : JSON.stringify(value));
}
const telling = ({ agency, postcode }: { agency: string; postcode: string | null }): string =>
  `${agency} ${postcode ?? '-'}`;

function print(who: string, person: object, notices: readonly Notice[]): void {
  console.log(`\n## ${who}\n`);
  const leaves = new Map<string, string>();
  leavesOf(person, '', leaves);
  for (const [path, told] of leaves) if (!/(^|\.)id$/.test(path)) console.log(`  ${path.padEnd(38)} ${told}`);
  const why = new Map<string, string[]>();
  for (const { stream, reason } of notices) why.set(reason, [...(why.get(reason) ?? []), stream ?? '']);
  for (const [reason, streams] of why) console.log(`  ${reason}: ${[...new Set(streams)].join(', ')}`);
}

async function main(): Promise<void> {
  const stack = await startStack();
  try {
    for (const { who, persona, purpose } of ASKERS) {
      const { body } = await stack.ask(persona, FIND, { purpose, variables: { who: DANIEL } });
      const [daniel] = body.data.findPeople.certain;
      print(`${who}, ${purpose}`, daniel, body.extensions.notices ?? []);
      if (persona === 'head-of-centre' || persona === 'social-worker') {
        const fields = [
          'HealthRecord.immunisations',
          'SocialCareRecord.plans',
          'SocialCareAssessment.assessmentFactors',
        ];
        const told = await stack.ask(persona, EXPLAIN, { purpose, variables: { fields, person: daniel.id } });
        for (const one of told.body.data.explainAccess)
          console.log(
            `  why: ${one.field} ${one.decision} ${one.clause ?? ''} ${one.reason ?? ''}\n       ${one.explanation}`,
          );
      }
      if (persona !== 'social-worker') continue;
      const broken = await stack.ask(persona, BREAK, { purpose, variables: { family: daniel.family.id, why: WHY } });
      const { key, family, until, told, notTold } = broken.body.data.breakGlass;
      const under = { purpose, headers: { 'x-break-glass': key }, variables: { id: family } };
      const seen = await stack.ask(persona, FAMILY, under);
      const [again] = seen.body.data.family.members
        .map(({ person }: { person: { displayName: string } }) => person)
        .filter(({ displayName }: { displayName: string }) => displayName === 'Daniel Okafor');
      print(`${who}, under emergency access`, again, seen.body.extensions.notices ?? []);
      console.log(`  told before: ${told.join(', ')}; not told: ${notTold.join(', ') || 'nobody'}; ends ${until}`);
    }
  } finally {
    await stack.close();
  }
}

void main();
