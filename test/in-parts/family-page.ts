/** What the portal's family page asks for, as scripts measure it: members, and a part of each agency. */
import type { OperationToJoin } from '../../portal/app/asking/join-operations';
import {
  FamilyCentre,
  FamilyEducation,
  FamilyHealth,
  FamilyHousing,
  FamilyMembers,
  FamilySocialCare,
} from '../../portal/operations/stored';
import { searchFor, storyPerson } from '../borough';
import type { RunningStack } from '../stack';

export const FAMILY_PAGE: readonly OperationToJoin[] = (
  [
    ['members', FamilyMembers],
    ['health', FamilyHealth],
    ['education', FamilyEducation],
    ['social-care', FamilySocialCare],
    ['housing', FamilyHousing],
    ['childrens-centre', FamilyCentre],
  ] as const
).map(([key, document]) => ({ key, document, variables: {}, agency: key === 'members' ? null : key }));

/** The id of the Okafor family, as a head of centre finds it. */
export async function findFamily(stack: Pick<RunningStack, 'ask'>): Promise<string> {
  const found = await stack.ask(
    'head-of-centre',
    'query ($by: PersonSearch!) { findPeople(by: $by) { certain { family { id } } } }',
    { variables: { by: searchFor(storyPerson('okafor', 'oldest')) } },
  );
  return found.body.data.findPeople.certain[0].family.id;
}

export const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
