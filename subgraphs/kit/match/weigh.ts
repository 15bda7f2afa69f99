import type { Comparison } from './compare/levels';

/**
 * Fellegi-Sunter weights: for each level, how often it is seen among pairs of records of one person (m) and among pairs
 * of two people who came out of the same search (u). Log2 of m/u is what the level is worth; a missing value is worth
 * nothing. Chosen for a borough of some 60 000 children, on the careful side, and pinned by the golden table in the tests;
 * an agency that has measured its own can propose better ones.
 */
const LIKELIHOODS = {
  // A given name is shared by about one child in a hundred of the same sex; twins are why DIFFERENT weighs so much.
  givenName: {
    EXACT: [0.88, 0.008],
    SPELLING: [0.04, 0.004],
    SHORT: [0.015, 0.003],
    KNOWN_AS: [0.01, 0.003],
    SECOND: [0.02, 0.005],
    SIMILAR: [0.03, 0.009],
    DIFFERENT: [0.015, 0.969],
  },
  // Searches by address bring families together, so a family name is shared more often than chance.
  familyName: {
    EXACT: [0.83, 0.03],
    SPELLING: [0.02, 0.002],
    FORMER: [0.06, 0.004],
    PART: [0.04, 0.006],
    SIMILAR: [0.03, 0.01],
    DIFFERENT: [0.02, 0.95],
  },
  // Slips of a figure or of day and month have levels of their own, so that another date is nearly always another person:
  // a father and a son of one name, at one address.
  dateOfBirth: {
    EXACT: [0.9645, 0.0004],
    SWAPPED: [0.012, 0.0006],
    NEAR: [0.016, 0.009],
    YEAR: [0.004, 0.003],
    DEFAULT: [0.001, 0.001],
    PART: [0.002, 0.03],
    CLOSE: [0.001, 0.09],
    DIFFERENT: [0.0015, 0.866],
  },
  sex: { EXACT: [0.99, 0.5], DIFFERENT: [0.01, 0.5] },
  // Families move: an old address is common, the same one is worth most by its UPRN.
  address: {
    UPRN: [0.62, 0.002],
    POSTCODE: [0.1, 0.0025],
    NEIGHBOUR: [0.01, 0.002],
    FORMER: [0.05, 0.003],
    OUTWARD: [0.12, 0.1],
    DIFFERENT: [0.13, 0.88],
  },
  // Another number bars a join by itself, in the rules. Here it says nothing: a number filed with the wrong child is one of
  // the reasons to look, so that a description that agrees is still looked at.
  nhsNumber: {
    AGREES: [0.9, 0.00002],
    CLAIMED: [0.085, 0.0001],
    FORMER: [0.005, 0.00001],
    UNVERIFIED: [0.009, 0.3],
    CONTRADICTS: [0.001, 0.001],
  },
  upn: {
    AGREES: [0.96, 0.00002],
    CLAIMED: [0.96, 0.00002],
    FORMER: [0.015, 0.00001],
    UNVERIFIED: [0.02, 0.1],
    CONTRADICTS: [0.005, 0.005],
  },
  laChildId: {
    AGREES: [0.97, 0.00002],
    CLAIMED: [0.97, 0.00002],
    FORMER: [0.01, 0.00001],
    UNVERIFIED: [0.03, 1],
    CONTRADICTS: [0.03, 1],
  },
} as const satisfies {
  readonly [Field in WeighedField]: {
    readonly [Level in Exclude<Comparison[Field], 'MISSING'>]: readonly [m: number, u: number];
  };
};

/** What is weighed; the rest are conditions of rules. */
type WeighedField = Exclude<
  keyof Comparison,
  'comparedOn' | 'namesSwapped' | 'namesInDoubt' | 'birthdayIsDefault' | 'birthOrder'
>;

/** That a record which some search brought up is the one meant: one in a thousand. */
const PRIOR = 0.001;

/** 0 to 1: how likely these two are one person, given how they compare. */
export function weigh(comparison: Comparison): number {
  const worth = (levels: Readonly<Record<string, readonly [number, number]>>, level: string): number => {
    const likelihood = levels[level];
    return likelihood ? Math.log2(likelihood[0] / likelihood[1]) : 0;
  };
  const bits =
    Math.log2(PRIOR / (1 - PRIOR)) +
    worth(LIKELIHOODS.givenName, comparison.givenName) +
    worth(LIKELIHOODS.familyName, comparison.familyName) +
    worth(LIKELIHOODS.dateOfBirth, comparison.dateOfBirth) +
    worth(LIKELIHOODS.sex, comparison.sex) +
    worth(LIKELIHOODS.address, comparison.address) +
    worth(LIKELIHOODS.nhsNumber, comparison.nhsNumber) +
    worth(LIKELIHOODS.upn, comparison.upn) +
    worth(LIKELIHOODS.laChildId, comparison.laChildId);
  return 1 / (1 + 2 ** -bits);
}
