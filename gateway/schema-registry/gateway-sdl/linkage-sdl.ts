import { familyKey, personKey } from '@family-view/schema';
import type { ActsSdl } from '../acts/acts-sdl';
import { FIGURES } from './figures-sdl';
import { GOVERNANCE } from './governance-sdl';
import { AGENCY_ANSWER, LINK } from './shared-sdl';

/** Which agencies contribute to Person, and which to Family: the pointers that linkage offers. */
export interface Pointers {
  readonly person: readonly string[];
  readonly family: readonly string[];
}

const NO_ACTS: ActsSdl = { queries: '', mutations: '', types: '' };

/**
 * The subgraph through which alone people enter the graph: it opens ids and hands each agency its own pointer.
 *
 * @param acts what may be done at the agencies, which is asked through it too.
 */
export function linkageSdl(pointers: Pointers, acts: ActsSdl = NO_ACTS): string {
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
  "People in the requester's own area, or on their own caseload where no area is given. Whoever is marked is on no list."
  caseload(area: ID, first: Int = 20, after: String): PersonConnection
  "What may be counted across the agencies: the catalogue that the partners agreed."
  measureCatalogue: [Measure!]
  "The reach areas as they stand, and as they lay before."
  areaVersions: [AreaVersion!]
  "Reach areas that a service parts by its own lines, or leaves out in part."
  boundaryMismatches: [BoundaryMismatch!]
  "Counts across agencies, live, of one measure (an id of measureCatalogue), broken down by the dimensions that it has. Of whole quarters that have ended: one, a financial year, or several by QUARTER; without from and to the last, or the last eight by QUARTER. Small numbers are kept back and the others rounded."
  measures(measure: ID!, by: [Dimension!]! = [], area: ID, from: Date, to: Date): MeasureTable
  "How many people meet two to five conditions at several agencies at once, live; no row and no name leaves an agency. from and to are whole quarters that have ended, without them the last; what keeps no past is as it stands today. Rounded, and nothing of few."
  cohort(where: [CohortCondition!]!, area: ID, from: Date, to: Date): CohortCount
  "The agencies that take part, and what each adds to a person's record, as far as the requester could ever be shown it."
  partners: [Partner!]
  "Changes beyond chance between the last quarter and the four before it, by area: of the measures named (ids of measureCatalogue), or of all that the requester may see. From the same rounded numbers; what could not be compared is told too."
  emergingNeeds(measures: [ID!], area: ID): EmergingNeeds
  "For how long a claim to work with a person holds: for those who may claim."
  claimTerms: ClaimTerms
  "What was done that a person looks at afterwards (emergency access, claims, decisions about matches, own families, unusual access), the newest first. For those to whom the protocol gives reviews."
  reviews(state: [ReviewState!], overdue: Boolean, kind: String, first: Int = 20, before: Int): ReviewPage
  "One of them, with what was seen and what was decided."
  review(reference: ID!): Review
  "What is on record of the requester's own looks, the newest first."
  myLooks(first: Int = 50, before: Int): LookPage
  "What the protocols share, with whom and for what, as of today. For information governance alone."
  sharing: Sharing
  "What a proposed text of a protocol (YAML) would change, for whom. For information governance alone; nothing of it is kept."
  protocolChanges(proposed: String!): ProtocolChanges
  "Versions of what the agencies publish: which is served, which were before it, and who tries another in staging. For information governance alone; null where the gateway keeps none."
  published: Published
  "What a version, by its number from 2 on, changed of the one before it; without a number, what is tried in staging would change of what is served. For information governance alone."
  publishedChanges(version: Int): PublishedChanges
  "Who was told of a person, or refused, and what was asked: the newest first. For information governance alone; whom it asks about is recorded."
  looks(by: LooksBy!, first: Int = 50, before: Int): LookPage
  "Whose record it is that a person asks about: each agency says whether it is certain of somebody, and no record is read. For information governance alone."
  findForAccount(by: PersonSearch!): FoundForAccount
  "For a person or whoever speaks for them: who looked at what is held about them. What was left out is for the officer, and not to be handed on. For information governance alone."
  subjectReport(person: PersonID, references: [String!], since: DateTime, until: DateTime): SubjectReport
  "What is stopped, the newest first; with what is over, where that is asked for. For information governance alone."
  stops(over: Boolean = false): [Stop!]
  "Why the records of a person were joined: what each agency says now of each record that another holds, and on which fields; never a value."
  explainLink(person: PersonID!): [LinkWord!]
  "Why fields, as HealthRecord.immunisations, are open or closed to the requester: one line for each stream that could open each. With a person, conditions are settled; an agency may still refuse by a rule of its own. As another role: for information governance, in development."
  explainAccess(fields: [String!]!, person: PersonID, as: ID): [AccessExplanation!]
${acts.queries}
}

