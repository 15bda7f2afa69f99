/** What the libraries publish. */
export const LIBRARIES_SDL = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy", "@inaccessible"])
  @counts(count: "library-members", by: ["branch"])

directive @counts(count: ID!, by: [ID!]!, areas: ID) repeatable on SCHEMA

"A real calendar date, YYYY-MM-DD."
scalar Date

type Query {
  "The borough's libraries."
  branches: [LibraryBranch!] @policy(policies: [["libraries:places"]])
  "For linkage: whom the requester has invited."
  worklist(act: ID!, first: Int!, after: String): Worklist @policy(policies: [["libraries:invite"], ["libraries:lend"]])
}

type Mutation {
  "Invites a child to a rhyme time."
  inviteToRhymeTime(ref: ID!, key: ID!, statement: String!): Act @policy(policies: [["libraries:invite"]])
  "Sends a box of books home."
  lendBox(ref: ID!, key: ID!, books: Int!): Act @policy(policies: [["libraries:lend"]])
}

enum ActOutcome {
  DONE
  REFUSED
  UNKNOWN
}

type Act {
  agency: ID
  key: ID
  outcome: ActOutcome
  reason: String
  message: String
  reference: ID
}

type Worklist {
  refs: [ID!]
  next: String
}

type Person @key(fields: "librariesRef") {
  librariesRef: ID! @inaccessible
  library: LibraryRecord
}

type LibraryRecord {
  membership: LibraryMembership @policy(policies: [["libraries:membership"]])
  rhymeTimes: [RhymeTime!] @policy(policies: [["libraries:rhyme-times"]])
}

type LibraryMembership @policy(policies: [["libraries:membership"]]) {
  branch: String
  joinedDate: Date
}

type RhymeTime @policy(policies: [["libraries:rhyme-times"]]) {
  date: Date
  branch: String
}

type LibraryBranch @policy(policies: [["libraries:places"]]) {
  name: String
  phone: String
}
`;
