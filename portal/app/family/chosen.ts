import { withheldWithin } from '@family-view/client';
import type { ClaimRelationshipMutation } from '../../operations/stored';
import type { FoundPerson, Opened } from './opened';
import type { Family } from './use-family';

/** Somebody of an opened family, whom a form is about. */
export interface Chosen {
  /** Which of the families opened in this sitting. */
  readonly at: number;
  readonly person: FoundPerson;
  /** What they can be searched for by. */
  readonly by: Opened['foundBy'];
  /** What was withheld of them, as people call it; null while an agency was still being asked. */
  readonly withheld: readonly string[] | null;
}

/** What the requester said of somebody in this sitting, and what became of it: shown on the family's page. */
export type Said = { readonly chosen: Chosen } & (
  | {
      readonly kind: 'claim';
      readonly claimed: NonNullable<ClaimRelationshipMutation['claimRelationship']>;
    }
  | {
      readonly kind: 'match';
      readonly agency: string;
      readonly same: boolean;
      /** How the agency stands to the person since. */
      readonly status: string | null;
      /** What was said waits for somebody else to agree. */
      readonly waits: boolean;
    }
);

/** What is withheld of one person, as people call it; null while an agency is still being asked. */
export function withheldOf(family: Family, person: string): readonly string[] | null {
  if (family.parts.some(({ asked }) => asked.state === 'asking')) return null;
  const messages = family.parts.flatMap(({ at, asked: { told } }) => {
    const path = at(person);
    return told === null || path === null ? [] : withheldWithin(told, path).map(({ message }) => message);
  });
  // A notice begins with what it is about: `Rent arrears: not shared with …`.
  return [...new Set(messages.map((message) => message.split(':')[0] ?? message))];
}
