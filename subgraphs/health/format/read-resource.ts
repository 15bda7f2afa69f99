import type { Kind } from './fhir';
import { readStanding } from './labels';
import { type Read, readLeniently } from './read-leniently';

/**
 * One resource of a page; `closedAsWhole` where the page itself is labelled as not to be shown. Null for what was entered
 * in error, or is no longer in use. Throws where nothing can be read.
 */
export function readResource<T>(kind: Kind<T>, resource: unknown, closedAsWhole = false): Read<T> | null {
  const standing = readStanding(resource, kind.type);
  if (standing.gone) return null;
  const read = readLeniently(kind.schema, resource, kind.type);
  if (read === null) throw new Error(`a ${kind.type} that cannot be read at all`);
  if (!standing.closed && !closedAsWhole) return read;
  // Whether a person is closed is told by the kit; that something on an open record is, by nobody but this fault.
  const told = { field: `${kind.type}.meta.security`, fault: 'labelled as not to be shown' };
  const faults = [...read.faults, ...standing.faults, ...(kind.type === 'Patient' ? [] : [told])];
  return { value: read.value, faults, closed: true };
}
