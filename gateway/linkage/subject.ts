import type { Rights } from '../policy/decide/compile-protocol';
import type { HeldIdentity } from './contract-replies';

/** What is told to an agency of a person, so that it can look inside its own walls: `Subject` of the contract. */
export interface Subject {
  readonly nhsNumber?: string;
  readonly upn?: string;
  readonly laChildId?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly formerNames?: readonly string[];
  readonly dateOfBirth?: string;
  readonly expectedDateOfBirth?: string;
  readonly sex?: string;
  /** Of the children of one birth, 1 for the first. */
  readonly birthOrder?: number;
  readonly postcode?: string;
  readonly uprn?: string;
  /** Through whom alone an unborn child is known. */
  readonly mother?: Subject;
  /** As single agencies have them. */
  readonly versions?: readonly Subject[];
  /** Whom agencies take to belong with this person: told where markers are asked for, and nowhere else. */
  readonly relatives?: readonly Relative[];
}

/** `Relative` of the contract. */
export interface Relative {
  readonly subject: Subject;
  readonly personIs: string | null;
  readonly relativeIs: string | null;
  readonly together: boolean;
}

/** Which stream of the contract each field of a subject is of. */
export const FIELDS = {
  identity: ['givenName', 'familyName', 'formerNames', 'dateOfBirth', 'expectedDateOfBirth', 'sex', 'birthOrder'],
  address: ['postcode', 'uprn'],
  identifiers: ['nhsNumber', 'upn', 'laChildId'],
} as const;

/** An identity learned from one agency, and which agency that is. */
export interface Learned {
  readonly from: string;
  readonly identity: HeldIdentity;
  /** Of an unborn child: its mother, as the same agency holds her. */
  readonly mother?: HeldIdentity;
}

/** What an agency passes on of an identity is of these. */
export type Share = keyof typeof FIELDS;
export const SHARES = Object.keys(FIELDS) as readonly Share[];

/** The shares that one agency lets another know. */
export const sharesTo = (to: string, from: string, rights: Pick<Rights, 'flows'>): readonly Share[] =>
  SHARES.filter((share) => rights.flows(from, share, to));

/**
 * What may be told to `to` of one person: what the requester stated, and what other agencies hold, each only where its
 * owner has a flow to `to`. The requester's own words come first; then the agencies in the order given.
 */
export function subjectFor(
  to: string,
  stated: Subject,
  learned: readonly Learned[],
  rights: Pick<Rights, 'flows'>,
): Subject {
  const subject: Record<string, unknown> = { ...stated };
  for (const one of learned) if (one.from !== to) addShares(subject, one, sharesTo(to, one.from, rights));
  return subject;
}

/** What is in these shares of what an agency said of somebody. All of them may be told to that agency itself. */
export function subjectWithin(shares: readonly Share[], one: Pick<Learned, 'identity' | 'mother'>): Subject {
  const subject: Record<string, unknown> = {};
  addShares(subject, one, shares);
  return subject;
}

/** Of a mother as of her child, where it may be told who they are. */
function addShares(
  subject: Record<string, unknown>,
  { identity, mother }: Pick<Learned, 'identity' | 'mother'>,
  shares: readonly Share[],
): void {
  if (mother && shares.includes('identity')) subject.mother ??= subjectWithin(shares, { identity: mother });
  for (const share of shares)
    for (const field of FIELDS[share]) {
      if (field === 'nhsNumber' && identity.nhsNumberVerified !== true) continue;
      const value = identity[field];
      if (subject[field] === undefined && value !== null && !(Array.isArray(value) && value.length === 0))
        subject[field] = value;
    }
}

/** The shares of one agency that any flow lets out: what linkage asks of it, for joining only. */
export const sharedForLinkage = (from: string, agencies: readonly string[], rights: Rights): readonly Share[] =>
  SHARES.filter((share) => agencies.some((to) => to !== from && rights.flows(from, share, to)));

/** As an agency of contract 1 takes it. */
export function asOfContract1({ birthOrder: _, mother, versions, relatives, ...subject }: Subject): Subject {
  return {
    ...subject,
    ...(mother ? { mother: asOfContract1(mother) } : {}),
    ...(versions ? { versions: versions.map(asOfContract1) } : {}),
    ...(relatives ? { relatives: relatives.map((one) => ({ ...one, subject: asOfContract1(one.subject) })) } : {}),
  };
}

export const isEmptySubject = (subject: Subject): boolean =>
  Object.values(subject).every((value) => value === undefined);
