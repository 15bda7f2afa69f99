import { type DataQuality, PartnerSystemFault } from '@family-view/kit';
import { type FieldReader, readFields } from '@family-view/kit/field-reader';
import { z } from 'zod';

/** `housing.homelessness.case` v1 of DfE's single unique identifier pilot. */
export interface HomelessnessRecord {
  readonly personRefs: readonly string[];
  readonly caseId: string | null;
  readonly assessmentDate: string | null;
  readonly priorityNeed: boolean | null;
  readonly status: string | null;
  readonly temporaryAccommodation: string | null;
  readonly dataQuality: readonly DataQuality[];
}

/** A case of the landlord's own system, with the people it is about; null where it is about nobody. */
export function readHomelessness(value: unknown): HomelessnessRecord | null {
  const fields = readFields(value);
  const personRefs = fields?.texts('personIds') ?? [];
  return fields === null || personRefs.length === 0 ? null : caseOf(fields, personRefs);
}

/** The homelessness cases of a custodian's file; records of other types are left to their own readers. */
export function readCustodianRecords(file: unknown): readonly HomelessnessRecord[] {
  const read = custodianFile.safeParse(file);
  if (!read.success) throw new PartnerSystemFault('housing', 'reading a custodian file', { cause: read.error });
  return read.data.records.flatMap(({ recordType, personId, payload }) => {
    const fields = recordType === 'housing.homelessness' ? readFields(payload) : null;
    return fields === null ? [] : [caseOf(fields, personId == null ? [] : [personId])];
  });
}

const custodianFile = z.looseObject({
  records: z.array(z.looseObject({ recordType: z.string(), personId: z.string().nullish(), payload: z.unknown() })),
});

const caseOf = (fields: FieldReader, personRefs: readonly string[]): HomelessnessRecord => ({
  personRefs,
  caseId: fields.text('caseId'),
  assessmentDate: fields.date('assessmentDate'),
  priorityNeed: fields.flag('priorityNeed'),
  status: fields.text('status'),
  temporaryAccommodation: fields.text('temporaryAccommodation'),
  dataQuality: fields.faults,
});
