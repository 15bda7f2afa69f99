import type { DataQuality, HeldWorker } from '@family-view/kit';
import { type FieldReader, readFields } from '@family-view/kit/field-reader';
import { checkPostcode, checkUprn } from '@family-view/kit/identifiers';

export interface TenureMember {
  /** The person's id; null where the tenure only names them. */
  readonly ref: string | null;
  readonly fullName: string | null;
  readonly personTenureType: string | null;
  readonly isResponsible: boolean | null;
  readonly dateOfBirth: string | null;
  /** To the first responsible tenant, where the landlord wrote it down. */
  readonly relationship: string | null;
  readonly from: string | null;
  readonly dataQuality: readonly DataQuality[];
}

/** `TenureInformation`. */
export interface TenureRecord {
  readonly ref: string;
  readonly landlord: string | null;
  readonly tenureType: string | null;
  readonly tenureDescription: string | null;
  readonly startOfTenureDate: string | null;
  readonly endOfTenureDate: string | null;
  readonly isActive: boolean;
  readonly uprn: string | null;
  readonly postcode: string | null;
  readonly areaId: string | null;
  readonly isTemporaryAccommodation: boolean | null;
  readonly temporaryKind: string | null;
  readonly temporarySince: string | null;
  readonly numberOfChildrenInProperty: number | null;
  readonly officer: HeldWorker | null;
  readonly members: readonly TenureMember[];
  readonly dataQuality: readonly DataQuality[];
}

const MEMBER_TYPES = ['Tenant', 'Leaseholder', 'Freeholder', 'HouseholdMember', 'Occupant'];
/** How a landlord's database writes "has not ended": the smallest date that it has. */
const NEVER_ENDED = '1900-01-01';
export function readEnd(fields: FieldReader, field: string): string | null {
  const end = fields.date(field);
  return end === NEVER_ENDED ? null : end;
}

/** Null where it has no id, and so cannot be pointed to. `today` settles whether it is active where the record does not. */
export function readTenure(value: unknown, today: string): TenureRecord | null {
  const fields = readFields(value);
  const ref = fields?.text('id') ?? null;
  if (fields === null || ref === null) return null;
  const asset = fields.part('tenuredAsset');
  const type = fields.part('tenureType');
  const temporary = fields.part('tempAccommodationInfo');
  const officer = fields.part('housingOfficer');
  const endOfTenureDate = readEnd(fields, 'endOfTenureDate');
  return {
    ref,
    landlord: fields.text('landlord'),
    tenureType: type?.text('code') ?? null,
    tenureDescription: type?.text('description') ?? null,
    startOfTenureDate: fields.date('startOfTenureDate'),
    endOfTenureDate,
    isActive: fields.flag('isActive') ?? (endOfTenureDate === null || endOfTenureDate >= today),
    uprn: asset?.checked('uprn', checkUprn) ?? null,
    postcode: asset?.checked('postCode', checkPostcode) ?? null,
    areaId: asset?.text('areaId') ?? null,
    isTemporaryAccommodation: asset?.flag('isTemporaryAccommodation') ?? null,
    temporaryKind: temporary?.text('kind') ?? null,
    temporarySince: temporary?.date('since') ?? null,
    numberOfChildrenInProperty: fields.count('numberOfChildrenInProperty'),
    officer: officer && readOfficer(officer),
    members: readMembers(fields),
    dataQuality: fields.faults,
  };
}

export const readOfficer = (fields: FieldReader): HeldWorker => ({
  id: fields.text('id'),
  name: fields.text('name'),
  role: fields.text('role'),
  team: fields.text('team'),
  organisation: fields.text('organisation'),
  phone: fields.text('phone'),
  email: fields.text('email'),
});

/** People only: a tenure may also list the organisation that rents from the landlord. */
function readMembers(fields: FieldReader): readonly TenureMember[] {
  const people = (fields.parts('householdMembers') ?? []).filter(
    (member) => member.text('type')?.toLowerCase() !== 'organisation',
  );
  return people.map((member) => {
    const faultsBefore = fields.faults.length;
    const read = {
      ref: member.text('id'),
      fullName: member.text('fullName'),
      personTenureType: member.code('personTenureType', MEMBER_TYPES),
      isResponsible: member.flag('isResponsible'),
      dateOfBirth: member.date('dateOfBirth'),
      relationship: member.text('relationship'),
      from: member.date('startDate'),
    };
    return { ...read, dataQuality: fields.faults.slice(faultsBefore) };
  });
}
