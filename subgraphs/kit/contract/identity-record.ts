import type { HeldPerson } from '../connector';
import type { ContractStreams } from './contract-streams';

/** `Identity` of the contract. */
export type ToldIdentity = Omit<HeldPerson, 'supersededNhsNumbers' | 'formerUpn' | 'nhsNumberVerified'> & {
  readonly nhsNumberVerified: boolean | null;
};

/**
 * A person as the grant lets this agency tell them. `of` is the ref whose streams count: for a member of a group, that of
 * the person who was asked about. `ref`, the kind of life and how current the record is stand whatever else is cut, since
 * the contract needs them.
 */
export function identityRecord(person: HeldPerson, of: string, streams: ContractStreams): ToldIdentity {
  const identity = streams.for(of, 'identity');
  const identifiers = identity && streams.for(of, 'identifiers');
  const address = identity && streams.for(of, 'address');
  const told = <Value>(open: boolean, value: Value): Value | null => (open ? value : null);
  return {
    ref: person.ref,
    lifeState: person.lifeState,
    givenName: told(identity, person.givenName),
    familyName: told(identity, person.familyName),
    formerNames: identity ? person.formerNames : [],
    dateOfBirth: told(identity, person.dateOfBirth),
    expectedDateOfBirth: told(identity, person.expectedDateOfBirth),
    sex: identity ? person.sex : 'U',
    birthOrder: told(identity, person.birthOrder ?? null),
    nhsNumber: told(identifiers, person.nhsNumber),
    nhsNumberVerified: told(identifiers, person.nhsNumber === null ? null : person.nhsNumberVerified),
    upn: told(identifiers, person.upn),
    laChildId: told(identifiers, person.laChildId),
    postcode: told(address, person.postcode),
    uprn: told(address, person.uprn),
    mother: told(identity, person.mother),
    markers: identity ? person.markers : [],
    asOf: person.asOf,
    dataQuality: identity ? person.dataQuality : [],
  };
}
