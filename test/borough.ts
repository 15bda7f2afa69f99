import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdCipher } from '@family-view/gateway/linkage/id-cipher';
import { pointerAt } from '@family-view/gateway/linkage/slots';
import { type Borough, inventBorough, type StorylineKey, type TruePerson } from '@family-view/population';
import { AGENCIES, type AgencyName } from '@family-view/schema';

/** The borough that the stack is opened over, as it really is. */
export const borough = inventBorough();

/** Somebody of a story told by hand, by the part they play in it. */
export function storyPerson(story: StorylineKey, role: string): TruePerson {
  const id = borough.storylines.find(({ key }) => key === story)?.people[role];
  const person = id === undefined ? undefined : borough.people.get(id);
  if (!person) throw new Error(`The story "${story}" has nobody who is its "${role}".`);
  return person;
}

/** What a worker who knows the person well types into a search. */
export const searchFor = ({ givenName, familyName, dateOfBirth, address }: TruePerson) => ({
  givenName,
  familyName,
  dateOfBirth,
  postcode: address.postcode,
});

/** Looks like the search for a person, and is of nobody whom any agency holds. */
export const NOBODY = {
  givenName: 'Quillon',
  familyName: 'Nemowicz',
  dateOfBirth: '2020-08-17',
  postcode: 'ZB3 1ZQ',
} as const;

export const HOLDINGS = {
  health: 'health',
  education: 'education',
  'social-care': 'socialCare',
  housing: 'housing',
  'childrens-centre': 'childrensCentre',
} as const satisfies Readonly<Record<AgencyName, keyof Borough>>;

/** Reads which agency's reference belongs to which true person. */
export function truthReader(of: Borough): (agency: AgencyName, ref: string) => string | undefined {
  const truths = new Map(
    AGENCIES.flatMap((agency) =>
      of[HOLDINGS[agency]].people.map(({ ref, truth }): [string, string] => [`${agency}|${ref}`, truth]),
    ),
  );
  return (agency, ref) => truths.get(`${agency}|${ref}`);
}

/** Opens ids as the stack itself would: only a test that holds its key can. */
export function pointerReader(
  dataDirectory: string,
): (id: string, organisation: string) => ReadonlyMap<AgencyName, string> {
  const key = Buffer.from(readFileSync(join(dataDirectory, 'gateway', 'linkage.key'), 'utf8').trim(), 'hex');
  const idCipher = createIdCipher(key, AGENCIES, () => new Date());
  return (id, organisation) => {
    const slots = idCipher.openPerson(id, organisation);
    return new Map(
      AGENCIES.flatMap((agency): [AgencyName, string][] => {
        const ref = pointerAt(slots, agency);
        return ref === null ? [] : [[agency, ref]];
      }),
    );
  };
}
