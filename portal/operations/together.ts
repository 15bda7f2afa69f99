import type { DocumentNode } from 'graphql';
import { joinOperations } from '../app/asking/join-operations';

/** What every agency tells together: who is in the family. */
export const MEMBERS = 'members';

/** The operations by hand that are asked together, by agency: of a family, and of a person alone. */
export const BY_AGENCY = {
  health: ['FamilyHealth', 'PersonHealth'],
  education: ['FamilyEducation', 'PersonEducation'],
  'social-care': ['FamilySocialCare', 'PersonSocialCare'],
  housing: ['FamilyHousing', 'PersonHousing'],
  'childrens-centre': ['FamilyCentre', 'PersonCentre'],
} as const;

interface PartAsked {
  readonly agency: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, string>>;
}

/** One question for all of a family, or of a person alone where `members` is null. In whatever order agencies are told, its text is one. */
export const joinParts = (members: DocumentNode | null, parts: readonly PartAsked[]) =>
  joinOperations(members ? 'family' : 'person', [
    ...(members ? [{ key: MEMBERS, document: members, variables: {}, agency: null }] : []),
    ...[...parts]
      .sort((one, other) => (one.agency < other.agency ? -1 : 1))
      .map((part) => ({ ...part, key: part.agency })),
  ]);
