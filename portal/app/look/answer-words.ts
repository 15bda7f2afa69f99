import type { Answered } from '@family-view/client';
import { age, agencyName, day, listed, word } from './words';

/** What an agency said of somebody it is not certain of. */
export const POSSIBLE: Readonly<Record<string, string>> = {
  POTENTIAL: 'They hold one record that may be this person, and may not.',
  MANY: 'They hold several records that cannot be told apart.',
  CONFLICT: 'They are certain of somebody, at odds with another agency.',
};

/** How an agency answered a search. */
export const SAID: Readonly<Record<string, string>> = {
  ANSWERED: 'knows them',
  NOTHING_HELD: 'looked, and holds nothing',
  POSSIBLE: 'Possible match: contact the agency',
  WITHHELD: 'does not tell your role for this purpose',
  UNAVAILABLE: 'did not answer: may hold something',
  NOT_COVERED: 'does not cover this person',
};

/** Names of the details that an agency compared. */
export const comparedIn = ({ comparedOn }: { readonly comparedOn: readonly string[] | null }): string =>
  listed((comparedOn ?? []).map(word)) ?? 'nothing';

/** What the requester has proposed of a possible record, and whom it waits for: by the agency's name, not its id. */
export const proposedIn = ({ agency, proposal }: { readonly agency: string; readonly proposal: string }): string =>
  proposal.replace(`waiting for ${agency},`, `waiting for ${agencyName(agency)},`);

/** Whom to ring at an agency; empty where that is not told. */
export function ringFor({ notices }: Answered<unknown>, agency: string): string {
  const ring = notices.find((one) => one.agency === agency && one.ring !== null)?.ring;
  return ring ? ` Ring ${ring}.` : '';
}

export function bornLine(person: {
  readonly dateOfBirth: string | null;
  readonly expectedDateOfBirth: string | null;
  readonly lifeState: string | null;
}): string {
  if (person.lifeState === 'UNBORN')
    return `Unborn, expected ${day(person.expectedDateOfBirth) ?? 'at a time not told'}`;
  const born = day(person.dateOfBirth);
  const years = age(person.dateOfBirth);
  const died = person.lifeState === 'DIED' ? ' · has died' : '';
  return (born === null ? 'Date of birth not told' : `Born ${born}${years && died === '' ? `, ${years}` : ''}`) + died;
}
