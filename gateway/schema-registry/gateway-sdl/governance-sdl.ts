/** What information governance alone is told: of the protocols, and of what the agencies publish. */
export const GOVERNANCE = `
type Sharing {
  agreements: [Agreement!]!
  streams: [SharedStream!]!
}

"One protocol, and what of it falls due."
type Agreement {
  id: ID!
  version: Int!
  title: String!
  status: String!
  validUntil: Date!
  reviewNext: Date!
  "DENY: once the review is overdue, nothing is shared. WARN: it goes on."
  onOverdue: String!
  parties: [Signatory!]!
  "Clauses that end by themselves."
  ending: [EndingClause!]!
  "What people ask for under it, and on which lawful basis."
  purposes: [AgreedPurpose!]!
  "Each clause and exception as it is written."
  clauses: [ClauseText!]!
  "The whole of it as it is written (YAML): to read, to keep, or to start another version from."
  text: String
}

type AgreedPurpose {
  code: ID!
  title: String!
  "UK GDPR, the Data Protection Act and the powers and duties to share, in words; empty where the protocol names none."
  lawful: [String!]!
}

type ClauseText {
  id: ID!
  "YAML."
  text: String!
}

type Signatory {
  id: ID!
  name: String!
  "Null where it has not signed: nothing of it is shared."
  signedOn: Date
  "From that day nothing of it is shared."
  withdrewOn: Date
}

type EndingClause {
  clause: ID!
  until: Date!
}

type SharedStream {
  stream: ID!
  agency: ID!
  label: String!
  "EXISTENCE, CONTACT, CONTENT or ACT."
  detail: String!
  "What it opens; empty where it is asked through the contract alone."
  fields: [String!]!
  "Roles and purposes to which it is not closed."
  shared: [SharedWith!]!
}

type SharedWith {
  role: String!
  purpose: String!
  "GRANTED, MASKED, or CONDITIONAL: open to some people's records."
  decision: String!
  clause: String
  "Of CONDITIONAL, on what it depends; of MASKED, what is left; in words. Null of what is shown as it is."
  terms: String
  "That clause, and the others and the exceptions by which it opens and closes."
  clauses: [String!]!
}

"What a proposed text would change, compared with the version in use."
type ProtocolChanges {
  "For whom, in plain English."
  changes: [ProtocolChange!]!
  "Sections of the file that say something else, whether or not a change follows from it. Empty: it says the same."
  sections: [String!]!
}

type ProtocolChange {
  "OPENED, CLOSED, CONDITION, FLOW (between agencies), OWN_RIGHT (emergency access, claims, matches) or AGREEMENT."
  kind: String!
  "Null where it is of no one role."
  role: String
  "Null where it is of no one stream."
  stream: ID
  purposes: [String!]!
  sentence: String!
}

type Published {
  "The one that this answer is made under. Null in staging, which is not published."
  served: PublishedVersion
  "The newest first, at most twenty."
  versions: [PublishedVersion!]!
  "Agencies that try a change in staging."
  staged: [ID!]!
}

type PublishedVersion {
  version: Int!
  at: DateTime!
  "An agency, operator, files or gateway."
  by: String!
  "FOUNDED from files, PUBLISHED by an agency, EDITED in files, ROLLED_BACK by an operator, RECOMPOSED with another gateway's own part, or PROTOCOL: another protocol over the same agencies."
  kind: String!
  "Agencies that changed."
  changed: [ID!]!
  "Of a rollback: the version gone back to."
  rolledBackTo: Int
}

type PublishedChanges {
  "Agencies whose part is another."
  changed: [ID!]!
  "By stream: fields that came, or moved to it, and who may have it as of today."
  opened: [OpenedStream!]!
  "Fields that went."
  went: [String!]!
  "Fields that stay, and stand under another stream than before."
  moved: [String!]!
  "All that is another for those who ask, one sentence each."
  sentences: [String!]!
  "What another protocol changes, for whom."
  agreements: [String!]!
}

"What is looked for in the audit: everything given must hold."
input LooksBy {
  "As findForAccount has it."
  person: PersonID
  "References under which agencies hold the person, as health:9990000018: any of them."
  references: [String!]
  "All of them in one answer, and not any of them: who saw records that were joined wrongly."
  together: Boolean
  "Details that a search was given, as they would be typed: all of them."
  details: LookDetails
  requester: String
  organisation: String
  agency: ID
  purpose: String
  clause: String
  caseReference: String
  "As an answer names it: extensions.familyView.operation."
  operation: ID
  since: DateTime
  until: DateTime
}

input LookDetails {
  nhsNumber: String
  upn: String
  givenName: String
  familyName: String
  dateOfBirth: Date
  postcode: String
  uprn: String
}

type FoundForAccount {
  "The records of which agencies are certain, sealed for the day: for looks and subjectReport. Null where no agency is."
  person: PersonID
  answers: [AgencyOfAccount!]!
}

type AgencyOfAccount {
  agency: ID!
  "ANSWERED: certain. POSSIBLE, NOTHING_HELD, UNAVAILABLE."
  status: String!
}

type LookPage {
  looks: [Look!]!
  "Ask again with it for the next page; null where there is none."
  before: Int
}

"One time that somebody was told of a person, or asked to be."
type Look {
  sequence: Int!
  at: DateTime!
  operation: ID!
  requester: String
  role: String
  organisation: String
  purpose: String
  caseReference: String
  "The reference of the glass that was broken."
  breakGlass: ID
  "RECORD: fields of theirs. EXISTENCE: that they are known somewhere. POSSIBLE: that a search may mean them. NAMED: in an event. NOTHING."
  told: String!
  outcome: String!
  "Of a refusal, or the kind of an event."
  code: String
  "Of an event, as a code: of an act that was sent, which it is; of its answer, what became of it."
  reason: String
  "Of an act, the stream under which it may be done."
  target: String
  agencies: [LookAtAgency!]!
  clauses: [String!]!
  withheld: [String!]!
  masked: [String!]!
  "The requester's own words."
  statement: String
  protocolVersion: String
}

type LookAtAgency {
  agency: ID!
  answer: String!
  "Names of fields and streams; never what was in them."
  fields: [String!]!
  "The same as the protocols call it: visits, development reviews."
  streams: [String!]!
}

type SubjectReport {
  "HTML, to print."
  page: String!
  csv: String!
  "What the page says, line by line."
  lines: [ReportLine!]!
  "The sentence with which every report ends."
  note: String!
  looks: Int!
  omissions: [ReportOmission!]!
}

type ReportLine {
  at: DateTime!
  who: String!
  why: String!
  what: String!
  from: [String!]!
}

type ReportOmission {
  sequence: Int!
  at: DateTime!
  rule: String!
  because: String!
}

enum ReviewState {
  OPEN
  ASSIGNED
  CLEARED
  ESCALATED
}

enum ReviewOutcome {
  CLEARED
  ESCALATED
}

type ReviewPage {
  reviews: [Review!]!
  "Ask again with it for the next page; null where there is none."
  before: Int
  counts: ReviewCounts!
}

"Of all reviews, however many are on a page."
type ReviewCounts {
  open: Int!
  assigned: Int!
  overdue: Int!
  cleared: Int!
  escalated: Int!
}

type Review {
  reference: ID!
  sequence: Int!
  "BREAK_GLASS, RELATIONSHIP_CLAIMED, MATCH_DECIDED, OWN_FAMILY_STOPPED, SEARCHING_ALERT, SEARCHING_STOPPED, UNUSUAL_ACCESS."
  kind: String!
  reason: String!
  at: DateTime!
  until: DateTime
  "Who is reviewed."
  requester: ID!
  role: String!
  organisation: String!
  purpose: String
  caseReference: String
  "The requester's own words."
  statement: String
  "How many records it is about."
  people: Int!
  "Agencies that were told, and those that could not be."
  told: [ID!]!
  notTold: [ID!]!
  reviewBy: DateTime!
  overdue: Boolean!
  state: ReviewState!
  assignee: ID
  "The one who asks is the one reviewed: somebody else decides."
  isOwn: Boolean!
  "What was done in the review, the oldest first. Null in a list."
  actions: [ReviewAction!]
  "What was asked and told, the newest first: under the glass, in the operation, or by the requester in the day before. Null in a list."
  seen: [Look!]
}

type ReviewAction {
  "ASSIGNED, CLEARED, ESCALATED or OVERDUE."
  action: String!
  at: DateTime!
  by: ID!
  assignee: ID
  note: String
  "Names a decision; the one that takes its place names it."
  decision: ID
  supersedes: ID
  told: [ID!]!
  notTold: [ID!]!
}

enum StopKind {
  CHILD
  STREAM
  CLAUSE
  REQUESTER
  AGENCY
}

type Stop {
  reference: ID!
  kind: StopKind!
  "The stream, clause, agency or requester's id; null for a child."
  target: String
  "Of a stream, as the protocols call it."
  label: String
  organisation: String
  "Of a child: how many agencies' records are closed."
  records: Int!
  "Whose records it closes."
  agencies: [ID!]!
  at: DateTime!
  by: ID!
  why: String!
  "Null: until it is lifted."
  until: DateTime
  inForce: Boolean!
  liftedAt: DateTime
  liftedBy: ID
  liftedWhy: String
}

type OpenedStream {
  stream: ID!
  agency: ID!
  "Null, as the detail is, where today's protocols know no such stream."
  label: String
  "EXISTENCE, CONTACT, CONTENT or ACT."
  detail: String
  fields: [String!]!
  shared: [SharedWith!]!
}`;
