import type { Comparison, IdentifierLevel } from './compare';
import { weigh } from './weigh';

/** What one record is to the subject. `by` an identifier is surer than by who somebody is and where they live. */
export type Judgement =
  | { readonly outcome: 'certain'; readonly by: 'identifier' | 'description'; readonly score: number }
  | { readonly outcome: 'possible'; readonly score: number }
  | { readonly outcome: 'no'; readonly score: number };

/** From this score (0 to 1) a description, without a number, may be certain. */
export const CERTAIN_SCORE = 0.97;
/** From this score a person is asked to look. */
export const POSSIBLE_SCORE = 0.85;

/**
 * Judges one record. A wrong join can send one child's record to another child's family, and a missed one is seen as
 * "possible, ask them": so every doubt counts against certainty, and nothing in the score can outvote a contradiction.
 */
export function judge(comparison: Comparison): Judgement {
  const score = isLikeTwin(comparison) ? Math.min(weigh(comparison), 0.5) : weigh(comparison);
  const identified = identifies(comparison);
  if (!contradicts(comparison)) {
    if (identified) return { outcome: 'certain', by: 'identifier', score };
    if (score >= CERTAIN_SCORE && describesFully(comparison)) {
      return { outcome: 'certain', by: 'description', score };
    }
  }
  // An agreeing number with something against it is what a misfiled number looks like: a person should look.
  const agreeing = [comparison.nhsNumber, comparison.upn].some(agrees);
  return { outcome: score >= POSSIBLE_SCORE || agreeing ? 'possible' : 'no', score };
}

const agrees = (level: IdentifierLevel): boolean => level === 'AGREES' || level === 'FORMER';

/** A number agrees, and something else about the person with it. */
function identifies({ nhsNumber, upn, laChildId, givenName, familyName, dateOfBirth }: Comparison): boolean {
  const named = givenName === 'EXACT' || givenName === 'VARIANT' || givenName === 'SIMILAR';
  const born = dateOfBirth === 'EXACT' || dateOfBirth === 'SWAPPED' || dateOfBirth === 'NEAR';
  const nothingElseAsked = givenName === 'MISSING' && familyName === 'MISSING' && dateOfBirth === 'MISSING';
  if (agrees(nhsNumber) || agrees(upn)) return named || born || nothingElseAsked;
  if (!agrees(laChildId)) return false;
  // A census return names nobody: the authority's own id and the very day are then all there is to agree.
  const nameless = givenName === 'MISSING' && familyName === 'MISSING';
  return (named && born) || (nameless && dateOfBirth === 'EXACT');
}

/** Same given name, family name, date of birth and address, and no other sex: everything short of a number. */
function describesFully({ givenName, familyName, dateOfBirth, sex, address }: Comparison): boolean {
  return (
    sex !== 'DIFFERENT' &&
    (givenName === 'EXACT' || givenName === 'VARIANT') &&
    (familyName === 'EXACT' || familyName === 'FORMER' || familyName === 'PART' || familyName === 'SIMILAR') &&
    dateOfBirth === 'EXACT' &&
    (address === 'UPRN' || address === 'POSTCODE')
  );
}

/**
 * Another given name on the same day at the same address. The weights take fields as independent, which twins are not:
 * about one child in 33 is one, twice as many as records with a wrong given name. So this is at best an even chance.
 */
const isLikeTwin = ({ givenName, dateOfBirth }: Comparison): boolean =>
  givenName === 'DIFFERENT' && (dateOfBirth === 'EXACT' || dateOfBirth === 'SWAPPED' || dateOfBirth === 'NEAR');

/** Something plainly says that these are two people. */
function contradicts(comparison: Comparison): boolean {
  const { givenName, dateOfBirth, sex, nhsNumber, upn } = comparison;
  return (
    nhsNumber === 'CONTRADICTS' ||
    upn === 'CONTRADICTS' ||
    givenName === 'DIFFERENT' ||
    dateOfBirth === 'DIFFERENT' ||
    // Daniel and Daniela: a spelling apart, and twins.
    (sex === 'DIFFERENT' && givenName !== 'EXACT')
  );
}
