import { FamilyViewError } from '../errors';
import { isDay } from '../shared/days';
import { LONGEST_TEXT, MOST_FORMER_NAMES } from './fit-subject';
import type { Subject } from './subject';

/** A search that says too little to compare anybody by. */
export class SearchTooThin extends FamilyViewError {
  constructor() {
    super(
      'A search needs an NHS number, a UPN, a local authority child id with a date of birth, or a family name with a date of birth.',
      { code: 'SEARCH_TOO_THIN', httpStatus: 400 },
    );
  }
}

/** Names the field and the form, never what came. */
class SearchMalformed extends FamilyViewError {
  constructor(field: string, expected: string) {
    super(`The search's ${field} is not of the form expected: ${expected}.`, {
      code: 'SEARCH_MALFORMED',
      httpStatus: 400,
    });
  }
}

interface Form {
  readonly expected: string;
  readonly fits: (text: string) => boolean;
}

/** An agency leaves out what fails its check. A slip of the pen would then be told as "nothing held": it is told here. */
const FORMS: Partial<Readonly<Record<keyof Subject, Form>>> = {
  dateOfBirth: { expected: 'a day of the calendar, as YYYY-MM-DD', fits: isDay },
  nhsNumber: { expected: 'ten figures, the last of which checks the others', fits: isNhsNumber },
  upn: { expected: 'a check letter and twelve places, as on the pupil record', fits: isUpn },
  postcode: { expected: 'a whole postcode, such as AB1 2CD', fits: isPostcode },
  uprn: { expected: 'a whole number of at most twelve figures', fits: (text) => /^0*[1-9]\d{0,11}$/.test(text) },
  sex: { expected: 'M, F, or U where it is not known', fits: (text) => /^[MFU]$/.test(text) },
};

/**
 * Controls and halves of letters: no name has one, and PostgreSQL takes no text with some. Those above 7F stay: a name that
 * was spoilt on the way has some, and is found all the same.
 */
const isNoText = (text: string): boolean =>
  /\p{Cs}/u.test(text) || [...text].some((letter) => letter < ' ' && !'\t\n\r'.includes(letter));

/** What is asked for, without what was left empty. */
export function checkSearch(by: Subject): Subject {
  const stated = Object.fromEntries(
    Object.entries(by)
      .map(([field, value]) => [field, trimmed(value)])
      .filter(([, value]) => value !== null && value !== undefined && value !== '' && !isEmptyList(value)),
  ) as Subject;
  for (const [field, value] of Object.entries(stated))
    if ([value].flat().some((one) => typeof one === 'string' && one.length > LONGEST_TEXT))
      throw new SearchMalformed(field, `at most ${LONGEST_TEXT} letters`);
  for (const [field, value] of Object.entries(stated))
    if ([value].flat().some((one) => typeof one === 'string' && isNoText(one)))
      throw new SearchMalformed(field, 'letters, without half ones or signs that are not written');
  for (const [field, { expected, fits }] of Object.entries(FORMS)) {
    const value: unknown = stated[field as keyof Subject];
    // A date may come as anything: GraphQL does not know what a Date is.
    if (value !== undefined && !(typeof value === 'string' && fits(value))) throw new SearchMalformed(field, expected);
  }
  if ((stated.formerNames?.length ?? 0) > MOST_FORMER_NAMES)
    throw new SearchMalformed('formerNames', `at most ${MOST_FORMER_NAMES} names`);
  // Not known is not said: with nothing to compare it by, no agency is told.
  if (stated.sex === 'U') return checkSearch({ ...stated, sex: undefined });
  const byIdentifier = stated.nhsNumber ?? stated.upn ?? (stated.dateOfBirth && stated.laChildId);
  const byName = stated.familyName !== undefined && stated.dateOfBirth !== undefined;
  if (byIdentifier === undefined && !byName) throw new SearchTooThin();
  return stated;
}

const trimmed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(trimmed).filter((one) => one !== '');
  return typeof value === 'string' ? value.trim() : value;
};

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Modulus 11 (NHS Data Dictionary). */
function isNhsNumber(text: string): boolean {
  const figures = text.replaceAll(' ', '');
  if (!/^\d{10}$/.test(figures) || /^(\d)\1{9}$/.test(figures)) return false;
  const sum = [...figures.slice(0, 9)].reduce((total, figure, place) => total + Number(figure) * (10 - place), 0);
  return (11 - (sum % 11)) % 11 === Number(figures[9]);
}

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/** Modulus 23 over places 2 to 13 (DfE UPN guide). */
function isUpn(text: string): boolean {
  const upn = text.replaceAll(' ', '').toUpperCase();
  if (!/^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/.test(upn)) return false;
  const score = (character: string): number =>
    /\d/.test(character) ? Number(character) : UPN_LETTERS.indexOf(character);
  const sum = [...upn.slice(1)].reduce((total, character, place) => total + score(character) * (place + 2), 0);
  return UPN_LETTERS[sum % 23] === upn[0];
}

/** BS 7666 form: the inward letters are never C, I, K, M, O or V. */
function isPostcode(text: string): boolean {
  return /^[A-Z]{1,2}\d[\dA-Z]?\d[ABD-HJLNP-UW-Z]{2}$/.test(text.replace(/\s/g, '').toUpperCase());
}
