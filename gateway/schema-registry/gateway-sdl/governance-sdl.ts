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
}

type Signatory {
  id: ID!
  name: String!
  "Null where it has not signed: nothing of it is shared."
  signedOn: Date
}

type EndingClause {
  clause: ID!
  until: Date!
}

type SharedStream {
  stream: ID!
  agency: ID!
  label: String!
  "EXISTENCE, CONTACT or CONTENT."
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

type OpenedStream {
  stream: ID!
  agency: ID!
  "Null, as the detail is, where today's protocols know no such stream."
  label: String
  "EXISTENCE, CONTACT or CONTENT."
  detail: String
  fields: [String!]!
  shared: [SharedWith!]!
}`;
