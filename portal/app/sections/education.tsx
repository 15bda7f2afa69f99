import type { EducationPartFragment } from '../../operations/stored';
import { Facts, Phone, Records, Worker } from '../look/records';
import { day, listed, word, yesNo } from '../look/words';
import { type Section, section } from './section';

type Education = NonNullable<EducationPartFragment['education']>;

const percent = (value: number | null): string | null => (value === null ? null : `${value.toFixed(1)} %`);

export const EDUCATION: readonly Section[] = [
  section<Education['setting']>('School or setting', 'education.setting', (it) => (
    <Facts
      lines={[
        ['School', it.educationSettingName],
        ['Year', it.ncYearActual],
        ['Telephone', it.educationSettingTelephone && <Phone number={it.educationSettingTelephone} />],
        ['On roll', it.entryDate && `from ${day(it.entryDate)}${it.leavingDate ? ` to ${day(it.leavingDate)}` : ''}`],
        [
          'Designated safeguarding lead',
          it.designatedSafeguardingLead && <Worker worker={it.designatedSafeguardingLead} />,
        ],
      ]}
    />
  )),
  section<Education['attendance']>('Attendance', 'education.attendance', (rows) => (
    <Records
      caption="Attendance by school year"
      rows={rows}
      columns={[
        ['School year', (row) => listed([String(row.academicYearStart), String(row.academicYearEnd)], ' to ')],
        ['Attended', (row) => percent(row.attendancePercentage)],
        ['All pupils of the school', (row) => percent(row.schoolsAverageAttendance)],
        ['Missed with leave', (row) => row.sessionsAuthorised],
        ['Missed without', (row) => row.sessionsUnauthorised],
      ]}
    />
  )),
  section<Education['exclusions']>('Suspensions and exclusions', 'education.exclusions', (rows) => (
    <Records
      caption="Suspensions and exclusions"
      rows={rows}
      columns={[
        ['From', (row) => day(row.startDate)],
        ['Kind', (row) => word(row.category)],
        ['Reason', (row) => row.reason],
        ['Half-days', (row) => row.sessions],
      ]}
    />
  )),
  section<Education['sen']>('Special educational needs', 'education.sen', (it) => (
    <Facts
      lines={[
        ['Provision', word(it.senProvision)],
        ['Types', listed(it.senTypes ?? [])],
        ['Plan issued', day(it.ehcPlanIssued)],
      ]}
    />
  )),
  section<Education['freeSchoolMeals']>('Free school meals', 'education.freeSchoolMeals', (it) => (
    <Facts
      lines={[
        ['Eligible', yesNo(it.eligible) ?? 'Never asked'],
        ['From', day(it.from)],
        ['Pupil premium', yesNo(it.pupilPremium)],
      ]}
    />
  )),
  section<Education['earlyYears']>('Early years entitlement', 'education.earlyYears', (it) => (
    <Facts
      lines={[
        ['Setting', it.settingName],
        ['Funded hours a week', it.fundedHours],
        ['Extended hours a week', it.extendedHours],
        ['Basis', word(it.fundingBasis)],
      ]}
    />
  )),
];
