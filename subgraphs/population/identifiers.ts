/** Identifiers with good check digits, none of them any real person's. */

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';
/** The invented borough's local authority code: no authority in England has it. */
export const LA_CODE = '990';
const NUMBERS = 1_000_000;

/** The n-th usable NHS number of the 999 range, which is kept for tests: modulus 11, weights 10 to 2. */
export function nhsNumberAt(slot: number): string | undefined {
  if (slot >= NUMBERS) throw new RangeError('The 999 range of NHS numbers is used up');
  // Coprime with a million: neighbours in a family must not have neighbouring numbers.
  const nine = `999${String((slot * 387_421 + 240_607) % NUMBERS).padStart(6, '0')}`;
  let sum = 0;
  for (let place = 0; place < 9; place++) sum += Number(nine[place]) * (10 - place);
  const check = 11 - (sum % 11);
  if (check === 10) return undefined;
  return `${nine}${check === 11 ? 0 : check}`;
}

/** The same number as mistyped: its last digit is one more, so the check fails. */
export const mistypeNhsNumber = (number: string): string => `${number.slice(0, 9)}${(Number(number[9]) + 1) % 10}`;

/** Letter, LA, establishment, year of entry, serial. The letter is the weighted sum modulo 23. */
export function upnFor(establishment: string, year: number, serial: number): string {
  const rest = `${LA_CODE}${establishment}${String(year % 100).padStart(2, '0')}${String(serial % 1000).padStart(3, '0')}`;
  return withLetter(rest);
}

/** A temporary UPN ends in a letter, scored by the same table. */
export function temporaryUpnFor(establishment: string, year: number, serial: number): string {
  const rest = `${LA_CODE}${establishment}${String(year % 100).padStart(2, '0')}${String(serial % 100).padStart(2, '0')}`;
  return withLetter(`${rest}${UPN_LETTERS[serial % UPN_LETTERS.length]}`);
}

const withLetter = (rest: string): string => {
  let sum = 0;
  for (let place = 0; place < rest.length; place++) {
    const character = rest[place] as string;
    const letter = UPN_LETTERS.indexOf(character);
    sum += (place + 2) * (letter >= 0 ? letter : Number(character));
  }
  return `${UPN_LETTERS[sum % 23]}${rest}`;
};

/** The same UPN with the wrong letter in front. */
export const mistypeUpn = (upn: string): string =>
  `${UPN_LETTERS[(UPN_LETTERS.indexOf(upn[0] as string) + 1) % 23]}${upn.slice(1)}`;
