import type { TruePerson } from './model';
import type { Origin } from './origin';

type Told = Pick<TruePerson, 'id' | 'kind' | 'givenName' | 'familyName' | 'sex'> & Partial<TruePerson>;

/** One person of a generated family. Every property is named, so that all people have one shape in memory. */
export const personOf = (origin: Origin, told: Told): TruePerson => ({
  id: `${origin.familyId}-${told.id}`,
  familyId: origin.familyId,
  kind: told.kind,
  lifeState: told.lifeState ?? 'BORN',
  givenName: told.givenName,
  familyName: told.familyName,
  formerNames: told.formerNames ?? NONE,
  dateOfBirth: told.dateOfBirth,
  expectedDateOfBirth: told.expectedDateOfBirth,
  sex: told.sex,
  nhsNumber: told.nhsNumber,
  supersededNhsNumber: told.supersededNhsNumber,
  upn: told.upn,
  formerUpn: told.formerUpn,
  laChildId: told.laChildId,
  ethnicity: origin.ethnicity,
  firstLanguage: origin.firstLanguage,
  address: origin.address,
  previousAddress: origin.previousAddress,
  mother: told.mother,
  father: told.father,
  twinOf: told.twinOf,
});

const NONE: readonly string[] = [];
