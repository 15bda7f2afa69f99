import type { Borough, HeldIdentity, HeldInvolvement, Row, TenureContent, Worker } from '@family-view/population';

export type HousingHoldings = Pick<Borough, 'housing' | 'reachAreas' | 'today'>;

/** One rent for every home: the account turns weeks owed into a balance, as a rent ledger keeps it. */
const WEEKLY_RENT = 98.37;

/** Writes each table's rows in the landlord's own names. */
export function writeTenures({ housing, reachAreas, today }: HousingHoldings) {
  const areaOf = new Map(reachAreas.flatMap((area) => area.postcodeSectors.map((sector) => [sector, area.id])));
  const areaIdOf = (postcode: string | undefined): string | undefined => postcode && areaOf.get(postcode.slice(0, -2));
  const personOf = new Map(housing.people.map((person) => [person.ref, person]));
  const tenureOf = new Map(housing.tenures.map((tenure) => [tenure.group, tenure]));
  const membersOf = new Map<string, string[]>();
  for (const [ref, { group }] of housing.content) membersOf.set(group, [...(membersOf.get(group) ?? []), ref]);
  const membership = new Map(housing.memberships.map((row) => [row.ref, row]));
  const members = (tenure: TenureContent): readonly string[] => membersOf.get(tenure.group) ?? [];
  const isActive = (tenure: TenureContent): boolean => tenure.end === undefined || tenure.end >= today;

  function householdMember(ref: string): Row {
    const person = personOf.get(ref);
    return {
      id: ref,
      type: 'person',
      fullName: [person?.givenName, person?.familyName].filter(Boolean).join(' '),
      isResponsible: housing.content.get(ref)?.isResponsible,
      dateOfBirth: person?.dateOfBirth,
      personTenureType: housing.content.get(ref)?.personTenureType,
      relationship: membership.get(ref)?.relationship,
      startDate: membership.get(ref)?.from,
    };
  }

  return {
    person(person: HeldIdentity): Row {
      const tenure = tenureOf.get(housing.content.get(person.ref)?.group ?? '');
      const { uprn, line1, postcode } = person.address ?? {};
      return {
        id: person.ref,
        firstName: person.givenName,
        surname: person.familyName,
        previousSurnames: person.formerNames,
        dateOfBirth: person.dateOfBirth,
        gender: person.sex,
        address: person.address && { uprn, addressLine1: line1, postCode: postcode },
        markers: person.lifeState === 'DIED' ? [...new Set([...person.markers, 'DECEASED'])] : person.markers,
        tenures: tenure ? [{ id: tenure.group, isActive: isActive(tenure) }] : [],
        postcode,
        uprn,
        areaId: tenure && isActive(tenure) ? areaIdOf(tenure.address.postcode) : undefined,
        officerId: tenure && isActive(tenure) ? tenure.housingOfficer?.id : undefined,
      };
    },
    tenure(tenure: TenureContent): Row {
      const { uprn, line1, town, postcode } = tenure.address;
      return {
        id: tenure.group,
        paymentReference: tenure.paymentReference,
        landlord: tenure.landlord,
        householdMembers: members(tenure).map(householdMember),
        tenuredAsset: {
          uprn,
          propertyReference: uprn.slice(-8),
          fullAddress: `${line1}, ${town}, ${postcode}`,
          postCode: postcode,
          areaId: areaIdOf(postcode),
          type: 'Dwelling',
          isTemporaryAccommodation: tenure.temporaryAccommodation !== undefined,
        },
        startOfTenureDate: tenure.start,
        // As the tenure API writes "has not ended".
        endOfTenureDate: tenure.end ?? '1900-01-01T00:00:00',
        tenureType: { code: tenure.tenureTypeCode, description: tenure.tenureTypeDescription },
        isActive: isActive(tenure),
        tempAccommodationInfo: tenure.temporaryAccommodation,
        housingOfficer: tenure.housingOfficer && writeOfficer(tenure.housingOfficer),
        numberOfChildrenInProperty: members(tenure).filter((ref) => isChild(personOf.get(ref)?.dateOfBirth, today))
          .length,
        personIds: members(tenure),
        uprn,
      };
    },
    account: (tenure: TenureContent): Row => ({
      tenureId: tenure.group,
      paymentReference: tenure.paymentReference,
      weeklyRent: WEEKLY_RENT,
      currentBalance: Math.round(tenure.weeksOfRentOwed * WEEKLY_RENT * 100) / 100,
    }),
    notices: (tenure: TenureContent): readonly Row[] =>
      tenure.notices.map(({ type, served, expiry }) => ({
        tenureId: tenure.group,
        type,
        servedDate: served,
        expiryDate: expiry,
      })),
    homelessness: (tenure: TenureContent): readonly Row[] =>
      tenure.homelessness.map((record) => ({ ...record, personIds: members(tenure) })),
    // An alert about a home warns whoever calls on anybody who lives there.
    alerts: (tenure: TenureContent): readonly Row[] =>
      tenure.alerts.map(({ ref, type, description, start, end }) => ({
        id: ref,
        personIds: members(tenure),
        type,
        description,
        startDate: start,
        endDate: end,
      })),
    case: (row: HeldInvolvement): Row => ({
      personId: row.ref,
      service: row.service,
      team: row.team,
      role: row.role,
      startDate: row.from,
      endDate: row.to,
      lastContactDate: row.lastInteraction,
      officer: row.worker && writeOfficer(row.worker),
    }),
  };
}

const isChild = (dateOfBirth: string | undefined, today: string): boolean =>
  dateOfBirth !== undefined && `${Number(dateOfBirth.slice(0, 4)) + 18}${dateOfBirth.slice(4)}` > today;

const writeOfficer = ({ id, name, role, team, organisation, phone, email }: Worker): Row => ({
  id,
  name,
  role,
  team,
  organisation,
  phone,
  email,
});
