/** The borough's schools as one small MIS: what the education agency holds, served as JSON with school-census names. */
import {
  type Borough,
  type BoroughOptions,
  type EducationContent,
  type HeldIdentity,
  type HeldInvolvement,
  inventBorough,
  type Worker,
} from '@family-view/population';
import { onlyListed, type RunningSystem, serveRows } from './stand-in-server';

type Row = Readonly<Record<string, unknown>>;

type Held = Pick<Borough, 'education' | 'schools' | 'reachAreas'>;

export const startStandIn = (options?: BoroughOptions): Promise<RunningSystem> =>
  startSchoolSystem(inventBorough(options));

/** Starts the MIS over the borough's holdings. Truth about people is never written. */
export function startSchoolSystem(borough: Held): Promise<RunningSystem> {
  const people = [...borough.education.people].sort(byRef);
  const pupils = people.filter((person) => isPupil(person, borough));
  const contacts = people.filter((person) => !isPupil(person, borough));
  const writer = writerFor(borough);
  return serveRows({
    '/pupils': { rows: pupils.map(writer.pupil), where: PUPIL_FILTERS },
    '/contacts': { rows: contacts.map(writer.contact), where: CONTACT_FILTERS },
    '/attendance': {
      rows: pupils.flatMap(writer.attendance),
      where: { pupilIds: onlyListed('pupilId'), academicYearStart: onlyListed('AcademicYearStart') },
    },
    '/exclusions': { rows: pupils.flatMap(writer.exclusions), where: { pupilIds: onlyListed('pupilId') } },
    '/early-years': { rows: pupils.flatMap(writer.earlyYears), where: { pupilIds: onlyListed('pupilId') } },
    '/support': {
      rows: borough.education.involvements.flatMap(writeSupport),
      where: { pupilIds: onlyListed('pupilId') },
    },
    '/schools': { rows: borough.schools.map(writeSchool), where: { urns: onlyListed('URN') } },
  });
}

const byRef = (a: HeldIdentity, b: HeldIdentity): number => (a.ref < b.ref ? -1 : 1);

/** The rest are parents and carers: nobody has enrolled them or funded hours for them. */
function isPupil(person: HeldIdentity, { education }: Held): boolean {
  const record = education.content.get(person.ref);
  return (
    person.upn !== undefined ||
    record?.schoolUrn !== undefined ||
    record?.ncYearActual !== undefined ||
    record?.earlyYears !== undefined
  );
}

const CONTACT_FILTERS = {
  ids: onlyListed('id'),
  surname: onlyListed('Surname'),
  forename: onlyListed('Forename'),
  dob: onlyListed('DOB'),
  postcode: onlyListed('Postcode'),
  uprn: onlyListed('UPRN'),
};
const PUPIL_FILTERS = {
  ...CONTACT_FILTERS,
  upn: onlyListed('UPN', 'FormerUPN'),
  familyIds: onlyListed('FamilyId'),
  contactIds: onlyListed('contactIds'),
  areaId: onlyListed('AreaId'),
  safeguardingLeadId: onlyListed('safeguardingLeadId'),
  onRoll: onlyListed('onRoll'),
};

function writerFor(borough: Held) {
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

const writeSupport = (row: HeldInvolvement): readonly Row[] =>
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

const writeSchool = ({
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
