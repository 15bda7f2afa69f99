/** Counts across agencies: what may be counted, and tables of it. No person is in any of it. */
export const FIGURES = `
enum Dimension {
  AREA
  WARD
  AGE_BAND
  SEX
  ETHNIC_GROUP
  NEED_LEVEL
  QUARTER
  CONTACT
  ACTIVITY
  MILESTONE
  PROVISION
  STATUS
  SOURCE
  OUTCOME
  DECISION
  DIRECTION
  WAIT
  ARREARS
}

"COUNT: a number. PER_CENT: of the denominator. EACH: for each of the denominator."
enum MeasureUnit {
  COUNT
  PER_CENT
  EACH
}

"QUARTER: what happened in whole quarters. QUARTER_END: how things stood at the end of one. TODAY: how they stand today."
enum MeasurePeriod {
  QUARTER
  QUARTER_END
  TODAY
}

"Reach areas as the partners agreed them, by whole postcode sectors. until: the last day of what is no more."
type AreaVersion {
  version: ID!
  until: Date
  areas: [AreaOfVersion!]!
}

type AreaOfVersion {
  id: ID!
  title: String!
  sectors: [String!]!
}

type BoundaryMismatch {
  service: String!
  agency: ID!
  reachArea: ID!
  title: String!
  parts: [BoundaryPart!]!
}

type BoundaryPart {
  "The service's own area; null where it has none there."
  servedBy: String
  sectors: [String!]!
}

"What may be counted, as the partners agreed it."
type Measure {
  id: ID!
  title: String!
  definition: String!
  numerator: [MeasurePart!]!
  "Empty where the measure counts alone."
  denominator: [MeasurePart!]!
  dimensions: [MeasureDimension!]!
  unit: MeasureUnit!
  period: MeasurePeriod!
  "Where the definition comes from."
  source: String!
  sourceUrl: String
  caveats: [String!]!
}

type MeasurePart {
  agency: ID!
  means: String!
}

type MeasureDimension {
  id: Dimension!
  title: String!
  "Empty for a quarter."
  values: [MeasureValue!]!
}

type MeasureValue {
  id: ID!
  title: String!
}

type MeasureTable {
  measure: Measure!
  "What the cells are broken down by, in the order asked, with the values that stand in this table."
  by: [MeasureDimension!]!
  "The one area that the table is of; null for the whole borough."
  area: MeasureValue
  from: Date!
  to: Date!
  "One for each combination of values."
  cells: [MeasureCell!]!
  "Sums over one dimension or more, the whole last. Quarters are not summed."
  totals: [MeasureCell!]!
  "How each agency answered, for each part. Where one did not, nothing is passed off as whole."
  answers: [FigureAnswer!]!
  "Every agency answered."
  complete: Boolean!
  "What was kept back so that nobody can be told by a number, and how."
  disclosure: FigureDisclosure!
  budget: FigureBudget!
  versions: FigureVersions!
}

type MeasureCell {
  "A value's id for each dimension of by, in its order; null where it is summed over."
  key: [ID]!
  "The values in words; All where it is summed over."
  labels: [String!]!
  "Rounded. Null where reason says why."
  value: Int
  "The denominator, rounded. Null where there is none, or ofReason says why."
  of: Int
  "Per cent or for each, from the rounded numbers."
  rate: Int
  reason: NoFigureReason
  ofReason: NoFigureReason
}

enum NoFigureReason {
  "Too few people, or kept back because too few could be worked out from it."
  SUPPRESSED
  "No cell of this breakdown can be told: ask for fewer dimensions, or larger areas."
  TOO_FINE
  "An agency did not answer."
  UNAVAILABLE
  "An agency's counts do not add up."
  INCONSISTENT
  "The agency's figures are not shared with this role."
  WITHHELD
}

type FigureAnswer {
  agency: ID!
  part: FigurePart!
  means: String!
  status: FigureStatus!
}

enum FigurePart {
  NUMERATOR
  DENOMINATOR
}

enum FigureStatus {
  ANSWERED
  UNAVAILABLE
  INCONSISTENT
  WITHHELD
}

type FigureDisclosure {
  "Counts below are kept back."
  leastTold: Int!
  roundedTo: Int!
  told: Int!
  suppressed: Int!
  tooFine: Int!
  "In a sentence, to stand beside the table."
  explanation: String!
}

"How many more tables may overlap those asked for before. A table asked again on the same day, or a part of it, costs nothing."
type FigureBudget {
  cost: Int!
  used: Int!
  of: Int!
  left: Int!
  organisationUsed: Int!
  organisationOf: Int!
  windowDays: Int!
}

type FigureVersions {
  catalogue: String!
  areas: String!
  protocol: String!
  supergraph: String!
}

"""
People whom one agency counts under a measure; with not, people of its denominator whom it does not count (without one:
everybody whom it does not count).
"""
input CohortCondition {
  "An id of measureCatalogue."
  measure: ID!
  "Of these values alone, in each dimension named."
  values: [CohortValues!]
  "Whom it does not count."
  not: Boolean
}

input CohortValues {
  dimension: Dimension!
  "Ids of the dimension's values, from measureCatalogue."
  values: [ID!]!
}

"How many people meet conditions at several agencies at once."
type CohortCount {
  conditions: [CohortPart!]!
  "The one area that people are counted in; null for the whole borough."
  area: MeasureValue
  "Rounded. Null where reason says why."
  count: Int
  reason: NoFigureReason
  "How each agency answered. Where one did not, there is no count."
  answers: [CohortAnswer!]!
  complete: Boolean!
  "Counts below are kept back."
  leastTold: Int!
  roundedTo: Int!
  "How people are counted, and how far the count may be out."
  method: String!
  budget: FigureBudget!
  versions: FigureVersions!
}

"One condition, as it was counted."
type CohortPart {
  measure: Measure!
  agencies: [ID!]!
  means: String!
  "Null where the agency keeps no past: as things stand today."
  from: Date
  to: Date
}

type CohortAnswer {
  agency: ID!
  status: FigureStatus!
}

"Changes beyond chance, by area, of the measures that the requester may see."
type EmergingNeeds {
  "The last quarter looked at."
  quarter: ID!
  quarterTitle: String!
  "Beyond chance, the surest first."
  changes: [EmergingChange!]!
  "Compared too, and no more than chance: the surest first."
  withinChance: [EmergingChange!]!
  "Measures, or one area of a measure, that could not be compared, and why."
  notLookedAt: [NotLookedAt!]!
  "How a change is told from chance."
  method: String!
}

type EmergingChange {
  measure: Measure!
  area: MeasureValue!
  "Rounded: in the last quarter, and on average in the four before."
  value: Int!
  usual: Int!
  "Per cent, where the measure has a denominator."
  rate: Int
  usualRate: Int
  direction: ChangeDirection!
  "Chance of a change as large, if nothing had changed. At most 5 in 100 of the changes listed are chance (false discovery rate)."
  p: Float!
}

enum ChangeDirection {
  UP
  DOWN
}

type NotLookedAt {
  measure: ID!
  "Null: of no area."
  area: MeasureValue
  why: String!
}`;
