import { leaveOutActs } from '@family-view/gateway/schema-registry/acts/leave-out-acts';
import { AGENCIES, agencySdl, familyKey, personKey } from '@family-view/schema';
import { type BenchPerson, familyRecordAt } from './bench-family';

/** What is asked of each agency about each person: all of it open to a lead family support worker, most of it where nobody marks the person. */
export const SELECTIONS: Readonly<Record<string, string>> = {
  health: `health {
    registration { registeredGpName registeredGpSurgery gpPracticeOds healthVisitingTeam healthVisitor { name } }
    mandatedContacts { kind dueDate date outcome }
    developmentReviews { date ageInMonths communication grossMotor outcome }
    breastfeedingStatus
  }`,
  education: `education {
    setting { educationSettingName urn ncYearActual enrolStatus }
    attendance { academicYearStart sessionsPossible sessionsUnauthorised attendancePercentage }
    earlyYears { fundedHours }
  }`,
  'social-care': `earlyHelp {
    episodes { episodeStartDate reason organisation }
    tafMeetings { date actions { action done } }
  }`,
  housing: 'housing { tenancy { landlord tenureType isActive } }',
  'childrens-centre': `childrensCentre {
    registration { consentToShare }
    attendances { activity sessionDate attended }
  }`,
};

/** The query that every gateway is asked: one family by its id, each member's record from each agency. */
export const familyView = (selections: Readonly<Record<string, string>>): string => `query FamilyView($id: FamilyID!) {
  family(id: $id) {
    members {
      person {
        ${Object.values(selections).join('\n        ')}
      }
    }
  }
}`;
export const FAMILY_VIEW = familyView(SELECTIONS);

/** What the answer must be, whoever gives it. */
export function expectedAnswer(
  family: readonly BenchPerson[],
  selections: Readonly<Record<string, string>> = SELECTIONS,
): unknown {
  const members = family.map((person) => ({
    person: Object.fromEntries(
      Object.entries(selections).map(([agency, selection]) => {
        const [field = ''] = selection.split(' ', 1);
        return [field, pick(selection.slice(field.length + 1), person.recordAt(agency)[field])];
      }),
    ),
  }));
  return { family: { members } };
}

/** What a selection set leaves of a value. Braces and words are all there is in ours. */
function pick(selection: string, value: unknown): unknown {
  const words = selection.match(/[{}]|\w+/g) ?? [];
  let at = 0;
  const read = (given: unknown): unknown => {
    const begins = at;
    const many = Array.isArray(given) ? given : [given];
    const picked = many.map((one: Readonly<Record<string, unknown>>) => {
      at = begins + 1;
      const made: Record<string, unknown> = {};
      while (words[at] !== '}') {
        const name = words[at++]!;
        made[name] = words[at] === '{' ? read(one[name]) : one[name];
      }
      at += 1;
      return made;
    });
    return Array.isArray(given) ? picked : picked[0];
  };
  return read(value);
}

/** Answers and fields, so that a table can say how large the question is. */
export function countLeaves(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one: unknown) => sum + countLeaves(one), 0);
  if (typeof value === 'object' && value !== null) return countLeaves(Object.values(value));
  return 1;
}

/** Other gateways enter the graph through an agency, for they serve no subgraph of their own: social care gives them the pointers. */
const ENTERED_AT = 'social-care';
const PEER_FAMILY_ID = 'family-';
/** @param family its place among those of one run. */
export const peerFamilyId = (family: number): string => `${PEER_FAMILY_ID}${family}`;
/** The place of a family among those of one run. */
export const placeOf = (id: string): number => Number(id.slice(PEER_FAMILY_ID.length));

/** An agency's SDL as other gateways load it: without rules, which some refuse, and with a way in. */
export function peerSdl(agency: string): string {
  const open = withoutRules(agency);
  if (agency !== ENTERED_AT) return open;
  const pointers = AGENCIES.filter((other) => other !== ENTERED_AT).map(
    (other) => `  ${personKey(other)}: ID! @shareable\n`,
  );
  const group = `  ${familyKey('housing')}: ID! @shareable\n`;
  return withWayIn(open, { Person: pointers.join(''), Family: group });
}

/** The same in the words of Federation 1, by one key: a gateway of that version may know no second. */
export function firstFederationSdl(agency: string): string {
  const plain = withoutRules(agency)
    .replace(/extend schema(\s*@\w+\([^)]*\))*/, '')
    .replaceAll(' @shareable', '')
    .replace(/^type Query/m, 'extend type Query');
  if (agency === ENTERED_AT)
    return withWayIn(plain, { Person: '', Family: '' }).replace('type Query', 'extend type Query');
  return plain
    .replace(/^type Person @key.*\n.*$/m, extended('Person', personKey(ENTERED_AT)))
    .replace(/^type Family @key.*\n.*$/m, extended('Family', familyKey(ENTERED_AT)));
}

const withoutRules = (agency: string): string =>
  leaveOutActs(agencySdl(agency))
    .replace(/ @policy\(policies: [^)]*\)/g, '')
    .replace('"@policy", ', '')
    .replaceAll(' @inaccessible', '');

const extended = (type: string, key: string): string =>
  `extend type ${type} @key(fields: "${key}") {\n  ${key}: ID! @external`;

const withWayIn = (sdl: string, more: { readonly Person: string; readonly Family: string }): string =>
  `${sdl
    .replace(/^type Person @key.*\n/m, (line) => `${line}${more.Person}`)
    .replace(/^type Family @key.*\n/m, (line) => `${line}${more.Family}  members: [FamilyMember!]\n`)}
scalar FamilyID
type Query {
  family(id: FamilyID!): Family
}
type FamilyMember {
  person: Person
}
`;

/** What the way in gives, to be put beside the agency's own records. */
export function peerRoot(families: readonly (readonly BenchPerson[])[]): Readonly<Record<string, unknown>> {
  const family = ({ id }: { readonly id: string }) => {
    const people = families[placeOf(id)] ?? [];
    const members = people.map((person) => ({
      person: {
        ...person.recordAt(ENTERED_AT),
        ...Object.fromEntries(AGENCIES.map((agency) => [personKey(agency), person.refAt(agency)])),
      },
    }));
    return {
      ...familyRecordAt(ENTERED_AT),
      [familyKey(ENTERED_AT)]: people[0]?.groupAt(ENTERED_AT),
      [familyKey('housing')]: people[0]?.groupAt('housing'),
      members,
    };
  };
  return { family };
}
