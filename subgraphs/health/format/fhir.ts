/** The elements of FHIR R4 resources that this agency reads. Everything but the id may be missing; nothing else is kept. */
import { z } from 'zod';

const text = z.string().optional();
const coding = z.object({ system: text, code: text, display: text });
const concept = z.object({ coding: z.array(coding).optional(), text });
const period = z.object({ start: text, end: text });
const plainIdentifier = z.object({ use: text, system: text, value: text, period: period.optional() });
const reference = z.object({ reference: text, type: text, identifier: plainIdentifier.optional(), display: text });
const innerExtension = z.object({ url: text, valueString: text, valueCoding: coding.optional() });
const extension = z.object({
  url: text,
  valueBoolean: z.boolean().optional(),
  valueCodeableConcept: concept.optional(),
  extension: z.array(innerExtension).optional(),
});
const identifier = plainIdentifier.extend({ extension: z.array(extension).optional() });
const name = z.object({
  use: text,
  text,
  family: text,
  given: z.array(z.string()).optional(),
  period: period.optional(),
});
const address = z.object({
  use: text,
  postalCode: text,
  period: period.optional(),
  extension: z.array(extension).optional(),
});
const telecom = z.object({ system: text, value: text, use: text, period: period.optional() });
const quantity = z.object({ value: z.number().optional(), unit: text });
const ownId = z.string().min(1);
// Only a Patient is referred to from outside: any other resource is still worth reading without its id.
const id = z.string().catch('');

const many = <T extends z.ZodType>(one: T) => z.array(one).optional();
/** Resources that stand within another, and are referred to as `#id`. Each is read as its own kind. */
const contained = z.array(z.unknown()).optional();

export const patient = z.object({
  id: ownId,
  identifier: many(identifier),
  name: many(name),
  extension: many(extension),
  gender: text,
  birthDate: text,
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: text,
  multipleBirthInteger: z.number().int().positive().optional(),
  address: many(address),
  generalPractitioner: many(reference),
  contained,
  link: many(z.object({ other: reference.optional(), type: text })),
});
export const relatedPerson = z.object({
  id,
  identifier: many(identifier),
  patient: reference.optional(),
  relationship: many(concept),
  period: period.optional(),
  extension: many(extension),
});
export const episodeOfCare = z.object({
  id,
  status: text,
  type: many(concept),
  patient: reference.optional(),
  managingOrganization: reference.optional(),
  period: period.optional(),
  careManager: reference.optional(),
  team: many(reference),
});
export const careTeam = z.object({
  id,
  status: text,
  category: many(concept),
  name: text,
  subject: reference.optional(),
  period: period.optional(),
  participant: many(
    z.object({
      role: many(concept),
      member: reference.optional(),
      onBehalfOf: reference.optional(),
      period: period.optional(),
    }),
  ),
  telecom: many(telecom),
});
export const practitioner = z.object({ id, identifier: many(identifier), name: many(name), telecom: many(telecom) });
export const practitionerRole = z.object({
  id,
  practitioner: reference.optional(),
  organization: reference.optional(),
  code: many(concept),
  healthcareService: many(reference),
});
export const organization = z.object({ id, identifier: many(identifier), name: text, telecom: many(telecom) });
export const encounter = z.object({
  id,
  status: text,
  class: coding.optional(),
  type: many(concept),
  subject: reference.optional(),
  episodeOfCare: many(reference),
  appointment: many(reference),
  participant: many(z.object({ individual: reference.optional() })),
  period: period.optional(),
  reasonCode: many(concept),
  location: many(z.object({ location: reference.optional() })),
  extension: many(extension),
});
export const immunization = z.object({
  id,
  status: text,
  statusReason: concept.optional(),
  /** Of FHIR before R4, where such a dose is also `completed`. */
  notGiven: z.boolean().optional(),
  wasNotGiven: z.boolean().optional(),
  vaccineCode: concept.optional(),
  patient: reference.optional(),
  occurrenceDateTime: text,
});
export const observation = z.object({
  id,
  status: text,
  code: concept.optional(),
  subject: reference.optional(),
  focus: many(reference),
  effectiveDateTime: text,
  valueDateTime: text,
  valueCodeableConcept: concept.optional(),
  interpretation: many(concept),
  performer: many(reference),
  component: many(
    z.object({ code: concept.optional(), valueQuantity: quantity.optional(), valueInteger: z.number().optional() }),
  ),
});
export const appointment = z.object({
  id,
  status: text,
  serviceType: many(concept),
  description: text,
  cancelationReason: concept.optional(),
  reasonCode: many(concept),
  start: text,
  participant: many(z.object({ actor: reference.optional() })),
});
export const flag = z.object({
  id,
  status: text,
  code: concept.optional(),
  subject: reference.optional(),
  period: period.optional(),
});

