/** What a FHIR server states that it can do, so that fewer questions are enough. */
import { z } from 'zod';

/** Of what a CapabilityStatement offers, what saves rounds. A server that states neither is asked one thing at a time. */
export interface Abilities {
  /** Many searches in one request: a batch Bundle (FHIR R4, http, 3.1.0.11). */
  readonly batch: boolean;
  /** A person with all that their family's records name, in one answer (FHIR R4, search, `_include:iterate`). */
  readonly families: boolean;
  readonly focus: boolean;
}
export const PLAIN: Abilities = { batch: false, families: false, focus: false };

const words = z.array(z.string()).optional();
const statement = z.object({
  resourceType: z.literal('CapabilityStatement'),
  rest: z
    .array(
      z.object({
        interaction: z.array(z.object({ code: z.string().optional() })).optional(),
        resource: z
          .array(z.object({ type: z.string().optional(), searchInclude: words, searchRevInclude: words }))
          .optional(),
      }),
    )
    .optional(),
});

/** Reads a CapabilityStatement. What cannot be read offers nothing. */
export function readAbilities(raw: unknown): Abilities {
  const rest = statement.safeParse(raw).data?.rest?.[0];
  if (rest === undefined) return PLAIN;
  const codes = (rest.interaction ?? []).map(({ code }) => code);
  const patient = rest.resource?.find(({ type }) => type === 'Patient');
  const offers = (list: readonly string[] | undefined, ...wanted: readonly string[]): boolean =>
    wanted.every((one) => list?.includes(one));
  return {
    // HAPI FHIR states `transaction` alone, and takes both at one address. One that refuses is not asked so again.
    batch: codes.includes('batch') || codes.includes('transaction'),
    families:
      offers(patient?.searchInclude, 'Patient:link') && offers(patient?.searchRevInclude, 'RelatedPerson:patient'),
    focus: offers(patient?.searchRevInclude, 'Observation:focus'),
  };
}

/**
 * Parameters of a search for people that bring, beside those found, whoever their records and their relatives' records
 * name. A server that does not know `:iterate` refuses it: strict handling is asked for.
 */
export const familyParameters = ({ focus }: Abilities): Readonly<Record<string, readonly string[]>> => ({
  '_include:iterate': ['Patient:link', 'RelatedPerson:patient'],
  '_revinclude:iterate': ['RelatedPerson:patient', 'Patient:link', ...(focus ? ['Observation:focus'] : [])],
});
