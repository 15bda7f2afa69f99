import type { TypedDocumentNode } from '@apollo/client';
import {
  FamilyCentre,
  FamilyContract,
  FamilyEducation,
  FamilyHealth,
  FamilyHousing,
  FamilySocialCare,
  PersonCentre,
  PersonContract,
  PersonEducation,
  PersonHealth,
  PersonHousing,
  PersonSocialCare,
} from '../../operations/stored';
import { CHILDRENS_CENTRE } from '../sections/childrens-centre';
import { EDUCATION } from '../sections/education';
import { HEALTH } from '../sections/health';
import { HOUSING } from '../sections/housing';
import type { Section } from '../sections/section';
import { SOCIAL_CARE } from '../sections/social-care';
import { derivePart } from './derive-part';
import type { Partner } from './partner';

type Operation = TypedDocumentNode<unknown, Record<string, unknown>>;

/** How one agency is asked for all of its part of a family, and what is shown of it. */
export interface PartSpec {
  readonly agency: string;
  readonly partner: Partner;
  readonly ofFamily: Operation;
  readonly ofPerson: Operation;
  /** Beside the family's or the person's id. */
  readonly variables: Readonly<Record<string, string>>;
  readonly sections: readonly Section[];
  /** Whether the portal was written for it; what any other agency adds is drawn from the schema. */
  readonly isWritten: boolean;
}

/** What the portal was written for: an operation and sections by hand. It needs nothing here to show an agency. */
const WRITTEN: Readonly<Record<string, Pick<PartSpec, 'sections'> & { ofFamily: unknown; ofPerson: unknown }>> = {
  health: { ofFamily: FamilyHealth, ofPerson: PersonHealth, sections: HEALTH },
  education: { ofFamily: FamilyEducation, ofPerson: PersonEducation, sections: EDUCATION },
  'social-care': { ofFamily: FamilySocialCare, ofPerson: PersonSocialCare, sections: SOCIAL_CARE },
  housing: { ofFamily: FamilyHousing, ofPerson: PersonHousing, sections: HOUSING },
  'childrens-centre': { ofFamily: FamilyCentre, ofPerson: PersonCentre, sections: CHILDRENS_CENTRE },
};

/** A part for each agency that takes part, in the order in which they are told. */
export const partsOf = (partners: readonly Partner[]): readonly PartSpec[] => partners.map(partOf);

function partOf(partner: Partner): PartSpec {
  const written = Object.hasOwn(WRITTEN, partner.id) ? WRITTEN[partner.id] : undefined;
  const of = { agency: partner.id, partner };
  if (written)
    return {
      ...of,
      ...(written as Pick<PartSpec, 'ofFamily' | 'ofPerson' | 'sections'>),
      variables: {},
      isWritten: true,
    };
  const derived = derivePart(partner);
  return { ...of, ...(derived ?? CONTRACT_ALONE), variables: { agency: partner.id }, isWritten: false };
}

/** An agency that adds no field to a person, or none that the requester could be shown. */
export const CONTRACT_ALONE = {
  ofFamily: FamilyContract as Operation,
  ofPerson: PersonContract as Operation,
  sections: [] as readonly Section[],
};
