import { checkNhsNumber } from '@family-view/kit/identifiers';

/** A Febrl row in UK forms. Each value is mapped one to one, so that a slip in it stays a slip in what it is mapped to. */
export interface FebrlPerson {
  readonly id: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly dateOfBirth: string | null;
  readonly postcode: string | null;
  readonly nhsNumber: string | null;
}

export const mapRecord = (row: Readonly<Record<string, string>>): FebrlPerson => ({
  id: row.rec_id ?? '',
  givenName: row.given_name || null,
  familyName: row.surname || null,
  dateOfBirth: mapDate(row.date_of_birth ?? ''),
  postcode: mapPostcode(row.postcode ?? ''),
  nhsNumber: mapNumber(row.soc_sec_id ?? ''),
});

/** `rec-12-org` and `rec-12-dup-0` are one person. */
export const personOf = (id: string): string => /^rec-\d+/.exec(id)?.[0] ?? id;

const mapDate = (text: string): string | null =>
  /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : null;

const OUTWARD = 'ABDEFGHJLN';

/** Four figures to a UK postcode: the first two choose the letters, the third the district, the last the sector. */
function mapPostcode(text: string): string | null {
  if (!/^\d{4}$/.test(text)) return null;
  const [first = '', second = '', third = '', fourth = ''] = text;
  return `${OUTWARD[Number(first)]}${OUTWARD[Number(second)]}${third} ${fourth}AA`;
}

/** Seven figures to an NHS number: a prefix of two, the seven, and the check; the first prefix that gives a check digit. */
function mapNumber(text: string): string | null {
  if (!/^\d{7}$/.test(text)) return null;
  for (let prefix = 40; prefix < 60; prefix += 1) {
    for (let check = 0; check < 10; check += 1) {
      const number = `${prefix}${text}${check}`;
      if (checkNhsNumber(number).ok) return number;
    }
  }
  return null;
}
