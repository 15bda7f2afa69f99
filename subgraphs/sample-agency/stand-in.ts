/** A small system in place of the real one: people of the invented borough, and what this agency might do with them. */
import {
  type Borough,
  type BoroughOptions,
  type HeldIdentity,
  inventBorough,
  onlyListed,
  type Row,
  type RunningSystem,
  serveRows,
} from '@family-view/population';

/** `today` is the borough's own day, by which its records run or have ended. */
export async function startStandIn(options?: BoroughOptions): Promise<RunningSystem & { readonly today: string }> {
  const borough = inventBorough(options);
  return { ...(await startSampleAgencySystem(borough)), today: borough.today };
}

/** It holds whom the landlord holds, as the landlord writes them. Truth about people is never written. */
export function startSampleAgencySystem({ housing }: Pick<Borough, 'housing'>): Promise<RunningSystem> {
  const people = [...housing.people].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  const filters = {
    ids: onlyListed('id'),
    dateOfBirth: onlyListed('dateOfBirth'),
    postcode: onlyListed('postcode'),
    uprn: onlyListed('uprn'),
    workerId: onlyListed('workerId'),
    markers: onlyListed('markers'),
  };
  return serveRows(
    {
      '/people': { rows: people.map(personRow), where: filters },
      '/episodes': { rows: people.map(episodeRow), where: { personIds: onlyListed('personId') } },
    },
    ({ rows, total }) => ({ rows, total }),
  );
}

/** This agency's own reference, which is nobody else's. */
export const refOf = ({ ref }: HeldIdentity): string => `sample-agency-${ref.replace(/\D/g, '')}`;

const WORKER = {
  id: 'w-sample-agency-1',
  name: 'Priya Nair',
  role: 'Adviser',
  team: 'Sample agency team',
  organisation: 'sample-agency',
  phone: '01632 960940',
  email: 'priya.nair@sample-agency.example',
};

const personRow = (person: HeldIdentity): Row => ({
  id: refOf(person),
  givenName: person.givenName,
  familyName: person.familyName,
  formerNames: person.formerNames,
  dateOfBirth: person.dateOfBirth,
  sex: person.sex,
  postcode: person.address?.postcode,
  uprn: person.address?.uprn,
  markers: person.lifeState === 'DIED' ? [...new Set([...person.markers, 'DECEASED'])] : person.markers,
  workerId: WORKER.id,
});

const episodeRow = (person: HeldIdentity): Row => ({
  personId: refOf(person),
  activity: 'Advice and guidance',
  startDate: '2026-09-07',
  worker: WORKER,
});