type Mutation {
  "In an emergency, and under the protocol's breakGlass alone: shows more of one family for some minutes. The owner agencies are told first, and it is reviewed. Send the key as the header x-break-glass."
  breakGlass(family: FamilyID!, reason: BreakGlassReason!, statement: String!): BreakGlass
  "Says that the requester works with this person now. Kept by the agencies that hold the person, and told to them, until it ends."
  claimRelationship(person: PersonID!, relationship: Relationship!, statement: String!): ClaimedRelationship
  "Proposes that the record which an agency told of as possible is, or is not, this person. Nothing is joined or hidden until that agency's staff, or a second authorised person of another organisation, agree. Kept at that agency, whose staff can undo it."
  confirmMatch(person: PersonID!, agency: ID!, same: Boolean!, statement: String!): Person
  "Closes at once, at every gateway, and without another version of the protocols: a child's records (by person or references), a stream, a clause, a requester or an agency (by target). Until it is lifted, or ends. Whoever asks is told nothing of it but a requester who is stopped."
  stop(kind: StopKind!, target: String, organisation: String, person: PersonID, references: [String!], until: DateTime, why: String!): Stop
  liftStop(reference: ID!, why: String!): Stop
  "Gives a review to somebody: to whoever asks, where nobody is named. Never to whoever is reviewed."
  assignReview(reference: ID!, to: ID): Review
  "Says what became of a review, by somebody who is not reviewed. What was decided before stays: a second decision names it."
  decideReview(reference: ID!, outcome: ReviewOutcome!, note: String!, supersedes: ID): Review
  "Says that records which are joined here are of two people. The agencies that hold them are told, each by its own reference, for their staff to look into; nothing is parted by it."
  reportLink(person: PersonID!, agency: ID!, statement: String!): LinkReport
  "Notes at the agency that owns a record (as health:9990000018) what the person, or whoever speaks for them, has asked about it: told to whoever opens it next. The statement is recorded, and not sent. For information governance alone."
  noteRight(record: String!, right: PersonRight!, statement: String!): NotedRight
${acts.mutations}
}

${acts.types}

enum BreakGlassReason {
  IMMEDIATE_HARM
  SECTION_47
  MISSING_CHILD
  MEDICAL_EMERGENCY
}

enum PersonRight {
  "To have put right what is wrong (UK GDPR, Article 16)."
  RECTIFICATION
  "That it is not used (UK GDPR, Article 21)."
  OBJECTION
}

enum LinkAnswer {
  "By this word the two records are joined."
  CERTAIN
  POSSIBLE
  SEVERAL
  ANOTHER
  NOBODY
  NOT_COMPARED
}

"What one agency says of the record that another holds of the same person."
type LinkWord {
  agency: ID!
  about: ID!
  word: LinkAnswer!
  "Names of fields that were compared, as far as both agencies open them to the requester."
  comparedOn: [String!]!
  "Others were compared that are not."
  comparedMore: Boolean!
  explanation: String!
}

type LinkReport {
  reference: ID!
  told: [ID!]!
  notTold: [ID!]!
}

type NotedRight {
  reference: ID!
  agency: ID!
  at: DateTime!
}

enum Relationship {
  LEAD_PROFESSIONAL
  ALLOCATED_WORKER
  TAF_MEMBER
  REFERRER
  TRIAGE_ASSIGNED
  REGISTERED_CENTRE
  ON_ROLL
}

