import { randomUUID } from 'node:crypto';
import DataLoader from 'dataloader';
import type { Connector, HeldPerson, Marker } from './connector';

/** Markers that close a record here whatever the protocol and the grant say. A death closes nothing: a review may need it. */
const CLOSING: readonly Marker[] = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];

/** Closed by its markers. */
export const isClosed = (person: HeldPerson): boolean => person.markers.some((marker) => CLOSING.includes(marker));

/** The agency's own veto, for the length of one request: every read of a person goes through it. */
export interface Veto {
  /** The person, if held here and open; null is all that can be told of a closed record. */
  openPerson(ref: string): Promise<HeldPerson | null>;
  openPeople(refs: readonly string[]): Promise<readonly (HeldPerson | null)[]>;
  /**
   * The same for people whom another record names, with one read of the partner system even where it names nobody, or those
   * who were read before: so that the time does not tell whether somebody closed is named.
   */
  openNamed(refs: readonly string[]): Promise<readonly (HeldPerson | null)[]>;
  /** People whether open or closed: for what never leaves here but as a reason to withhold. */
  heldPeople(refs: readonly string[]): Promise<readonly (HeldPerson | null)[]>;
  /** True only for a record that is held and closed. */
  isClosed(ref: string): Promise<boolean>;
}

/** One read of a person serves every question about them within the request. */
export function vetoOver(connector: Connector): Veto {
  const people = new DataLoader((refs: readonly string[]) => connector.people(refs));
  const openPerson = async (ref: string): Promise<HeldPerson | null> => {
    const person = await people.load(ref);
    return person && !isClosed(person) ? person : null;
  };
  const openPeople = (refs: readonly string[]): Promise<readonly (HeldPerson | null)[]> =>
    Promise.all(refs.map(openPerson));
  return {
    openPerson,
    openPeople,
    // Nobody has this ref, and no read of it is kept from before.
    openNamed: async (refs) => (await openPeople([...refs, randomUUID()])).slice(0, refs.length),
    heldPeople: (refs) => Promise.all(refs.map((ref) => people.load(ref))),
    isClosed: async (ref) => {
      const person = await people.load(ref);
      return person !== null && isClosed(person);
    },
  };
}
