import {
  FamilyCentre,
  FamilyEducation,
  FamilyHealth,
  FamilyHousing,
  FamilySocialCare,
  PersonCentre,
  PersonEducation,
  PersonHealth,
  PersonHousing,
  PersonSocialCare,
} from '../../operations/stored';

/** The agencies in the order in which their parts are shown, and the one operation that asks each for all of it. */
export const PARTS = [
  { agency: 'health', ofFamily: FamilyHealth, ofPerson: PersonHealth },
  { agency: 'education', ofFamily: FamilyEducation, ofPerson: PersonEducation },
  { agency: 'social-care', ofFamily: FamilySocialCare, ofPerson: PersonSocialCare },
  { agency: 'housing', ofFamily: FamilyHousing, ofPerson: PersonHousing },
  { agency: 'childrens-centre', ofFamily: FamilyCentre, ofPerson: PersonCentre },
] as const;

export type PartAgency = (typeof PARTS)[number]['agency'];
