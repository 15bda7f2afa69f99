import { AGENCY_ANSWER, LINK } from './shared-sdl';

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
  "One for each agency that holds the person. Conflicts are shown, never merged. Of all agencies, or of those named: so that a page can ask agency by agency, and show each as it answers."
  identities(agencies: [ID!]): [Identity!]
  "Which services are working with this person, and whom to ring. Of all agencies, or of those named."
  involvements(agencies: [ID!]): [Involvement!]
  "How each agency answered about this person. Of all agencies, or of those named."
  answers(agencies: [ID!]): [AgencyAnswer!]
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
  "Names of the fields above that are recorded, where no more than that is shared with the requester."
  recorded: [String!]
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
