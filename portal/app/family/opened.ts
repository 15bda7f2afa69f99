import type { FindPeopleQueryVariables } from '../../operations/stored';

/** Whom a search or a list showed. */
export interface FoundPerson {
  readonly id: string;
  readonly displayName: string | null;
  readonly dateOfBirth: string | null;
  readonly expectedDateOfBirth: string | null;
  readonly lifeState: string | null;
}

/** A family that was opened in this sitting. Kept in memory alone: its ids end with the day, and it with the page. */
export interface Opened {
  readonly person: FoundPerson;
  /** Null where nobody asserts a family, or who belongs to it is not shared: then the person is shown alone. */
  readonly family: string | null;
  /** The person's other families: a child whose parents live apart has two. */
  readonly otherFamilies: readonly string[];
  /** Why none may be shown: withheld, or an agency that could assert one did not answer. Null where all have told. */
  readonly familyWithheld: string | null;
  /** What the person was found by, to find them again with. */
  readonly foundBy: FindPeopleQueryVariables['by'];
}

/** Enough to find somebody again by, tomorrow, when their id has ended. */
export function foundBy(
  { displayName, dateOfBirth }: Pick<FoundPerson, 'displayName' | 'dateOfBirth'>,
  identities: readonly { readonly postcode: string | null }[] | null,
): Opened['foundBy'] {
  const [givenName, ...rest] = displayName?.split(' ') ?? [];
  const postcode = identities?.find((one) => one.postcode !== null)?.postcode ?? null;
  return { givenName: givenName ?? null, familyName: rest.at(-1) ?? null, dateOfBirth, postcode };
}

/** A break-glass: until when, and what it opens. */
export interface Glass {
  readonly key: string;
  readonly reference: string;
  readonly family: string;
  readonly until: Date;
  readonly reviewBy: Date;
  readonly streams: readonly string[];
  readonly told: readonly string[];
  readonly notTold: readonly string[];
}
