import { familyKey, personKey } from '@family-view/schema';
import { AGENCY_ANSWER, LINK } from './shared-sdl';

/** Which agencies contribute to Person, and which to Family: the pointers that linkage offers. */
export interface Pointers {
  readonly person: readonly string[];
  readonly family: readonly string[];
}

/** The subgraph through which alone people enter the graph: it opens ids and hands each agency its own pointer. */
export function linkageSdl(pointers: Pointers): string {
  const person = pointers.person.map((agency) => `  ${personKey(agency)}: ID @inaccessible @shareable`).join('\n');
  const family = pointers.family.map((agency) => `  ${familyKey(agency)}: ID @inaccessible @shareable`).join('\n');
  return `${LINK}

"A person, sealed for the requester's organisation and the day. Meaningless elsewhere; find the person again tomorrow."
scalar PersonID
"A family, sealed in the same way."
scalar FamilyID
scalar Date
scalar DateTime

type Query {
  "Who the gateway takes the requester to be, and for what purpose."
  me: Requester!
  "People who match, by whatever is known of them. Compared inside each agency; nothing is kept."
  findPeople(by: PersonSearch!): PersonSearchResult
  person(id: PersonID!): Person
  family(id: FamilyID!): Family
  "People in an area, or on the requester's own caseload where no area is given."
  caseload(area: ID, first: Int = 20, after: String): PersonConnection
  "Why fields, as HealthRecord.immunisations, are open or closed to the requester: one line for each stream that could open each. With a person, conditions are settled; an agency may still refuse by a rule of its own. As another role: for information governance, in development."
  explainAccess(fields: [String!]!, person: PersonID, as: ID): [AccessExplanation!]
}

type AccessExplanation {
  field: String!
  purpose: String!
  "GRANTED, MASKED, WITHHELD, or CONDITIONAL: open to some people's records and not to others'."
  decision: String!
  stream: String
  clause: String
  protocolVersion: String!
  reason: String
  "In words. With a person, each is told as met, not met, not known or not told."
  conditions: [String!]
  "How it is shown, where it is not shown whole: YEAR_OF_BIRTH, OUTWARD_POSTCODE, RECORDED."
  shownAs: String
  explanation: String!
  "Whom to ring."
  ring: String
}

input PersonSearch {
  nhsNumber: String
  upn: String
  "The local authority's own child id; give the date of birth too."
  laChildId: String
  givenName: String
  familyName: String
  dateOfBirth: Date
  postcode: String
  uprn: String
}

type Requester {
  id: ID!
  name: String
  role: String!
  organisation: String!
  area: String
  purpose: String!
  caseReference: String
}

type PersonSearchResult {
  "Joined, because every agency that named somebody was certain."
  certain: [Person!]
  "Not joined: somebody there may be this person. Ask that agency."
  possible: [PossibleMatch!]
  "How each agency answered the search."
  answers: [AgencyAnswer!]
}

type PossibleMatch {
  agency: String!
  "POTENTIAL: one record that may be this person. MANY: several that cannot be told apart. CONFLICT: certain there, but at odds with another agency."
  outcome: String!
  "Which of the details given were compared."
  comparedOn: [String!]
}

type PersonConnection {
  nodes: [Person!]
  pageInfo: PageInfo
  "How each agency answered."
  answers: [AgencyAnswer!]
}

type PageInfo {
  hasNextPage: Boolean
  endCursor: String
}

type Person @key(fields: "id") {
  id: PersonID!
${person}
  family: Family
}

type Family @key(fields: "id") {
  id: FamilyID!
${family}
  "Everyone whom an agency asserts to belong, each with who asserts it."
  members: [FamilyMember!]
}

type FamilyMember {
  person: Person
  relationships: [AssertedRelationship!]
}

"One agency's word for what this member is to another."
type AssertedRelationship {
  agency: String
  "Mother, Father, Child, Sibling, Grandparent, Carer; as the agency writes it."
  relationship: String
  to: PersonID
  from: Date
  until: Date
  parentalResponsibility: Boolean
}
${AGENCY_ANSWER}`;
}
