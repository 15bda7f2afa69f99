/** Who of the register is meant. Certain only where name, birthday and postcode all agree; possible where one of them does not. */
import type { Member } from './records';

export interface Subject {
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  readonly dateOfBirth?: string | null;
  readonly postcode?: string | null;
}

const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
const FIELDS = ['givenName', 'familyName', 'dateOfBirth', 'postcode'] as const;

export function matchMembers(subject: Subject, members: readonly Member[]) {
  const known = FIELDS.filter((field) => subject[field]);
  return members.flatMap((member) => {
    const agree = known.filter((field) => plain(subject[field]!) === plain(member[field]));
    if (agree.length < 3 || !agree.includes('dateOfBirth')) return [];
    const outcome = agree.length === FIELDS.length ? ('MATCH' as const) : ('POTENTIAL' as const);
    return [{ ref: member.ref, outcome, score: outcome === 'MATCH' ? 0.99 : 0.8, comparedOn: known, member }];
  });
}
