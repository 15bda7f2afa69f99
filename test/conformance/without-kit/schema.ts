/** What the libraries publish. */
export const LIBRARIES_SDL = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy", "@inaccessible"])

"A real calendar date, YYYY-MM-DD."
scalar Date

type Query {
  "The borough's libraries."
  branches: [LibraryBranch!] @policy(policies: [["libraries:places"]])
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
