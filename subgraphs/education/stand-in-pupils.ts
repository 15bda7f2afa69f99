import type { Borough, EducationContent, HeldIdentity, HeldInvolvement, Row, Worker } from '@family-view/population';

export type SchoolHoldings = Pick<Borough, 'education' | 'schools' | 'reachAreas'>;

/** The rest are parents and carers: nobody has enrolled them or funded hours for them. */
export function isPupil(person: HeldIdentity, { education }: SchoolHoldings): boolean {
  const record = education.content.get(person.ref);
  return (
    person.upn !== undefined ||
    record?.schoolUrn !== undefined ||
    record?.ncYearActual !== undefined ||
    record?.earlyYears !== undefined
  );
}

/** Writes each table's rows about one pupil, in the MIS's own names. */
export function writePupils(borough: SchoolHoldings) {
  const { education, schools, reachAreas } = borough;
  const byRefOf = new Map(education.people.map((person) => [person.ref, person]));
  const schoolOf = new Map(schools.map((school) => [school.urn, school]));
  const areaOf = new Map(reachAreas.flatMap((area) => area.postcodeSectors.map((sector) => [sector, area.id])));
  const familyOf = new Map(education.memberships.map((row) => [row.ref, row.group]));
  const carersOf = new Map<string, Row[]>();
  for (const { ref, to, ...row } of education.memberships) {
    const carer = byRefOf.get(ref);
    if (to === undefined || carer === undefined || isPupil(carer, borough)) continue;
    const carers = carersOf.get(to) ?? [];
    carers.push({
      ...identityRow(carer),
      Relationship: row.relationship,
      Priority: carers.length + 1,
      ParentalResponsibility: row.parentalResponsibility,
      StartDate: row.from,
      EndDate: row.until,
    });
    carersOf.set(to, carers);
  }

  function identityRow(person: HeldIdentity): Row {
    const postcode = person.address?.postcode;
    return {
      id: person.ref,
      Surname: person.familyName,
      Forename: person.givenName,
      FormerSurname: person.formerNames,
      DOB: person.dateOfBirth,
      Sex: person.sex,
      AddressLine1: person.address?.line1,
      Town: person.address?.town,
      Postcode: postcode,
      UPRN: person.address?.uprn,
      AreaId: postcode && areaOf.get(postcode.slice(0, -2)),
      RecordMarkers: person.lifeState === 'DIED' ? [...new Set([...person.markers, 'DECEASED'])] : person.markers,
    };
  }

  const held = (person: HeldIdentity): EducationContent => education.content.get(person.ref) ?? NOTHING_RECORDED;
  const schoolContact = new Map(
    education.involvements.filter(isEnrolment).map((row) => [row.ref, row.lastInteraction]),
  );

  return {
    contact: identityRow,
    pupil(person: HeldIdentity): Row {
      const record = held(person);
      const contacts = carersOf.get(person.ref) ?? [];
      return {
        ...identityRow(person),
        UPN: person.upn,
        FormerUPN: person.formerUpn,
        Ethnicity: person.ethnicity,
        Language: person.firstLanguage,
        FamilyId: familyOf.get(person.ref),
        URN: record.schoolUrn,
        EnrolStatus: record.enrolStatus,
        EntryDate: record.entryDate,
        LeavingDate: record.leavingDate,
        LastContactDate: schoolContact.get(person.ref),
        NCyearActual: record.ncYearActual,
        SENprovision: record.senProvision,
        SENtype: record.senProvision && record.senTypes,
        EHCPlanIssuedDate: record.ehcPlanIssued,
        FSMeligible: record.fsmEligible,
        FSMstartDate: record.fsmFrom,
        PupilPremium: record.pupilPremium,
        Contacts: contacts,
        contactIds: contacts.map((contact) => contact.id),
        safeguardingLeadId: schoolOf.get(record.schoolUrn ?? '')?.safeguardingLead.id,
        onRoll: record.schoolUrn !== undefined && record.leavingDate === undefined,
      };
    },
    attendance(person: HeldIdentity): readonly Row[] {
      const record = held(person);
      const average = schoolOf.get(record.schoolUrn ?? '')?.averageAttendance;
      return record.attendance.map((year) => ({
        pupilId: person.ref,
        AcademicYearStart: year.yearStart,
        AcademicYearEnd: year.yearStart + 1,
        SessionsPossible: year.possible,
        SessionsAuthorised: year.authorised,
        SessionsUnauthorised: year.unauthorised,
        SchoolsAverageAttendance: average,
      }));
    },
    exclusions: (person: HeldIdentity): readonly Row[] =>
      held(person).exclusions.map((row) => ({
        pupilId: person.ref,
        Category: row.category,
        Reason: row.reason,
        StartDate: row.startDate,
        Sessions: row.sessions,
      })),
    earlyYears(person: HeldIdentity): readonly Row[] {
      const row = held(person).earlyYears;
      if (row === undefined) return [];
      const { fundedHours, extendedHours, fundingBasis, settingName } = row;
      return [
        {
          pupilId: person.ref,
          FundedHours: fundedHours,
          ExtendedHours: extendedHours,
          FundingBasis: fundingBasis,
          SettingName: settingName,
        },
      ];
    },
  };
}

const NOTHING_RECORDED: EducationContent = { attendance: [], exclusions: [], senTypes: [] };

/** Enrolment is on the pupil's own record. */
const isEnrolment = (row: HeldInvolvement): boolean => row.service === 'School';

export const writeSupport = (row: HeldInvolvement): readonly Row[] =>
  isEnrolment(row)
    ? []
    : [
        {
          pupilId: row.ref,
          Service: row.service,
          Team: row.team,
          Role: row.role,
          StartDate: row.from,
          EndDate: row.to,
          LastContactDate: row.lastInteraction,
          Staff: row.worker && writeStaff(row.worker),
        },
      ];

const writeStaff = ({ id, name, role, team, organisation, phone, email }: Worker): Row => ({
  id,
  Name: name,
  Role: role,
  Team: team,
  Organisation: organisation,
  Telephone: phone,
  Email: email,
});

export const writeSchool = ({
  urn,
  laEstab,
  name,
  phone,
  averageAttendance,
  safeguardingLead,
}: Borough['schools'][number]): Row => ({
  URN: urn,
  LAEstab: laEstab,
  SchoolName: name,
  Telephone: phone,
  AverageAttendance: averageAttendance,
  DesignatedSafeguardingLead: writeStaff(safeguardingLead),
});
