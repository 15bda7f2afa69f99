/** What the gateway's own two subgraphs both say. */

export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@policy"])';

export const AGENCY_ANSWER = `
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
  "Where the requester has just proposed what a possible record is: what it waits for."
  proposal: String
  "What the person, or whoever speaks for them, has asked about their record there, in words: that it be put right, or not be used."
  noted: [String!]
}
`;
