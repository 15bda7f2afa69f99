/** The borough's schools as one small MIS: what the education agency holds, served as JSON with school-census names. */
import {
  type BoroughOptions,
  type HeldIdentity,
  inventBorough,
  onlyListed,
  type RunningSystem,
  serveRows,
} from '@family-view/population';
import { isPupil, type SchoolHoldings, writePupils, writeSchool, writeSupport } from './stand-in-pupils';

/** `today` is the borough's own day, by which its records run or have ended. */
export async function startStandIn(options?: BoroughOptions): Promise<RunningSystem & { readonly today: string }> {
  const borough = inventBorough(options);
  return { ...(await startSchoolSystem(borough)), today: borough.today };
}

/** Starts the MIS over the borough's holdings. Truth about people is never written. */
export function startSchoolSystem(borough: SchoolHoldings): Promise<RunningSystem> {
  const people = [...borough.education.people].sort(byRef);
  const pupils = people.filter((person) => isPupil(person, borough));
  const contacts = people.filter((person) => !isPupil(person, borough));
  const writer = writePupils(borough);
  const tables = {
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
  };
  return serveRows(tables, ({ rows, nextPage }) => ({ value: rows, nextPage }));
}

const byRef = (a: HeldIdentity, b: HeldIdentity): number => (a.ref < b.ref ? -1 : 1);

const CONTACT_FILTERS = {
  ids: onlyListed('id'),
  surname: onlyListed('Surname'),
  forename: onlyListed('Forename'),
  dob: onlyListed('DOB'),
  postcode: onlyListed('Postcode'),
  uprn: onlyListed('UPRN'),
  recordMarkers: onlyListed('RecordMarkers'),
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
