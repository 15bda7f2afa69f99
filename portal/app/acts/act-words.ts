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

export const DIRECTIONS = [
  ['UP', 'Up'],
  ['DOWN', 'Down'],
] as const;

/** The continuum of need, lowest first. */
export const LEVELS = [
  ['UNIVERSAL', 'Universal'],
  ['VULNERABLE', 'Vulnerable'],
  ['COMPLEX', 'Complex'],
  ['ACUTE', 'Acute'],
] as const;

export const CLOSINGS = [
  ['NEEDS_MET', 'The needs are met'],
  ['STEPPED_DOWN_TO_UNIVERSAL', 'Stepped down to universal services'],
  ['STEPPED_UP_TO_SOCIAL_CARE', 'Stepped up to social care'],
  ['MOVED_AWAY', 'The family has moved away'],
  ['FAMILY_WITHDREW', 'The family has withdrawn'],
] as const;

export const VOICES = [
  ['CHILD', 'A child'],
  ['PARENT_OR_CARER', 'A parent or carer'],
  ['FAMILY', 'The family together'],
] as const;

export const PROGRAMMES = [
  ['STRONGER_FAMILIES', 'Stronger Families'],
  ['SUPPORTING_FAMILIES', 'Supporting Families'],
] as const;

export const PROGRAMME_LEVELS = [
  ['LOWEST', 'Lowest'],
  ['MEDIUM', 'Medium'],
  ['MOST_COMPLEX', 'Most complex'],
] as const;

/** The headline outcomes of the Supporting Families outcomes framework (DLUHC 2022), in its order. */
export const HEADLINE_OUTCOMES = [
  ['GOOD_EDUCATION', 'Getting a good education'],
  ['EARLY_YEARS_DEVELOPMENT', 'Good early years development'],
  ['MENTAL_AND_PHYSICAL_HEALTH', 'Improved mental and physical health'],
  ['RECOVERY_FROM_SUBSTANCE_USE', 'Promoting recovery and reducing harm from substance use'],
  ['FAMILY_RELATIONSHIPS', 'Improved family relationships'],
  ['SAFE_FROM_ABUSE_AND_EXPLOITATION', 'Children safe from abuse and exploitation'],
  ['CRIME_PREVENTION', 'Crime prevention and tackling crime'],
  ['SAFE_FROM_DOMESTIC_ABUSE', 'Safe from domestic abuse'],
  ['SECURE_HOUSING', 'Secure housing'],
  ['FINANCIAL_STABILITY', 'Financial stability'],
] as const;

export const OUTCOME_STATES = [
  ['SOUGHT', 'It is sought'],
  ['MET', 'It is met'],
] as const;

/** A code as one of these lists says it. */
export const said = (
  options: readonly (readonly [code: string, meaning: string])[],
  code: string | null | undefined,
): string | null => options.find(([one]) => one === code)?.[1] ?? code ?? null;

/** Lists of people on whom somebody may act, in the order of the pages. */
export const WORKLISTS: readonly (readonly [act: string, title: string])[] = [
  ['submitReferral', 'Referred by me'],
  ['answerReferral', 'Referrals to answer'],
  ['decideTriage', 'Referrals to triage'],
  ['allocateWorker', 'To allocate'],
  ['decideStep', 'Steps to decide'],
  ['clearBlockage', 'Blocked'],
];
