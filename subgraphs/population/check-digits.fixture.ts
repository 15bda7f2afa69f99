/** Written apart from `identifiers.ts`, so that a slip there is seen here. */
export const goodNhsNumber = (number: string): boolean => {
  const sum = [...number.slice(0, 9)].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  return /^999\d{7}$/.test(number) && (11 - (sum % 11)) % 11 === Number(number[9]);
};
export const goodUpn = (upn: string): boolean => {
  const table = 'ABCDEFGHJKLMNPQRTUVWXYZ';
  const score = (character: string): number => (/\d/.test(character) ? Number(character) : table.indexOf(character));
  const sum = [...upn.slice(1)].reduce((total, character, place) => total + score(character) * (place + 2), 0);
  return /^[A-Z]\d{11}[\dA-Z]$/.test(upn) && table[sum % 23] === upn[0];
};

export const isText = (value: string | undefined): value is string => value !== undefined;
