import { familyKey, personKey } from '@family-view/schema';

/** Which agencies contribute to Person, and which to Family: the pointers that linkage offers. */
export interface Pointers {
  readonly person: readonly string[];
  readonly family: readonly string[];
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible"])';

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
  "GRANTED, WITHHELD, or CONDITIONAL: open to some people's records and not to others'."
  decision: String!
  stream: String
  clause: String
  protocolVersion: String!
  reason: String
  "In words. With a person, each is told as met, not met, not known or not told."
  conditions: [String!]
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

const AGENCY_ANSWER = `
enum AnswerStatus {
  ANSWERED
  "The agency looked and holds nothing."
  NOTHING_HELD
  "Somebody there may be this person, and may not. Nothing is joined: ask that agency."
  POSSIBLE
  WITHHELD
  "The agency could not be reached, or did not answer in time. It may well hold something."
  UNAVAILABLE
  "The agency says that it does not cover this person."
  NOT_COVERED
}

type AgencyAnswer @shareable {
  agency: String
  status: AnswerStatus
  "How current the agency says its own data is; for NOTHING_HELD, a time at which it was certainly true."
  asOf: DateTime
  "Where and for whom a 'nothing held' of this agency may be believed."
  coverage: String
}
`;

/** The single view: what the agencies' contracts say of a person. A subgraph of its own, so that it is asked in the same round as the records. */
export function singleViewSdl(): string {
  return `${LINK}

scalar PersonID
scalar Date
scalar DateTime

type Person @key(fields: "id") {
  id: PersonID!
  lifeState: LifeState
  "As the agency with the best standing to know writes it; identities show them all."
  displayName: String
  dateOfBirth: Date
  expectedDateOfBirth: Date
  "One for each agency that holds the person. Conflicts are shown, never merged."
  identities: [Identity!]
  "Which services are working with this person, and whom to ring."
  involvements: [Involvement!]
  "How each agency answered about this person."
  answers: [AgencyAnswer!]
}

enum LifeState {
  UNBORN
  BORN
  DIED
}

type Identity {
  agency: String
  givenName: String
  familyName: String
  formerNames: [String!]
  dateOfBirth: Date
  expectedDateOfBirth: Date
  "M, F or U."
  sex: String
  nhsNumber: String
  nhsNumberVerified: Boolean
  upn: String
  laChildId: String
  postcode: String
  uprn: String
  asOf: DateTime
  dataQuality: [RecordFault!]
}

"A fault found in a record, told beside it."
type RecordFault {
  field: String
  fault: String
}

type Involvement {
  agency: String
  service: String
  team: String
  role: String
  status: InvolvementStatus
  from: Date
  to: Date
  lastInteraction: Date
  contact: LeadContact
  asOf: DateTime
}

enum InvolvementStatus {
  CURRENT
  HISTORIC
}

type LeadContact {
  name: String
  role: String
  phone: String
  email: String
  dutyLine: String
}
${AGENCY_ANSWER}`;
}
