/**
 * The systems, extensions and codes this agency's records are written in. FHIR R4 with UK Core
 * (https://simplifier.net/hl7fhirukcorer4); where no national code was found the partnership's own code system is used,
 * and a supplier that codes otherwise is mapped here.
 */
export const SYSTEMS = {
  nhsNumber: 'https://fhir.nhs.uk/Id/nhs-number',
  ods: 'https://fhir.nhs.uk/Id/ods-organization-code',
  sdsUser: 'https://fhir.nhs.uk/Id/sds-user-id',
  confidentiality: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  roleCode: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  nhsNumberStatus: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus',
  ethnicCategory: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategory',
  addressKeyType: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-AddressKeyType',
  snomed: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
  mandatedContact: 'https://family-view.example/fhir/CodeSystem/mandated-contact',
  development: 'https://family-view.example/fhir/CodeSystem/asq-3',
  feeding: 'https://family-view.example/fhir/CodeSystem/breastfeeding-status',
  protection: 'https://family-view.example/fhir/CodeSystem/record-protection',
} as const;

export const EXTENSIONS = {
  nhsNumberStatus: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus',
  addressKey: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey',
  ethnicCategory: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory',
  outcomeOfAttendance: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-OutcomeOfAttendance',
  parentalResponsibility: 'https://family-view.example/fhir/StructureDefinition/parental-responsibility',
} as const;

/** LOINC: estimated delivery date. On the mother's record; `focus` is the unborn child's placeholder record. */
export const DUE_DATE = { system: SYSTEMS.loinc, code: '11778-8', display: 'Delivery date Estimated' } as const;
/** LOINC: gestational age in weeks, at booking, a component of the due date. */
export const GESTATION = { system: SYSTEMS.loinc, code: '49051-6', display: 'Gestational age in weeks' } as const;
export const BREASTFEEDING = { system: SYSTEMS.feeding, code: 'status', display: 'Breastfeeding status' } as const;
export const ASQ_3 = {
  system: SYSTEMS.development,
  code: 'asq-3',
  display: 'Ages and Stages Questionnaire, ASQ-3',
} as const;
/** Age in months that the questionnaire is for, a component of the review. */
export const ASQ_3_MONTHS = { system: SYSTEMS.development, code: 'questionnaire-months' } as const;

export const DEVELOPMENT_DOMAINS = {
  communication: 'communication',
  grossMotor: 'gross-motor',
  fineMotor: 'fine-motor',
  problemSolving: 'problem-solving',
  personalSocial: 'personal-social',
} as const;
export type DevelopmentDomain = keyof typeof DEVELOPMENT_DOMAINS;

export const MANDATED_CONTACT_KINDS = [
  'ANTENATAL',
  'NEW_BIRTH',
  'SIX_TO_EIGHT_WEEKS',
  'ONE_YEAR',
  'TWO_TO_TWO_AND_A_HALF_YEARS',
] as const;
export type MandatedContactKind = (typeof MANDATED_CONTACT_KINDS)[number];

export const BREASTFEEDING_STATUSES = ['TOTALLY', 'PARTIALLY', 'NOT_AT_ALL', 'NOT_ASKED', 'REFUSED'] as const;
export type BreastfeedingStatus = (typeof BREASTFEEDING_STATUSES)[number];

/** CareTeam.category of the team that holds the child's health-visiting record. */
export const HEALTH_VISITING = 'Health visiting';

/** `system|code`, as a FHIR token search writes it. */
export const token = (coding: { readonly system: string; readonly code: string }): string =>
  `${coding.system}|${coding.code}`;
