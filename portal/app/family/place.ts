import type { Member } from './use-family';

/** Places of a family's page that an address can lead to, after `#/family/0/`. None holds an id of anybody. */
export type Place = string;

export const SECTION_IDS = ['summary', 'due', 'team', 'people', 'need', 'timeline', 'records', 'not-shown'] as const;
export type SectionId = (typeof SECTION_IDS)[number];

export const placeOfAgency = (agency: string): Place => `part-${agency}`;
export const placeOfPerson = (members: readonly Member[], person: string): Place =>
  `person-${members.findIndex(({ id }) => id === person)}`;
/** A section of one person's record at one agency. */
export const placeOfRecord = (members: readonly Member[], agency: string, person: string, section: string): Place =>
  `record-${agency}--${members.findIndex(({ id }) => id === person)}--${section}`;

export interface RecordPlace {
  readonly agency: string;
  readonly member: number;
}

/** Which part and whose record must be open for a place to be there; null where none must. */
export function recordAt(place: Place): RecordPlace | { readonly agency: string; readonly member: null } | null {
  const record = /^record-(.+?)--(\d+)--/.exec(place);
  if (record) return { agency: record[1]!, member: Number(record[2]) };
  const part = /^part-(.+)$/.exec(place);
  return part ? { agency: part[1]!, member: null } : null;
}
