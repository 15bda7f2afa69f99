import type { HeldPerson } from '@family-view/kit';
import siblings from './siblings.json';

type Held = Partial<HeldPerson>;
type Want = 'joined' | 'offered' | 'reached' | 'nobody';

/** One question to an agency that holds `held`, by refs r0, r1. `want`: of the record `right`; `reached` is joined or offered. */
export interface Sibling {
  readonly kind: string;
  readonly want: Want;
  readonly asked: object;
  readonly held: readonly Held[];
  readonly right: number | null;
}

const CHILD = { familyName: 'Testerly', givenName: 'Carl', dateOfBirth: '2015-05-14' };
const HOME = { postcode: 'ZE1 1AA', uprn: '98000010' };
/** Of ranges kept for tests, with a good check digit (NHS Data Dictionary) and letter (DfE UPN guide). */
const NUMBERS = { nhsNumber: '9990000018', upn: 'A823432012001' } as const;

/** A table of pairs, each of one child's two records that differ in one field, and the cases that need more. */
export function readSiblings(): readonly Sibling[] {
  const rows = siblings.tables.flatMap(({ kind, want, field, pairs, ...table }) =>
    pairs.map(([asked, held]): Sibling => {
      const number = 'number' in table ? (table.number as keyof typeof NUMBERS) : null;
      // Where an address is no address, nothing else says where they live.
      const home = field === 'postcode' || field === 'uprn' ? {} : HOME;
      const child = { ...CHILD, ...home, ...(number ? { [number]: NUMBERS[number] } : {}) };
      return {
        kind: `${kind}: ${asked}, ${held}`,
        want: want as Want,
        asked: { ...child, [field]: asked },
        held: [{ ...child, nhsNumberVerified: number === 'nhsNumber', [field]: held }],
        right: want === 'nobody' ? null : 0,
      };
    }),
  );
  return [...rows, ...(siblings.others as readonly Sibling[])];
}
