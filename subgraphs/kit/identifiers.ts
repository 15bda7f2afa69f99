/**
 * Checks on the identifiers that agencies hold. Each answers the normalised value, or says what is wrong with it without
 * repeating it: a fault is shown beside the record and must not carry the identifier any further.
 */
import { londonDay } from './london-day';

export type Checked = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly fault: string };

const good = (value: string): Checked => ({ ok: true, value });
const bad = (fault: string): Checked => ({ ok: false, fault });

/**
 * NHS number: ten digits, spaces and hyphens allowed, modulus 11 (NHS Data Dictionary). Gives ten digits without them.
 *
 * @example
 * ```ts
 * checkNhsNumber('943 476 5919'); // { ok: true, value: '9434765919' }
 * checkNhsNumber('943 476 5918'); // { ok: false, fault: 'check digit is wrong' }
 * ```
 */
export function checkNhsNumber(text: string): Checked {
  const digits = text.replace(/[\s\u2010-\u2015-]/g, '');
  if (!/^\d{10}$/.test(digits)) return bad('not ten digits');
  // 1111111111 and its like pass the sum, and are what people type when they have no number.
  if (/^(\d)\1{9}$/.test(digits)) return bad('one digit repeated');
  const sum = [...digits.slice(0, 9)].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(digits[9]) ? good(digits) : bad('check digit is wrong');
}

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * Unique pupil number: check letter, eleven digits, and a digit or (temporary UPN) a letter. The check letter is the sum
 * of position times digit, positions 2 to 13, modulus 23 (DfE UPN guide; CIN rule 1510 for the form). The closing letter
 * of a temporary UPN is scored by the same table. Gives thirteen capitals and digits.
 */
export function checkUpn(text: string): Checked {
  const upn = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$/.test(upn)) return bad('not a letter and twelve places');
  const sum = [...upn.slice(1)].reduce((total, character, place) => {
    const score = /\d/.test(character) ? Number(character) : UPN_LETTERS.indexOf(character);
    return total + score * (place + 2);
  }, 0);
  return UPN_LETTERS[sum % 23] === upn[0] ? good(upn) : bad('check letter is wrong');
}

/** A temporary UPN, which ends in a letter. Expects what `checkUpn` gave. */
export const isTemporaryUpn = (upn: string): boolean => /[A-Z]$/.test(upn);

/** What is typed into a box for an id that nobody has. */
const NO_ID =
  /^(0+|9{4,}|n\s*\/?\s*[ak]|tb[acdn]|unk(nown)?|not (yet )?known|none|nil|null|test|temp|pending|new|x+|[-?.]+)$/i;

/**
 * A local authority's own id of a child (CIN `LAchildID`): any text, but not what stands for "none".
 *
 * @example
 * ```ts
 * checkLaChildId(' L990213 '); // { ok: true, value: 'L990213' }
 * checkLaChildId('N/A'); // { ok: false, fault: 'stands for no id' }
 * ```
 */
export function checkLaChildId(text: string): Checked {
  const id = text.trim();
  if (id === '') return bad('empty');
  return NO_ID.test(id) ? bad('stands for no id') : good(id);
}

/**
 * Unique property reference number: 1 to 999999999999. Gives it without leading zeros. One figure repeated, and the figures in
 * their order, are refused: two people who share them do not share an address.
 */
export function checkUprn(text: string): Checked {
  const digits = text.trim();
  if (!/^\d+$/.test(digits)) return bad('not a whole number');
  const uprn = digits.replace(/^0+/, '');
  if (uprn === '') return bad('zero');
  if (/^(\d)\1{5,}$/.test(uprn) || /^123456789(0|012)?$/.test(uprn)) return bad('typed for none');
  return uprn.length <= 12 ? good(uprn) : bad('more than twelve digits');
}

const TYPED_FOR_NONE = /^(AA|XX|NA|[AXZ])\d|^ZZ\d.*ZZ$/;

/**
 * UK postcode (BS 7666 form). Gives capitals with one space. The pseudo-postcodes of the NHS (ZZ99, "no fixed abode",
 * "address not known") are refused, and so are areas that Royal Mail does not have and people type (AA1 1AA, XX1 1XX): two
 * people who share one do not share an address.
 *
 * @example
 * ```ts
 * checkPostcode('s601ab'); // { ok: true, value: 'S60 1AB' }
 * ```
 */
export function checkPostcode(text: string): Checked {
  const letters = text.replace(/\s/g, '').toUpperCase();
  if (letters.startsWith('ZZ99') || TYPED_FOR_NONE.test(letters)) return bad('a pseudo-postcode, not an address');
  const parts = /^([A-Z]{1,2}\d[\dA-Z]?)(\d[ABD-HJLNP-UW-Z]{2})$/.exec(letters);
  return parts ? good(`${parts[1]} ${parts[2]}`) : bad('not in the form of a postcode');
}

function checkDate(year: string, month: string, day: string): Checked {
  const isReal = Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
  return isReal ? good(`${year}-${month}-${day}`) : bad('no such day');
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** A whole calendar date, `YYYY-MM-DD`. A month or a year alone is not one. */
export function checkIsoDate(text: string): Checked {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  return parts ? checkDate(parts[1]!, parts[2]!, parts[3]!) : bad('not in the form YYYY-MM-DD');
}

/** A date as UK systems export it, `dd/mm/yyyy` (one-figure days and months allowed). Gives `YYYY-MM-DD`. */
export function checkUkDate(text: string): Checked {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  return parts
    ? checkDate(parts[3]!, parts[2]!.padStart(2, '0'), parts[1]!.padStart(2, '0'))
    : bad('not in the form dd/mm/yyyy');
}

const TIME = String.raw`(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?`;
const ISO_FORM = new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})${TIME}$`);
const UK_FORM = new RegExp(String.raw`^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})${TIME}$`);

/**
 * A date in any form that UK exports have: `dd/mm/yyyy` or `YYYY-MM-DD`, each with or without a time of day. A time with an
 * offset is an instant, and gives its day in England. A two-figure year is refused: it may be a birthday in two centuries.
 *
 * @example
 * ```ts
 * checkExportDate('04/03/2021 00:00'); // { ok: true, value: '2021-03-04' }
 * ```
 */
export function checkExportDate(text: string): Checked {
  const written = text.trim();
  const parts = (ISO_FORM.exec(written) ?? UK_FORM.exec(written))?.groups;
  if (parts === undefined) return bad('not in the form dd/mm/yyyy or YYYY-MM-DD');
  const day = checkDate(parts.year!, parts.month!.padStart(2, '0'), parts.day!.padStart(2, '0'));
  if (!day.ok || parts.zone === undefined) return day;
  const instant = new Date(written.replace(' ', 'T'));
  return Number.isNaN(instant.getTime()) ? day : good(londonDay(instant));
}
