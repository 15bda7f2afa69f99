import type { AgencyContext, DataQuality, Reference, Resolvers } from '@family-view/kit';
import DataLoader from 'dataloader';
import type { EducationConnector } from './connector';
import type { AttendanceRow, EarlyYearsRow, ExclusionRow, PupilRecord, SchoolRecord } from './format';

type Context = AgencyContext<EducationConnector>;
type Loader<T> = DataLoader<string, T>;

const pupils = ({ load, connector }: Context): Loader<PupilRecord | null> =>
  load('pupils', () => new DataLoader((refs) => connector.pupils(refs)));
const schools = ({ load, connector }: Context): Loader<SchoolRecord | null> =>
  load('schools', () => new DataLoader((urns) => connector.schools(urns)));
const attendance = ({ load, connector }: Context): Loader<readonly AttendanceRow[]> =>
  load('attendance', () => new DataLoader((refs) => connector.attendance(refs)));
const exclusions = ({ load, connector }: Context): Loader<readonly ExclusionRow[]> =>
  load('exclusions', () => new DataLoader((refs) => connector.exclusions(refs)));
const earlyYears = ({ load, connector }: Context): Loader<EarlyYearsRow | null> =>
  load('earlyYears', () => new DataLoader((refs) => connector.earlyYears(refs)));

export const resolvers: Resolvers<EducationConnector> = {
  Person: {
    __resolveReference: (reference: Reference) => reference,
    education: (person: Reference, _, context) => pupils(context).load(person.educationRef!),
  },
  EducationRecord: {
    setting: (pupil: PupilRecord) => (pupil.schoolUrn === null ? null : pupil),
    attendance: async (pupil: PupilRecord, _, context) => {
      const years = await attendance(context).load(pupil.person.ref);
      // A register is kept for every pupil of a school: no row means that none was kept, not that nobody came.
      return years.length === 0
        ? null
        : [...years].sort((a, b) => (b.academicYearStart ?? 0) - (a.academicYearStart ?? 0));
    },
    exclusions: async (pupil: PupilRecord, _, context) => {
      if (pupil.schoolUrn === null) return null;
      const rows = await exclusions(context).load(pupil.person.ref);
      return [...rows].sort((a, b) => (b.startDate ?? '').localeCompare(a.startDate ?? ''));
    },
    sen: (pupil: PupilRecord) => pupil,
    freeSchoolMeals: (pupil: PupilRecord) => pupil,
    earlyYears: (pupil: PupilRecord, _, context) => earlyYears(context).load(pupil.person.ref),
    dataQuality: (pupil: PupilRecord, _, context) => faultsOf(pupil, context),
  },
  EducationSetting: {
    educationSettingName: async (pupil: PupilRecord, _, context) => (await schoolOf(pupil, context))?.name ?? null,
    urn: (pupil: PupilRecord) => pupil.schoolUrn,
    educationSettingTelephone: async (pupil: PupilRecord, _, context) =>
      (await schoolOf(pupil, context))?.telephone ?? null,
    designatedSafeguardingLead: async (pupil: PupilRecord, _, context) =>
      (await schoolOf(pupil, context))?.safeguardingLead ?? null,
  },
  SenRecord: {
    // No special provision is recorded as N, and then there are no types; without a record of provision nothing is known.
    senTypes: (pupil: PupilRecord) => pupil.senTypes ?? (pupil.senProvision === 'N' ? [] : null),
  },
  FreeSchoolMeals: {
    eligible: (pupil: PupilRecord) => pupil.fsmEligible,
    from: (pupil: PupilRecord) => pupil.fsmFrom,
  },
};

const schoolOf = async (pupil: PupilRecord, context: Context): Promise<SchoolRecord | null> =>
  pupil.schoolUrn === null ? null : schools(context).load(pupil.schoolUrn);

/** Fields of the setting's own stream, and of who the pupil is. */
const SETTING_FIELDS =
  /^(Surname|Forename|FormerSurname|PreferredSurname|DOB|Sex|UPN|FormerUPN|Postcode|UPRN|URN|NCyearActual|EnrolStatus|EntryDate|LeavingDate|LastContactDate|FamilyId|AreaId|RecordMarkers|Contacts)\b/;

/**
 * Faults are told under the setting's stream. One in a part that another stream shares is told without its field, for
 * "the reason of an exclusion is garbled" says that there was an exclusion.
 */
async function faultsOf(pupil: PupilRecord, context: Context): Promise<readonly DataQuality[]> {
  const ref = pupil.person.ref;
  const rows = await Promise.all([
    attendance(context).load(ref),
    exclusions(context).load(ref),
    earlyYears(context).load(ref),
  ]);
  const open = pupil.dataQuality.filter((line) => SETTING_FIELDS.test(line.field));
  const elsewhere =
    pupil.dataQuality.length > open.length || rows.flat().some((row) => row !== null && row.dataQuality.length > 0);
  const noSchool = pupil.schoolUrn !== null && (await schoolOf(pupil, context)) === null;
  return [
    ...open,
    ...(noSchool ? [{ field: 'URN', fault: 'no school of that number in the MIS' }] : []),
    ...(elsewhere
      ? [{ field: 'record', fault: 'a part of the record shared by another stream could not be read as it should be' }]
      : []),
  ];
}
