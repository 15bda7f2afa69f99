import { z } from 'zod';
import { type MatchSubject, readSubject } from '../match/subject';
import type { Description } from './separate-identities';

/** What somebody is to somebody else, as far as a rule can read an agency's word for it. */
export type Role = 'PARENT' | 'CHILD' | 'OTHER';

/** Somebody whom an agency takes to be of one family or household with the person asked about. `personIs`, `relativeIs`: words. */
export interface Relative {
  readonly person: Description;
  /** What the person asked about is to the relative: `Mother`. */
  readonly personIs: string | null;
  /** What the relative is to the person asked about: `Child`. */
  readonly relativeIs: string | null;
  /** At one address, as an agency has it. */
  readonly together: boolean;
}

const MOST_RELATIVES = 60;
const shape = z.object({
  subject: z.unknown(),
  personIs: z.string().max(200).nullish(),
  relativeIs: z.string().max(200).nullish(),
  together: z.boolean(),
});
const asked = z.object({ relatives: z.array(shape).max(MOST_RELATIVES).nullish() });

/** The relatives of a Subject of the contract; null where they were not given. Undefined where they have another shape. */
export function readRelatives(given: unknown): readonly Relative[] | null | undefined {
  const read = asked.safeParse(given);
  if (!read.success) return undefined;
  if (!read.data.relatives) return null;
  const relatives = read.data.relatives.map(({ subject, personIs, relativeIs, together }): Relative | undefined => {
    const person = readSubject(subject);
    return person && { person, personIs: personIs ?? null, relativeIs: relativeIs ?? null, together };
  });
  return relatives.every((one) => one !== undefined) ? relatives : undefined;
}

const MOST_VERSIONS = 20;
const known = z.object({ versions: z.array(z.unknown()).max(MOST_VERSIONS).nullish() });

/** A Subject, and it once more for each of its versions: what a version leaves out is as all have it. */
export function readVersions(given: unknown, subject: MatchSubject): readonly MatchSubject[] | undefined {
  const read = known.safeParse(given);
  if (!read.success) return undefined;
  const versions = (read.data.versions ?? []).map((version) => {
    const own = readSubject(version);
    return own && { ...subject, ...present(own) };
  });
  return versions.every((one) => one !== undefined) ? [subject, ...versions] : undefined;
}

const present = (subject: MatchSubject): Partial<MatchSubject> =>
  Object.fromEntries(
    Object.entries(subject).filter(([, value]) => value !== null && (value as { length?: number }).length !== 0),
  );

/** Grandparents, aunts and step-parents are no parents for this: whom the word leaves open is OTHER. */
export function roleIn(word: string | null): Role | null {
  if (word === null) return null;
  if (/grand|aunt|uncle|cousin|former|ex-|friend|partner|step/i.test(word)) return 'OTHER';
  if (/mother|father|mum|mam|dad|parent|carer|guardian/i.test(word)) return 'PARENT';
  return /child|son\b|daughter|sibling|brother|sister|baby|pupil/i.test(word) ? 'CHILD' : 'OTHER';
}

export function sexIn(word: string | null): 'M' | 'F' | null {
  if (word === null) return null;
  if (/mother|mum|mam|daughter|sister|aunt|wife/i.test(word)) return 'F';
  return /father|dad|\bson\b|brother|uncle|husband/i.test(word) ? 'M' : null;
}
