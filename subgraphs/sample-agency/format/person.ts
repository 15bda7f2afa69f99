import { type HeldPerson, holdPerson, type Marker } from '@family-view/kit';
import { type FieldReader, readFields } from '@family-view/kit/field-reader';
import { checkPostcode, checkUprn } from '@family-view/kit/identifiers';
import { readMarkers } from '@family-view/kit/read-markers';
import { readSex } from '@family-view/kit/read-sex';

/** A row of `/people`; null where it has no id. */
export function readPerson(value: unknown, asOf: string): HeldPerson | null {
  const fields = readFields(value);
  const ref = fields?.text('id') ?? null;
  if (fields === null || ref === null) return null;
  const { sex, known } = readSex(fields.text('sex'));
  if (!known) fields.fault('sex', 'expected M, F or U');
  const markers = markersOf(fields);
  return holdPerson({
    ref,
    lifeState: markers.includes('DECEASED') ? 'DIED' : 'BORN',
    givenName: fields.text('givenName'),
    familyName: fields.text('familyName'),
    formerNames: fields.texts('formerNames') ?? [],
    dateOfBirth: fields.date('dateOfBirth'),
    sex,
    postcode: fields.checked('postcode', checkPostcode),
    uprn: fields.checked('uprn', checkUprn),
    markers,
    asOf,
    dataQuality: fields.faults,
  });
}

/** A marker this code does not know still means that somebody wanted the record closed. */
function markersOf(fields: FieldReader): readonly Marker[] {
  const before = fields.faults.length;
  const sent = fields.texts('markers') ?? [];
  if (fields.faults.length > before) return ['RESTRICTED'];
  const read = readMarkers(sent);
  if (read.unknown) fields.fault('markers', 'not a marker this agency agreed; treated as RESTRICTED');
  return read.markers;
}
