/**
 * What closes a resource, or says that it never was: `meta.security`, `status`, `active`, a merge, and what else may change
 * the meaning of a whole resource. Only what is known to be open is open.
 */
import type { DataQuality } from '@family-view/kit';
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
/** Read off the resource as it came, not as it was fixed: a label that cannot be read is a label. */
const labelled = z.object({
  status: text,
  active: z.unknown().optional(),
  meta: z.unknown().optional(),
  link: z.unknown().optional(),
  implicitRules: z.unknown().optional(),
});
const security = z.object({ security: z.unknown().optional() });

/** HL7 v3 Confidentiality: unrestricted, low, moderate and normal. R (restricted) and V (very restricted) close. */
const OPEN_CODES = ['U', 'L', 'M', 'N'];
/** The one code system under the names that servers of each FHIR version, PDS and v3 messages give it. */
const CONFIDENTIALITY = new Set([
  'terminology.hl7.org/codesystem/v3-confidentiality',
  'terminology.hl7.org/valueset/v3-confidentiality',
  'hl7.org/fhir/v3/confidentiality',
  'hl7.org/fhir/v3/confidentiality/cs',
  'hl7.org/fhir/v3-confidentiality',
  'hl7.org/fhir/valueset/v3-confidentiality',
  'hl7.org/fhir/valueset/security-labels',
  'hl7.org/fhir/valueset-security-labels',
  'urn:oid:2.16.840.1.113883.5.25',
]);
const plain = (system: string): string =>
  system
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\|.*$/, '')
    .replace(/\.html$|\/+$/, '');
const codingOf = z.object({ system: z.string().optional(), code: z.string() });

const isOpen = (label: unknown): boolean => {
  const coding = codingOf.safeParse(label);
  if (!coding.success || !OPEN_CODES.includes(coding.data.code)) return false;
  return coding.data.system === undefined || CONFIDENTIALITY.has(plain(coding.data.system));
};
const isKnownToClose = (label: unknown): boolean => {
  const coding = codingOf.safeParse(label);
  return coding.success && (coding.data.code === 'R' || coding.data.code === 'V');
};

/** `gone`: entered in error, or a record no longer in use. `closed`: it stands, and is not to be shown. */
export interface Standing {
  readonly gone: boolean;
  readonly closed: boolean;
  readonly faults: readonly DataQuality[];
}

/** Types whose `active: false` says that there is no such person, or that nobody holds this post any more. */
const IN_USE = ['Patient', 'RelatedPerson', 'PractitionerRole'];

/** FHIR R4, observation-status: nothing was observed of what was cancelled, or is only registered. */
const NEVER_WAS: Readonly<Record<string, readonly string[]>> = { Observation: ['cancelled', 'registered'] };

/** `kind` is the resource's type; faults are named by it and never repeat a value. */
export function readStanding(raw: unknown, kind: string): Standing {
  const resource = labelled.safeParse(raw).data;
  const faults: DataQuality[] = [];
  if (resource === undefined) return { gone: false, closed: true, faults };
  const notInUse = IN_USE.includes(kind) && /^false$/i.test(String(resource.active));
  const status = resource.status?.trim().toLowerCase() ?? '';
  const gone =
    notInUse ||
    status === 'entered-in-error' ||
    (NEVER_WAS[kind]?.includes(status) ?? false) ||
    (kind === 'Patient' && isMerged(resource.link));
  const closing = closingLabels(resource.meta);
  if (closing.some((label) => !isKnownToClose(label)))
    faults.push({ field: `${kind}.meta.security`, fault: 'a security label not known' });
  // FHIR R4, extensibility 2.4.1.2: a resource is not to be used by whoever does not know what a modifier changes in it,
  // and a backbone element may have one of its own.
  const modified = hasModifier(raw);
  if (modified) faults.push({ field: `${kind}.modifierExtension`, fault: 'a modifier not known' });
  // FHIR R4, resource: rules that a reader does not know may change what all of it means.
  const ruled = isThere(resource.implicitRules);
  if (ruled) faults.push({ field: `${kind}.implicitRules`, fault: 'rules not known' });
  return { gone, closed: closing.length > 0 || modified || ruled, faults };
}

/** Of a resource's or a Bundle's `meta`, the labels that are not known to be open. */
export const closingLabels = (meta: unknown): readonly unknown[] => labelsOf(meta).filter((label) => !isOpen(label));

/** A record merged into another "must no longer be used" (FHIR R4, link-type `replaced-by`). */
const isMerged = (links: unknown): boolean =>
  Array.isArray(links) && links.some((link: unknown) => isObject(link) && link.type === 'replaced-by');

function hasModifier(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasModifier);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, part]) =>
    name === 'modifierExtension' ? isThere(part) : hasModifier(part),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function labelsOf(meta: unknown): readonly unknown[] {
  if (meta === undefined || meta === null) return [];
  const read = security.safeParse(meta);
  if (!read.success) return [meta];
  const labels = read.data.security;
  if (labels === undefined || labels === null) return [];
  return Array.isArray(labels) ? labels : [labels];
}

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
