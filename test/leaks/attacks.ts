/** What somebody would try who holds a role's rights and wants more: names over a calendar, and lists of every area. */
import type { PersonaName } from '@family-view/gateway/identity/personas';
import type { TruePerson } from '@family-view/population';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { borough, HOLDINGS } from '../borough';
import type { SharedStack } from '../stack';

export const ATTACKERS = [
  'lead-professional',
  'school-lead',
  'head-of-centre',
] as const satisfies readonly PersonaName[];
export type Attacker = (typeof ATTACKERS)[number];

/** By these an agency closes a record whatever the grant says. */
const CLOSING = ['RESTRICTED', 'SHIELDED', 'ADOPTED'];
interface Held {
  readonly agency: AgencyName;
  readonly ref: string;
  readonly truth: string;
  readonly markers: readonly string[];
}
const records: readonly Held[] = AGENCIES.flatMap((agency) =>
  borough[HOLDINGS[agency]].people.map(({ ref, truth, markers }) => ({ agency, ref, truth, markers })),
);
export const isClosed = ({ markers }: Pick<Held, 'markers'>): boolean => markers.some((one) => CLOSING.includes(one));
const closed = records.filter(isClosed);
export const closedAt = (truth: string): readonly AgencyName[] => [
  ...new Set(closed.filter((one) => one.truth === truth).map(({ agency }) => agency)),
];
const closedRefs = new Set(closed.map(({ agency, ref }) => `${agency}|${ref}`));
export const isClosedRef = (agency: string, ref: string): boolean => closedRefs.has(`${agency}|${ref}`);
/** People of whom some agency has a closed record. */
export const markedPeople: readonly TruePerson[] = [...new Set(closed.map(({ truth }) => truth))].map(
  (truth) => borough.people.get(truth)!,
);

/** Every postcode, dwelling and number that an agency holds. */
export const everyAddressAndNumber: readonly Readonly<Record<string, string>>[] = (
  ['postcode', 'uprn', 'nhsNumber', 'upn'] as const
).flatMap((field) => {
  const values = AGENCIES.flatMap((agency) =>
    borough[HOLDINGS[agency]].people.flatMap((held) => {
      const value = { ...held, ...held.address }[field];
      return typeof value === 'string' && value !== '' ? [value] : [];
    }),
  );
  return [...new Set(values)].map((value) => ({ [field]: value }));
});

export interface NameGuess {
  readonly of: TruePerson;
  readonly by: { readonly givenName: string; readonly familyName: string; readonly dateOfBirth: string };
}

/** Each name with so many days: the right one among days that nobody of that name has. */
export function nameGuesses(people: readonly TruePerson[], daysEach: number): readonly NameGuess[] {
  return people.flatMap((of, at) =>
    Array.from({ length: daysEach }, (_, step): NameGuess => {
      const right = of.dateOfBirth ?? '2016-05-17';
      // Years and months away: no slip of a pen makes one of the other.
      const wrong = new Date(
        Date.UTC(1951 + ((at * 7 + step * 5) % 40), (at * 5 + step * 3) % 12, 11 + ((at + step) % 8)),
      );
      const dateOfBirth = step === Math.floor(daysEach / 2) ? right : wrong.toISOString().slice(0, 10);
      return { of, by: { givenName: of.givenName, familyName: of.familyName, dateOfBirth } };
    }),
  );
}

const SEARCH = `query ($by: PersonSearch!) { findPeople(by: $by) {
  certain { id answers { agency status } } selected { agency comparedOn } possible { agency outcome comparedOn } answers { agency status } } }`;
const ROSTER = `query ($area: ID, $after: String) { caseload(area: $area, first: 10, after: $after) {
  nodes { id displayName } pageInfo { endCursor } } }`;

export const askName = (stack: SharedStack, as: Attacker, { by }: Pick<NameGuess, 'by'>) =>
  stack.ask(as, SEARCH, { variables: { by } });

/** Every area that the centres' reach, one that nobody has, and none: one's own caseload; page by page. */
export const AREAS = ['thornwick', 'aldermere', 'saltby', 'nowhere', 'THORNWICK', null] as const;
export const askRoster = (stack: SharedStack, as: Attacker, area: string | null, after: string | null) =>
  stack.ask(as, ROSTER, { variables: { area, after } });
