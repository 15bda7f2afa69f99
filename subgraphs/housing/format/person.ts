import { type HeldPerson, holdPerson, type Marker, type Sex } from '@family-view/kit';
import { type FieldReader, readFields } from '@family-view/kit/field-reader';
import { checkPostcode, checkUprn } from '@family-view/kit/identifiers';
import { readMarkers } from '@family-view/kit/read-markers';
import { readSex } from '@family-view/kit/read-sex';
import { splitFullName } from './names';
import type { TenureMember, TenureRecord } from './tenure';

/** A row of `/persons`, under the names of Hackney's person API; null where it has no id. */
export function readPerson(value: unknown, asOf: string): HeldPerson | null {
  const fields = readFields(value);
  const ref = fields?.text('id') ?? null;
  if (fields === null || ref === null) return null;
  const surname = fields.text('surname');
  const address = fields.part('address');
  const markers = [...markersOf(fields)];
  const others = [...(fields.texts('previousSurnames') ?? []), fields.text('preferredSurname')];
  const givenName = fields.text('firstName');
  const givenNames = ['middleName', 'preferredFirstName', 'preferredMiddleName'].map((name) => fields.text(name));
  const died = fields.date('dateOfDeath') !== null;
  if (died && !markers.includes('DECEASED')) markers.push('DECEASED');
  // No landlord holds numbers of the health service, the schools or the council, nor the unborn.
  return holdPerson({
    ref,
    lifeState: markers.includes('DECEASED') ? 'DIED' : 'BORN',
    givenName,
    otherGivenNames: [...new Set(givenNames)].filter((name): name is string => name !== null && name !== givenName),
    familyName: surname,
    formerNames: others.filter((name): name is string => name !== null && name !== surname),
    dateOfBirth: fields.date('dateOfBirth'),
    sex: sexOf(fields),
    postcode: address?.checked('postCode', checkPostcode) ?? null,
    uprn: address?.checked('uprn', checkUprn) ?? null,
    markers,
    asOf,
    dataQuality: fields.faults,
  });
}

/** A household member of whom the landlord keeps no record of their own: what the tenure tells, and no more. */
export function personOfMember(member: TenureMember, tenure: TenureRecord, asOf: string): HeldPerson | null {
  if (member.ref === null) return null;
  const name = splitFullName(member.fullName ?? '');
  const faults =
    name.fault === null ? member.dataQuality : [...member.dataQuality, { field: 'fullName', fault: name.fault }];
  return holdPerson({
    ref: member.ref,
    givenName: name.givenName,
    familyName: name.familyName,
    dateOfBirth: member.dateOfBirth,
    postcode: tenure.postcode,
    uprn: tenure.uprn,
    asOf,
    dataQuality: member.fullName === null ? member.dataQuality : faults,
  });
}

/** A marker this code does not know still means that somebody wanted the record closed. */
function markersOf(fields: FieldReader): readonly Marker[] {
  const faultsBefore = fields.faults.length;
  const sent = fields.texts('markers') ?? [];
  if (fields.faults.length > faultsBefore) return ['RESTRICTED'];
  const read = readMarkers(sent);
  if (read.unknown) fields.fault('markers', 'not a marker this agency agreed; treated as RESTRICTED');
  return read.markers;
}

function sexOf(fields: FieldReader): Sex {
  const { sex, known } = readSex(fields.text('gender'));
  if (!known) fields.fault('gender', 'expected male or female, or a code for them');
  return sex;
}