export interface Kind<T> {
  readonly type: string;
  readonly schema: z.ZodType<T>;
}
const kind = <T>(type: string, schema: z.ZodType<T>): Kind<T> => ({ type, schema });

/** The resources this agency searches. */
export const KINDS = {
  Patient: kind('Patient', patient),
  RelatedPerson: kind('RelatedPerson', relatedPerson),
  EpisodeOfCare: kind('EpisodeOfCare', episodeOfCare),
  CareTeam: kind('CareTeam', careTeam),
  Practitioner: kind('Practitioner', practitioner),
  PractitionerRole: kind('PractitionerRole', practitionerRole),
  Organization: kind('Organization', organization),
  Encounter: kind('Encounter', encounter),
  Immunization: kind('Immunization', immunization),
  Observation: kind('Observation', observation),
  Appointment: kind('Appointment', appointment),
  Flag: kind('Flag', flag),
} as const;
type Read<K> = K extends Kind<infer T> ? T : never;
export type Patient = Read<typeof KINDS.Patient>;
export type RelatedPerson = Read<typeof KINDS.RelatedPerson>;
export type EpisodeOfCare = Read<typeof KINDS.EpisodeOfCare>;
export type CareTeam = Read<typeof KINDS.CareTeam>;
export type Practitioner = Read<typeof KINDS.Practitioner>;
export type PractitionerRole = Read<typeof KINDS.PractitionerRole>;
export type Organization = Read<typeof KINDS.Organization>;
export type Encounter = Read<typeof KINDS.Encounter>;
export type Immunization = Read<typeof KINDS.Immunization>;
export type Observation = Read<typeof KINDS.Observation>;
export type Appointment = Read<typeof KINDS.Appointment>;
export type Flag = Read<typeof KINDS.Flag>;

/** One page of a search. An entry's resource is read on its own, so that a bad one does not spoil the page. */
export const bundle = z.object({
  resourceType: z.literal('Bundle'),
  meta: z.looseObject({ lastUpdated: text }).optional(),
  /** Of those found by the search, over all pages (FHIR R4, Bundle.total). */
  total: z.number().optional().catch(undefined),
  link: many(z.object({ relation: text, url: text })),
  entry: many(z.object({ resource: z.unknown(), search: z.object({ mode: text }).optional().catch(undefined) })),
});
export type Page = z.infer<typeof bundle>;
/** What a batch Bundle is answered by: a page, or a refusal, which has no resource, for each entry in its order. */
export const batchAnswer = z.object({
  resourceType: z.literal('Bundle'),
  entry: many(z.object({ response: z.object({ status: text }).optional(), resource: z.unknown().optional() })),
});
/** What an entry is; and of an outcome, how bad. */
export const anyResource = z.object({
  resourceType: z.string(),
  issue: many(z.object({ severity: text, code: text })).catch(undefined),
});

export type Reference = z.infer<typeof reference>;
export type Concept = z.infer<typeof concept>;
export type Period = z.infer<typeof period>;
export type Telecom = z.infer<typeof telecom>;
export type Name = z.infer<typeof name>;
