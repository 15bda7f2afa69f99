/** Each kind of notice, and what it means. */
export const NOTICE_KINDS = {
  WITHHELD: 'The protocol does not share it with this role for this purpose.',
  MASKED: 'It is shown changed: a year of birth, half a postcode, or whether it is recorded.',
  UNAVAILABLE: 'The agency did not answer in time, which does not mean that it holds nothing.',
  POSSIBLE_MATCH: 'The agency may hold a record of this person: ring it.',
  NOT_UNDER_THE_GLASS: 'Emergency access does not reach somebody of the family.',
  OUR_FAULT: 'The gateway failed. It is no refusal.',
} as const;

export type NoticeKind = keyof typeof NOTICE_KINDS;

/** Names that no agency may give to a type of its own. */
export const ANSWER_TYPES: readonly string[] = [
  'AnswerExtensions',
  'AnswerMadeUnder',
  'AnswerNotice',
  'AnswerNoticeKind',
  'AnswerLimit',
  'AnswerErrorExtensions',
  'AnswerRefusal',
];

/**
 * What stands beside the data of an answer, as types: for code generators, which know nothing of `extensions` else. It is
 * part of the SDL that is downloaded, and of no schema that is asked: no field returns it.
 */
export const ANSWER_SDL = `"What an answer's \`extensions\` hold. No field returns it: it is here for code generators."
type AnswerExtensions {
  "Null where nothing was answered."
  familyView: AnswerMadeUnder
  "Left out where there is none."
  notices: [AnswerNotice!]
  "Limits of which little is left. Left out where much is left of all."
  limits: [AnswerLimit!]
}

type AnswerMadeUnder {
  "The reference to give to a service desk."
  operation: ID!
  protocolVersion: String!
  supergraphVersion: String!
}

"How a part that is withheld, shown changed or unavailable is told: once for each stream, or each agency that is silent. Never about anybody."
type AnswerNotice {
  kind: AnswerNoticeKind!
  "As housing; null where it is of none."
  agency: ID
  "As housing:arrears; null where it is of none."
  stream: ID
  "A code: docs/errors.md, \\"Why a field is withheld\\"."
  reason: String
  "Coordinates that it is about: HousingRecord.arrearsBand."
  fields: [String!]!
  "For the reader, as it stands."
  message: String!
  "Whom to ring."
  ring: String
}

enum AnswerNoticeKind {
${Object.entries(NOTICE_KINDS)
  .map(([kind, means]) => `  "${means}"\n  ${kind}`)
  .join('\n')}
}

type AnswerLimit {
  limit: String!
  used: Int!
  of: Int!
  resetsInSeconds: Int!
}

"What an error's \`extensions\` hold."
type AnswerErrorExtensions {
  "A code of docs/errors.md. At a field's path UNAUTHORIZED_FIELD_OR_TYPE (withheld), AGENCY_UNAVAILABLE and ANSWER_MALFORMED (not told; never nothing held) or MASKED (shown changed)."
  code: String!
  "Of UNAUTHORIZED_FIELD_OR_TYPE; null where no one stream is meant."
  stream: ID
  "Of UNAUTHORIZED_FIELD_OR_TYPE: as in the notice of that stream."
  reason: String
  "Of UNAUTHORIZED_FIELD_OR_TYPE, where several streams are withheld in one place: the others."
  others: [AnswerRefusal!]
  "Of AGENCY_UNAVAILABLE and ANSWER_MALFORMED, and of a refusal by the agency itself."
  agency: ID
  "Of MASKED: RECORDED."
  transform: String
  "Of MASKED by RECORDED: whether something is recorded."
  recorded: Boolean
  "Where it is said when to come back."
  retryAfterSeconds: Int
}

type AnswerRefusal {
  stream: ID
  reason: String!
}
`;
