import type { PartAgency } from '../family/agencies';
import { CHILDRENS_CENTRE } from './childrens-centre';
import { EDUCATION } from './education';
import { HEALTH } from './health';
import { HOUSING } from './housing';
import type { Section } from './section';
import { SOCIAL_CARE } from './social-care';

/** What is shown of each agency's record, in this order. */
export const SECTIONS: Readonly<Record<PartAgency, readonly Section[]>> = {
  health: HEALTH,
  education: EDUCATION,
  'social-care': SOCIAL_CARE,
  housing: HOUSING,
  'childrens-centre': CHILDRENS_CENTRE,
};
