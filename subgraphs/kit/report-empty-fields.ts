import type { AgencyLogEntry } from './agency';
import type { HeldPerson } from './connector';
import { describeFault } from './http/write-log';

/** What people are found and told apart by, and when it is there. */
const FIELDS: readonly (readonly [name: string, isThere: (person: HeldPerson) => boolean])[] = [
  ['given name', ({ givenName }) => givenName !== null],
  ['family name', ({ familyName }) => familyName !== null],
  ['date of birth', ({ dateOfBirth, expectedDateOfBirth }) => dateOfBirth !== null || expectedDateOfBirth !== null],
  ['sex', ({ sex, lifeState }) => sex !== 'U' || lifeState === 'UNBORN'],
  ['postcode', ({ postcode }) => postcode !== null],
];
/** Fewer rows may all lack a thing by chance. */
const ENOUGH = 20;

/**
 * Tells the operator once, at the start, which of these the partner system leaves empty in every row read: its name is
 * spelt otherwise, or its values are in a form that is not read, and nobody would be found by it. `housing: no given name
 * in 1,000 of 1,000 rows`. Nothing of any row is told. A system that cannot be read is told as such, and stops nothing.
 */
export async function reportEmptyFields(
  agency: string,
  readSome: () => Promise<readonly HeldPerson[]>,
  log: (entry: AgencyLogEntry) => void,
): Promise<void> {
  try {
    const people = await readSome();
    if (people.length < ENOUGH) return;
    const rows = people.length.toLocaleString('en-GB');
    for (const [name, isThere] of FIELDS) {
      if (!people.some(isThere)) log({ level: 'warn', agency, event: `no ${name} in ${rows} of ${rows} rows` });
    }
  } catch (fault) {
    log({ level: 'warn', agency, event: 'the partner system could not be read at the start', ...describeFault(fault) });
  }
}
