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

/** A person as a system holds them that keeps no more than this: whatever is left out is not held, and born. */
export const holdPerson = (held: Pick<HeldPerson, 'ref' | 'asOf'> & Partial<HeldPerson>): HeldPerson => ({
  ...NOTHING_MORE,
  ...held,
});
