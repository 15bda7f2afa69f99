import type { HousingPartFragment } from '../../operations/stored';
import { Facts, Records, Worker } from '../look/records';
import { day, word, yesNo } from '../look/words';
import { type Section, section } from './section';

type Housing = NonNullable<HousingPartFragment['housing']>;

export const HOUSING: readonly Section[] = [
  section<Housing['tenancy']>('Tenancy', 'housing.tenancy', (it) => (
    <Facts
      lines={[
        ['Landlord', it.landlord],
        ['Tenure', it.tenureDescription],
        ['From', day(it.startOfTenureDate)],
        ['To', day(it.endOfTenureDate)],
        ['In force', yesNo(it.isActive)],
        ['Housing officer', it.housingOfficer && <Worker worker={it.housingOfficer} />],
      ]}
    />
  )),
  section<Housing['arrearsBand']>('Rent arrears', 'housing.arrearsBand', (band) => (
    <p className="govuk-body">{word(band)}</p>
  )),
  section<Housing['notices']>('Notices served', 'housing.notices', (rows) => (
    <Records
      caption="Notices served on the tenancy"
      rows={rows}
      columns={[
        ['Notice', (row) => word(row.type)],
        ['Served', (row) => day(row.servedDate)],
        ['Expires', (row) => day(row.expiryDate)],
      ]}
    />
  )),
  section<Housing['homelessness']>('Homelessness', 'housing.homelessness', (rows) => (
    <Records
      caption="Homelessness assessments"
      rows={rows}
      columns={[
        ['Assessed', (row) => day(row.assessmentDate)],
        ['Priority need', (row) => yesNo(row.priorityNeed)],
        ['Status', (row) => word(row.status)],
      ]}
    />
  )),
  section<Housing['temporaryAccommodation']>('Temporary accommodation', 'housing.temporaryAccommodation', (it) => (
    <Facts
      lines={[
        ['In temporary accommodation', yesNo(it.isTemporaryAccommodation)],
        ['Kind', word(it.kind)],
        ['Since', day(it.since)],
      ]}
    />
  )),
  section<Housing['alerts']>('Alerts to staff who visit', 'housing.alerts', (rows) => (
    <Records
      caption="Alerts to staff who visit"
      rows={rows}
      columns={[
        ['Alert', (row) => word(row.type)],
        ['What to know', (row) => row.description],
        ['From', (row) => day(row.startDate)],
        ['To', (row) => day(row.endDate)],
      ]}
    />
  )),
];
