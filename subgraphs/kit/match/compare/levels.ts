/**
 * SPELLING: another spelling of one name, by list or rule. SHORT: a short form that is seldom a name of its own (Kasia of
 * Katarzyna). KNOWN_AS: what one may be called, and another is named (Liam of William; Kevin beside Jun). SECOND: the one
 * is among the other's given names (Hassan of Muhammad Hassan). SIMILAR: alike, as a slip of the hand is, and as twins'
 * names are. MISSING: one of the two does not say, or says an initial only.
 */
export type GivenNameLevel =
  | 'EXACT'
  | 'SPELLING'
  | 'SHORT'
  | 'KNOWN_AS'
  | 'SECOND'
  | 'SIMILAR'
  | 'DIFFERENT'
  | 'MISSING';
/** FORMER: a name that one of them had before, and nothing more. PART: one half of a double name. SIMILAR: a slip. */
export type FamilyNameLevel = 'EXACT' | 'SPELLING' | 'FORMER' | 'PART' | 'SIMILAR' | 'DIFFERENT' | 'MISSING';
/**
 * SWAPPED: day and month in each other's place. NEAR: one figure of day or month, one day or one month apart. YEAR: one
 * figure of the year, or the year before or after. DEFAULT: one of them is 1 January of that year or of one near it, which stands for
 * "not known". PART: day or month alone differs. CLOSE: within a year.
 */
export type BirthLevel = 'EXACT' | 'SWAPPED' | 'NEAR' | 'YEAR' | 'DEFAULT' | 'PART' | 'CLOSE' | 'DIFFERENT' | 'MISSING';
/** MISSING also where the record says U. */
export type SexLevel = 'EXACT' | 'DIFFERENT' | 'MISSING';
/**
 * The finest level at which the addresses agree. NEIGHBOUR: one postcode, and two known UPRNs. FORMER: an address that the
 * record had before. OUTWARD: the first half of the postcode alone.
 */
export type AddressLevel = 'UPRN' | 'POSTCODE' | 'NEIGHBOUR' | 'FORMER' | 'OUTWARD' | 'DIFFERENT' | 'MISSING';
/**
 * AGREES: with a verified number, or a pupil number. CLAIMED: with a number that nobody has traced. FORMER: the number is
 * one that this record had before. UNVERIFIED: another number, but the held one proves nothing.
 */
export type IdentifierLevel = 'AGREES' | 'CLAIMED' | 'FORMER' | 'UNVERIFIED' | 'CONTRADICTS' | 'MISSING';
/** Of the children of one birth. */
export type BirthOrderLevel = 'SAME' | 'DIFFERENT' | 'MISSING';

/** How one subject and one record compare, field by field. */
export interface Comparison {
  readonly givenName: GivenNameLevel;
  readonly familyName: FamilyNameLevel;
  /** Given and family name are in each other's place; both are then compared crosswise. */
  readonly namesSwapped: boolean;
  /** Exchanged, and either may be either: Mohammed Ahmed and Ahmed Mohammed are two men as well as one. */
  readonly namesInDoubt: boolean;
  readonly dateOfBirth: BirthLevel;
  /** The day both say is 1 January, which is also what is written for a day that nobody knows. */
  readonly birthdayIsDefault: boolean;
  readonly birthOrder: BirthOrderLevel;
  readonly sex: SexLevel;
  readonly address: AddressLevel;
  readonly nhsNumber: IdentifierLevel;
  readonly upn: IdentifierLevel;
  readonly laChildId: IdentifierLevel;
  /** Names of the Subject's fields that both sides had. */
  readonly comparedOn: readonly string[];
}
