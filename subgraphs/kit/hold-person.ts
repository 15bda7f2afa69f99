import type { HeldPerson } from './connector';

const NOTHING_MORE = {
  lifeState: 'BORN',
  givenName: null,
  familyName: null,
  formerNames: [],
  dateOfBirth: null,
  expectedDateOfBirth: null,
  sex: 'U',
  nhsNumber: null,
  nhsNumberVerified: false,
  supersededNhsNumbers: [],
  upn: null,
  formerUpn: null,
  laChildId: null,
  postcode: null,
  uprn: null,
  mother: null,
  markers: [],
  dataQuality: [],
} as const;

/**
 * A person as a system holds them that keeps no more than this: whatever is left out is not held, and born.
 *
 * @example
 * ```ts
 * holdPerson({ ref: 'L-17', asOf: '2026-10-01T09:00:00Z', givenName: 'Maya', familyName: 'Okafor', dateOfBirth: '2021-03-04' });
 * ```
 */
export const holdPerson = (held: Pick<HeldPerson, 'ref' | 'asOf'> & Partial<HeldPerson>): HeldPerson => ({
  ...NOTHING_MORE,
  ...held,
});
