import type { DataQuality, HeldPerson } from '@family-view/kit';
import type { RegisteredPerson } from './export/join-registrations';
import type { Snapshot } from './snapshot';

/** A registered person as the kit compares and shows them. */
export function heldPerson(snapshot: Snapshot, person: RegisteredPerson): HeldPerson {
  return {
    ref: person.ref,
    lifeState: lifeStateOf(person),
    givenName: person.forename,
    familyName: person.surname,
    formerNames: [],
    dateOfBirth: person.dateOfBirth,
    expectedDateOfBirth: person.expectedDateOfBirth,
    sex: person.sex,
    nhsNumber: person.nhsNumber,
    // A parent wrote it on a form; nobody traced it.
    nhsNumberVerified: false,
    supersededNhsNumbers: [],
    upn: null,
    formerUpn: null,
    laChildId: null,
    postcode: person.postcode,
    uprn: person.uprn,
    mother: person.mother,
    markers: person.markers,
    asOf: snapshot.index.exportedAt,
    dataQuality: dataQualityOf(snapshot, person),
  };
}

const lifeStateOf = (person: RegisteredPerson): HeldPerson['lifeState'] => {
  if (person.markers.includes('DECEASED')) return 'DIED';
  return person.dateOfBirth === null && person.expectedDateOfBirth !== null ? 'UNBORN' : 'BORN';
};

/** Faults of the person's own rows, and the one fault that touches everybody: that a newer export could not be read. */
export function dataQualityOf({ index, refusal }: Snapshot, person: RegisteredPerson): readonly DataQuality[] {
  const rows: readonly { readonly dataQuality: readonly DataQuality[] }[] = [
    ...(index.attendances?.(person.ref) ?? []),
    ...(index.familySupport?.(person.ref) ?? []),
    ...(index.referrals?.(person.ref) ?? []),
  ];
  const stale: readonly DataQuality[] =
    refusal === null
      ? []
      : [{ field: 'export', fault: `a newer export could not be read; this is as of ${index.exportedAt}` }];
  return [...person.dataQuality, ...rows.flatMap(({ dataQuality }) => dataQuality), ...stale];
}
