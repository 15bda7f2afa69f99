import { holdPerson } from '@family-view/kit/hold-person';
import { type HeldIdentity, inventBorough } from '@family-view/population';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { HOLDINGS } from '../borough';
import { type InMemoryAgency, openInMemoryAgency } from './in-memory-agency';
import { type Counts, openTally, outcomeOf } from './tally';

/** Agencies that take what a parent wrote on a form for a number. */
const UNTRACED: readonly AgencyName[] = ['childrens-centre'];
const CLOSED = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];

/** A record of the borough as its agency's connector reads it. */
export const heldBy = (agency: AgencyName, person: HeldIdentity) =>
  holdPerson({
    ref: person.ref,
    asOf: '2026-03-01T09:00:00Z',
    lifeState: person.lifeState,
    givenName: person.givenName ?? null,
    familyName: person.familyName ?? null,
    formerNames: person.formerNames,
    dateOfBirth: person.dateOfBirth ?? null,
    expectedDateOfBirth: person.expectedDateOfBirth ?? null,
    sex: person.sex,
    nhsNumber: person.nhsNumber ?? null,
    nhsNumberVerified: person.nhsNumberStatus === '01' && !UNTRACED.includes(agency),
    supersededNhsNumbers: person.supersededNhsNumbers,
    upn: person.upn ?? null,
    formerUpn: person.formerUpn ?? null,
    laChildId: person.laChildId ?? null,
    postcode: person.address?.postcode ?? null,
    uprn: person.address?.uprn ?? null,
    mother: person.motherRef ?? null,
  });

/** What one agency is told of another's record, as the gateway tells it: a number only where it was traced. */
export const subjectOf = (record: ReturnType<typeof heldBy>): object => ({
  givenName: record.givenName,
  familyName: record.familyName,
  formerNames: record.formerNames,
  dateOfBirth: record.dateOfBirth,
  sex: record.sex,
  postcode: record.postcode,
  uprn: record.uprn,
  upn: record.upn,
  laChildId: record.laChildId,
  nhsNumber: record.nhsNumberVerified ? record.nhsNumber : null,
});

/**
 * Every open record of every agency, asked about at every other agency that holds the same person: was that person's
 * record joined, offered or missed, or somebody else's joined?
 */
export async function measureBorough(
  families: number,
  seed: number,
  heard: (from: AgencyName, to: AgencyName, asked: object, truth: string | null, got: string) => void = () => {},
): Promise<readonly (readonly [string, Counts])[]> {
  const borough = inventBorough({ families, seed });
  const truthOf = new Map<string, string>();
  const held = new Map(
    AGENCIES.map((agency) => {
      const people = borough[HOLDINGS[agency]].people.filter(
        ({ markers, lifeState }) => lifeState !== 'UNBORN' && !markers.some((marker) => CLOSED.includes(marker)),
      );
      for (const { ref, truth } of people) truthOf.set(`${agency} ${ref}`, truth);
      return [agency, people.map((person) => heldBy(agency, person))] as const;
    }),
  );
  const agencies = new Map<AgencyName, InMemoryAgency>(
    [...held].map(([name, people]) => [name, openInMemoryAgency(people)]),
  );
  const tally = openTally();
  for (const [from, people] of held) {
    for (const record of people) {
      const truth = truthOf.get(`${from} ${record.ref}`);
      for (const [to, agency] of agencies) {
        if (to === from) continue;
        const own = held.get(to)!.filter(({ ref }) => truthOf.get(`${to} ${ref}`) === truth);
        const told = await agency.match(subjectOf(record));
        // Of two records of one person either is right.
        const right =
          own.find(({ ref }) => told.some((one) => one.ref === ref && one.outcome === 'MATCH')) ??
          own.find(({ ref }) => told.some((one) => one.ref === ref)) ??
          own[0];
        const outcome = outcomeOf(right?.ref ?? null, told);
        if (right || outcome === 'wrong') {
          tally.add(to, outcome);
          heard(from, to, subjectOf(record), right?.ref ?? null, outcome);
        }
      }
    }
  }
  return tally.rows();
}
