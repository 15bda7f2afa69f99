import { z } from 'zod';
import { checkIsoDate, checkLaChildId, checkNhsNumber, checkPostcode, checkUpn, checkUprn } from '../identifiers';
import { readBirthday } from './compare/births';
import { birthOrderIn, generationIn, readFamilyName, readGivenName } from './names';
import { repairText } from './names/repair-text';
import { marksIn } from './names/tone-marks';

const name = z.string().max(200).nullish();
const short = z.string().max(64).nullish();
const asked = z.object({
  nhsNumber: short,
  upn: short,
  laChildId: short,
  givenName: name,
  familyName: name,
  formerNames: z.array(z.string().max(200)).max(20).nullish(),
  dateOfBirth: short,
  expectedDateOfBirth: short,
  sex: short,
  postcode: short,
  uprn: short,
  birthOrder: z.number().int().min(1).max(9).nullish(),
});
const askedWithMother = asked.extend({ mother: asked.nullish() });

/** A Subject of the contract, checked and folded. What does not pass its check is left out: it can prove nothing. */
export interface MatchSubject {
  readonly nhsNumber: string | null;
  readonly upn: string | null;
  readonly laChildId: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly formerNames: readonly string[];
  /** The marks of the given name, which a folded name has lost: see `marksIn`. */
  readonly marks: string;
  /** Jnr or Snr: see `generationIn`. */
  readonly generation: string | null;
  readonly dateOfBirth: string | null;
  readonly expectedDateOfBirth: string | null;
  readonly sex: 'M' | 'F' | null;
  readonly postcode: string | null;
  readonly uprn: string | null;
  /** Of the children of one birth, 1 for the first. */
  readonly birthOrder: number | null;
  /** The names as they were written, for systems that search by them; null where there is none. */
  readonly written: { readonly givenName: string; readonly familyName: string } | null;
  readonly mother: MatchSubject | null;
}

/** Reads a Subject as it came in a query; undefined where it has another shape. A mother's own mother is not read. */
export function readSubject(given: unknown): MatchSubject | undefined {
  const parsed = askedWithMother.safeParse(given).data;
  return parsed && { ...fold(parsed), mother: parsed.mother ? { ...fold(parsed.mother), mother: null } : null };
}

const kept = (check: (text: string) => { ok: boolean; value?: string }, text: string | null | undefined) =>
  (text && check(text).value) || null;

function fold(subject: z.infer<typeof asked>): Omit<MatchSubject, 'mother'> {
  return {
    nhsNumber: kept(checkNhsNumber, subject.nhsNumber),
    upn: kept(checkUpn, subject.upn),
    laChildId: kept(checkLaChildId, subject.laChildId),
    givenName: readGivenName(subject.givenName),
    familyName: readFamilyName(subject.familyName),
    formerNames: (subject.formerNames ?? []).map(readFamilyName).filter((one) => one !== null),
    marks: marksIn(subject.givenName),
    generation: generationIn(subject.givenName, subject.familyName),
    dateOfBirth: readBirthday(subject.dateOfBirth),
    expectedDateOfBirth: kept(checkIsoDate, subject.expectedDateOfBirth),
    sex: subject.sex === 'M' || subject.sex === 'F' ? subject.sex : null,
    postcode: kept(checkPostcode, subject.postcode),
    uprn: kept(checkUprn, subject.uprn),
    birthOrder: subject.birthOrder ?? birthOrderIn(subject.givenName),
    written: writtenNames(subject.givenName, subject.familyName),
  };
}

function writtenNames(given: string | null | undefined, family: string | null | undefined): MatchSubject['written'] {
  if (!given || !family || readGivenName(given) === null || readFamilyName(family) === null) return null;
  return { givenName: repairText(given).trim(), familyName: repairText(family).trim() };
}