type BreakGlass {
  "For the header x-break-glass of requests about this family, by this requester, for this purpose."
  key: String!
  reference: ID!
  "The family as it is under the wider rights."
  family: FamilyID!
  until: DateTime!
  reviewBy: DateTime!
  streams: [String!]!
  "Agencies that have been told. What others own stays closed."
  told: [ID!]!
  notTold: [ID!]!
}

type ClaimedRelationship {
  reference: ID!
  from: DateTime!
  until: DateTime!
  told: [ID!]!
  notTold: [ID!]!
}

type Partner {
  id: ID!
  "As the protocol has it."
  name: String!
  "Whom to ring there about what is not shown."
  ring: String
  record: [PartnerField!]!
  "Streams that are closed to the role for the purpose, of everybody."
  withheld: [PartnerWithheld!]!
}

"One value of an agency's record, by the fields that lead to it from Person."
type PartnerField {
  path: [String!]!
  "Which of the fields on the path are lists."
  lists: [Boolean!]!
  "The name of its scalar or enum."
  type: String!
  "Of the stream that it belongs to, as the protocol words it."
  label: String
}

type PartnerWithheld {
  stream: ID!
  "The sentence that a notice has."
  message: String!
}

type ClaimTerms {
  hours: Int!
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
  "Withheld, and the requester could open it, for one family, by breaking the glass."
  underBreakGlass: Boolean!
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
  "Family names of before: a record that is under one of them may be this person."
  formerNames: [String!]
  dateOfBirth: Date
  "M, F, or U where it is not known; a record of the other sex is not joined by name and birthday alone."
  sex: String
  postcode: String
  uprn: String
}

type Requester {
  id: ID!
  name: String
  role: String!
  organisation: String!
  area: String
  team: String
  purpose: String!
  caseReference: String
}

type PersonSearchResult {
  "Whom what was given selects. Their records at several agencies are joined by what the agencies hold, and never by what was given."
  certain: [Person!]
  "By what of the details given each agency's record was selected: by name and birthday, where it says no more than givenName, familyName and dateOfBirth. Other agencies of the person joined by the agencies' own records."
  selected: [SelectedRecord!]
  "Not joined: somebody there may be this person. Ask that agency."
  possible: [PossibleMatch!]
  "How each agency answered the search."
  answers: [AgencyAnswer!]
}

type SelectedRecord {
  agency: String!
  "Which of the details given were compared."
  comparedOn: [String!]
}

type PossibleMatch {
  agency: String!
  "POTENTIAL: one record that may be this person. MANY: several that cannot be told apart. CONFLICT: certain there, but at odds with another agency."
  outcome: String!
  "Which of the details given were compared."
  comparedOn: [String!]
  "What the requester has proposed of it by confirmMatch, and whom that waits for."
  proposal: String
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
  "The family that social care with early help asserts; else the one with those who care for the child now."
  family: Family
  "Every family, apart: a child whose parents live apart may have two, each with who asserts it."
  families: [Family!]
}

type Family @key(fields: "id") {
  id: FamilyID!
${family}
  "Everyone whom an agency asserts to belong, each with who asserts it."
  members: [FamilyMember!]
  "Ties that are over: a line each, and nothing of anybody's record through it."
  endedTies: [EndedTie!]
}

"A tie that is over, as one agency has it."
type EndedTie {
  agency: String
  "Who is at its other end, as that agency writes it."
  name: String
  "Former partner, Foster carer; as the agency writes it."
  relationship: String
  from: Date
  until: Date
  parentalResponsibility: Boolean
}

type FamilyMember {
  person: Person
  relationships: [AssertedRelationship!]
  "Other members who may be this very person: two agencies each name somebody, and it is not certain that it is one. Not joined; the agencies that hold them are told."
  mayBeSame: [PossiblySame!]
}

type PossiblySame {
  "Who says so, of its own record."
  agency: String
  person: PersonID
  "POTENTIAL: not certain. CONFLICT: certain by what was compared, and the records are at odds."
  outcome: String
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
${FIGURES}
${GOVERNANCE}
${AGENCY_ANSWER}`;
}
