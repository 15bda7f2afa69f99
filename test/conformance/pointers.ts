/** Whom the five may be asked about in the invented borough: people with records, and records that they close. */
import type { ClosedPointer, Pointers } from '@family-view/kit/conformance';
import { type Borough, type HeldIdentity, inventBorough } from '@family-view/population';
import type { AgencyName } from '@family-view/schema';

const HOLDINGS = {
  health: 'health',
  education: 'education',
  'social-care': 'socialCare',
  housing: 'housing',
  'childrens-centre': 'childrensCentre',
} as const;

const isClosed = ({ markers }: HeldIdentity): boolean => markers.some((marker) => marker !== 'DECEASED');

/** The borough with a closed record at the two agencies that hold none. */
export function boroughWithClosed(): Borough {
  const borough = inventBorough();
  const close = (people: readonly HeldIdentity[]): readonly HeldIdentity[] => {
    const one = people.find(
      ({ familyName, dateOfBirth, address }) => familyName !== 'Okafor' && dateOfBirth && address,
    );
    return people.map((person) => (person === one ? { ...person, markers: ['RESTRICTED'] } : person));
  };
  const { education, childrensCentre } = borough;
  return {
    ...borough,
    education: { ...education, people: close(education.people) },
    childrensCentre: { ...childrensCentre, people: close(childrensCentre.people) },
  };
}

/** The Okafor children and a few more, and everybody whose record the agency closes. */
export function pointersOf(agency: AgencyName, borough: Borough = inventBorough()): Pointers {
  const { people } = borough[HOLDINGS[agency]];
  const okafor = borough.storylines.find(({ key }) => key === 'okafor')!;
  const wanted = ['oldest', 'toddler', 'baby'].map((role) => okafor.people[role]);
  const open = people.filter((person) => wanted.includes(person.truth) && !isClosed(person));
  return {
    open: open.map(({ ref }) => ref),
    closed: people.filter(isClosed).map(closedPointer),
    area: borough.reachAreas[0]!.id,
  };
}

const closedPointer = (person: HeldIdentity): ClosedPointer => ({
  ref: person.ref,
  subject: Object.fromEntries(
    Object.entries({
      nhsNumber: person.nhsNumber,
      upn: person.upn,
      givenName: person.givenName,
      familyName: person.familyName,
      dateOfBirth: person.dateOfBirth,
      postcode: person.address?.postcode,
      uprn: person.address?.uprn,
    }).filter(([, value]) => value !== undefined),
  ),
});
