import { createHmac, randomBytes, randomInt } from 'node:crypto';
import type { HeldPerson } from '../connector';
import { MATCH_KEYS, matchKeysOf } from './match-keys';

/** Fewest people whom an agency tells a set of. */
export const LEAST_PEOPLE = 10;
/** Most records of one set, nobody's among them: seven megabytes. */
export const MOST_RECORDS = 65_536;
const LEAST_RECORDS = 64;
const TOKEN_BYTES = 12;
const RECORD_BYTES = MATCH_KEYS * TOKEN_BYTES;

/** `schema/contract.graphql`, `CohortTokens`. */
export interface CohortTokens {
  readonly tooFew: boolean;
  readonly people: number;
  readonly records: readonly string[];
}

/** How many records stand for so many people: nobody's fill it up to the next power of two. */
export function recordsFor(people: number): number {
  let records = LEAST_RECORDS;
  while (records < people) records *= 2;
  return records;
}

/** @param key of the one cohort. @returns null where there are more people than a set may have. */
export function writeTokens(people: readonly HeldPerson[], key: Buffer): CohortTokens | null {
  if (people.length < LEAST_PEOPLE) return { tooFew: true, people: 0, records: [] };
  const many = recordsFor(people.length);
  if (many > MOST_RECORDS) return null;
  const records = Array.from({ length: many }, (_, at) => writeRecord(people[at], key));
  return { tooFew: false, people: people.length, records: mixed(records) };
}

function writeRecord(person: HeldPerson | undefined, key: Buffer): string {
  const record = randomBytes(RECORD_BYTES);
  for (const [at, text] of mixed(person ? matchKeysOf(person) : []).entries())
    createHmac('sha256', key)
      .update(text)
      .digest()
      .copy(record, at * TOKEN_BYTES, 0, TOKEN_BYTES);
  return record.toString('base64');
}

/** In any order: of the order in which an agency keeps people nothing is told. */
function mixed<T>(list: readonly T[]): readonly T[] {
  const out = [...list];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [out[at], out[other]] = [out[other]!, out[at]!];
  }
  return out;
}
