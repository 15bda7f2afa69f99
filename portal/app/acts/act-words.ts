/** Acts and their codes as people say them. */

export const SERVICES = {
  CHILDRENS_CENTRE: 'A children’s centre',
  EARLY_HELP_ACCESS: 'Early help access',
  SOCIAL_CARE: 'Social care',
  UNIVERSAL_HEALTH: 'The universal health service (health visiting, school nursing)',
} as const;

/** Which services an agency takes referrals to. */
export const SERVICES_OF: Readonly<Record<string, readonly (keyof typeof SERVICES)[]>> = {
  'childrens-centre': ['CHILDRENS_CENTRE'],
  'social-care': ['EARLY_HELP_ACCESS', 'SOCIAL_CARE'],
  health: ['UNIVERSAL_HEALTH'],
};

/** CIN census, primary need. */
export const NEEDS = [
  ['N1', 'Abuse or neglect'],
  ['N2', 'Child’s disability or illness'],
  ['N3', 'Parent’s disability or illness'],
  ['N4', 'Family in acute stress'],
  ['N5', 'Family dysfunction'],
  ['N6', 'Socially unacceptable behaviour'],
  ['N7', 'Low income'],
  ['N8', 'Absent parenting'],
  ['N9', 'None of these'],
  ['N0', 'Not known'],
] as const;

export const CONSENT = [
  ['GIVEN', 'The family agrees'],
  ['REFUSED', 'The family does not agree'],
  ['NOT_ASKED', 'The family was not asked'],
] as const;

export const TOLD = [
  ['YES', 'Yes: what is said of them, and to whom'],
  ['NO', 'No'],
] as const;

export const STATUSES: Readonly<Record<string, string>> = {
  NEW: 'New',
  OPENED: 'Opened',
  ACCEPTED: 'Accepted',
  DECLINED: 'Declined',
};

export const TRIAGE = [
  ['TO_MANAGEMENT_TEAM', 'To the management team'],
  ['STEP_UP_TO_REFERRAL_AND_RESPONSE', 'Step up to Referral and Response'],
  ['SIGNPOST', 'Signpost to universal services'],
  ['POSSIBLE_STRONGER_FAMILIES', 'Possible Stronger Families'],
] as const;

export const ANSWERS = [
  ['OPENED', 'Opened: somebody is looking at it'],
  ['ACCEPTED', 'Accepted'],
  ['DECLINED', 'Declined'],
] as const;

export const KINDS = [
  ['LEAD_PROFESSIONAL', 'Lead professional'],
  ['INTENSIVE_WORKER', 'Intensive worker'],
] as const;

export const CHOICES = [
  ['CHOSEN', 'The family chose them'],
  ['AGREED', 'The family agreed to them'],
  ['NOT_ASKED', 'The family was not asked'],
] as const;

export const RATINGS = [
  ['RED', 'Red'],
  ['AMBER', 'Amber'],
  ['GREEN', 'Green'],
] as const;

/** Lists of people on whom somebody may act, in the order of the pages. */
export const WORKLISTS: readonly (readonly [act: string, title: string])[] = [
  ['submitReferral', 'Referred by me'],
  ['answerReferral', 'Referrals to answer'],
  ['decideTriage', 'Referrals to triage'],
  ['allocateWorker', 'To allocate'],
  ['decideStep', 'Steps to decide'],
  ['clearBlockage', 'Blocked'],
];
