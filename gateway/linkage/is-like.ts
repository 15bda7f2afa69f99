import type { RequesterAsPerson } from '../identity/types';
import type { HeldIdentity } from './contract-replies';

/**
 * Whether somebody of a family may be the requester themselves. It only ever stops, so it is looser than any match: a short
 * name, any forename, a name from before or after a marriage, a home long left, a birthday without its year count.
 */
export function isLike(requester: RequesterAsPerson, held: HeldIdentity, today: string): boolean {
  if (isChild(held, today)) return false;
  const births = compareBirths(requester.dateOfBirth, held.dateOfBirth);
  // The same day of the same year, in the very family that is asked for: by whatever name.
  if (births === 'same') return true;
  if (births === 'different') return false;
  const given = forenamesAgree(requester.givenName, held.givenName);
  const family = familyNamesAgree(requester.familyName, [held.familyName, ...(held.formerNames ?? [])]);
  const home =
    requester.postcode !== null && held.postcode !== null && squeezed(requester.postcode) === squeezed(held.postcode);
  const either = given === true || family === true || home;
  switch (births) {
    case 'nearly':
    case 'same day':
      return either;
    case 'same year':
      return given === true && (family === true || home);
    case 'unknown':
      // Who says no birthday of their own is known by both names, or by one and the home.
      if (requester.dateOfBirth === null) return given === true && (family === true || home);
      return given === true ? family !== false || home : given === null && family === true && home;
  }
}

/** Nobody who works for an agency is younger. */
const YOUNGEST = 16;
function isChild({ dateOfBirth, lifeState }: HeldIdentity, today: string): boolean {
  if (lifeState === 'UNBORN') return true;
  const year = Number(dateOfBirth?.slice(0, 4));
  return year > 1901 && Number(today.slice(0, 4)) - year < YOUNGEST;
}

type Births = 'same' | 'nearly' | 'same day' | 'same year' | 'unknown' | 'different';

/**
 * A requester's birthday may be a day, a year alone, or a day of no year: `0000-MM-DD` (OpenID Connect Core 1.0, 5.1,
 * `birthdate`). In an agency's record the first of January, and a year before 1902, may stand for "not known".
 */
export function compareBirths(one: string | null, other: string | null): Births {
  const [a, b] = [readBirth(one), readBirth(other)];
  if (a === null || b === null) return 'unknown';
  if (a.year !== null && b.year !== null && a.day !== null && b.day !== null) {
    if (a.year === b.year && (a.day === b.day || a.day === turned(b.day))) return 'same';
    const [first, second] = [`${a.year}-${a.day}`, `${b.year}-${b.day}`];
    if ([...first].filter((figure, at) => figure !== second[at]).length === 1) return 'nearly';
    return a.year === b.year ? 'same year' : 'different';
  }
  if (a.day !== null && b.day !== null) return a.day === b.day || a.day === turned(b.day) ? 'same day' : 'different';
  if (a.year !== null && b.year !== null) return a.year === b.year ? 'same year' : 'different';
  return 'unknown';
}

function readBirth(date: string | null): { readonly year: string | null; readonly day: string | null } | null {
  const [, year = '', day = null] = /^(\d{4})(?:-(\d\d-\d\d))?$/.exec(date ?? '') ?? [];
  if (year === '') return null;
  const isYear = year > '1901';
  // Without its year, New Year's Day may well be a birthday.
  const known = { year: isYear ? year : null, day: day === '01-01' && year !== '0000' ? null : day };
  return known.year === null && known.day === null ? null : known;
}

const turned = (day: string): string => day.split('-').reverse().join('-');
const squeezed = (text: string): string => text.replace(/\s/g, '').toUpperCase();

/** As people write them: capitals, accents, hyphens and apostrophes are no other name. */
const wordsIn = (name: string | null | undefined): readonly string[] =>
  (name ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`.]/g, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');

/** Null where one of them does not say. */
function forenamesAgree(one: string | null, other: string | null): boolean | null {
  const [ones, others] = [wordsIn(one), wordsIn(other)];
  if (ones.length === 0 || others.length === 0) return null;
  return ones.some((word) => others.some((second) => isOneForename(word, second)));
}

/** Jo for Joanne, J for either, Kate for Katie, Joann for Joanne; Liz for Elizabeth. */
function isOneForename(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return (
    long.startsWith(short) ||
    isOneSlipApart(one, other) ||
    SHORT_FORMS.some((line) => line.includes(one) && line.includes(other))
  );
}

function familyNamesAgree(one: string | null, others: readonly (string | null)[]): boolean | null {
  const ones = wordsIn(one);
  const all = others.flatMap(wordsIn);
  if (ones.length === 0 || all.length === 0) return null;
  const whole = ones.join('');
  const wholes = others.map((name) => wordsIn(name).join(''));
  return (
    wholes.some((name) => name !== '' && isOneSlipApart(whole, name)) ||
    ones.some((word) => word.length > 2 && all.includes(word))
  );
}

/** The same but for one letter put in, left out, changed, or two in each other's place. */
function isOneSlipApart(one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.min(one.length, other.length) < 4 || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (one[start] === other[start]) start += 1;
  const [a, b] = [one.slice(start), other.slice(start)];
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return swapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}

/** One line is one name: short forms that do not begin as the name does. */
const SHORT_FORMS: readonly (readonly string[])[] = [
  ['elizabeth', 'elisabeth', 'liz', 'lizzie', 'beth', 'betty', 'betsy', 'libby'],
  ['catherine', 'katherine', 'kathryn', 'katharine', 'cathryn', 'kate', 'katie', 'kathy', 'cathy', 'kitty'],
  ['margaret', 'maggie', 'meg', 'peggy', 'greta'],
  ['william', 'will', 'bill', 'billy', 'liam'],
  ['robert', 'rob', 'bob', 'bobby'],
  ['richard', 'rick', 'dick', 'ricky'],
  ['edward', 'ed', 'ted', 'teddy', 'ned'],
  ['alexandra', 'alexander', 'sandra', 'sasha', 'xander', 'lexi'],
  ['james', 'jim', 'jimmy'],
  ['john', 'jack', 'ian', 'sean'],
  ['michael', 'mike', 'mick'],
  ['anthony', 'tony'],
  ['andrew', 'drew'],
  ['christopher', 'christina', 'kristina', 'kit', 'tina'],
  ['rebecca', 'becky', 'becca'],
  ['victoria', 'vicky', 'tori'],
  ['deborah', 'debra', 'debbie'],
  ['susan', 'suzanne', 'sue', 'susie'],
  ['patricia', 'patrick', 'pat', 'paddy', 'tricia', 'trish'],
  ['eleanor', 'helen', 'ellen', 'nell', 'ellie'],
  ['natasha', 'tasha'],
  ['charlotte', 'lottie'],
  ['mary', 'marie', 'maria', 'molly', 'polly'],
  ['sarah', 'sally'],
  ['henry', 'harry', 'hal'],
  ['muhammad', 'mohammed', 'mohammad', 'mohamed', 'mo', 'md'],
];
