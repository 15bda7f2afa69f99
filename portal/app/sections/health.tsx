import type { HealthPartFragment } from '../../operations/stored';
import { Facts, Phone, Records, Worker } from '../look/records';
import { day, listed, word } from '../look/words';
import { type Section, section } from './section';

type Health = NonNullable<HealthPartFragment['health']>;

export const HEALTH: readonly Section[] = [
  section<Health['registration']>('GP and health visiting', 'health.registration', (it) => (
    <Facts
      lines={[
        ['Health visiting team', it.healthVisitingTeam],
        ['Health visitor', it.healthVisitor && <Worker worker={it.healthVisitor} />],
        ['GP', listed([it.registeredGpName, it.registeredGpSurgery])],
        ['GP surgery telephone', it.gpTelephone && <Phone number={it.gpTelephone} />],
      ]}
    />
  )),
  section<Health['mandatedContacts']>('Health visiting contacts', 'health.mandatedContacts', (rows) => (
    <Records
      caption="Mandated health visiting contacts"
      rows={rows}
      columns={[
        ['Contact', (row) => word(row.kind)],
        ['Due', (row) => day(row.dueDate)],
        ['Took place', (row) => day(row.date)],
        ['Outcome', (row) => row.outcome],
      ]}
    />
  )),
  section<Health['developmentReviews']>('Development reviews (ASQ-3 scores)', 'health.developmentReviews', (rows) => (
    <Records
      caption="Development reviews, ASQ-3 scores"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.date)],
        ['Questionnaire', (row) => row.ageInMonths && `${row.ageInMonths} months`],
        ['Communication', (row) => row.communication],
        ['Gross motor', (row) => row.grossMotor],
        ['Fine motor', (row) => row.fineMotor],
        ['Problem solving', (row) => row.problemSolving],
        ['Personal and social', (row) => row.personalSocial],
        ['Outcome', (row) => row.outcome],
      ]}
    />
  )),
  section<Health['immunisations']>('Immunisations', 'health.immunisations', (rows) => (
    <Records
      caption="Immunisations"
      rows={rows}
      columns={[
        ['Vaccine', (row) => row.vaccine],
        ['Date', (row) => day(row.occurrenceDate)],
        ['Status', (row) => listed([word(row.status), row.statusReason])],
      ]}
    />
  )),
  section<Health['missedAppointments']>('Missed appointments', 'health.missedAppointments', (rows) => (
    <Records
      caption="Missed appointments"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.date)],
        ['Where', (row) => row.setting],
        ['Reason', (row) => row.reason],
      ]}
    />
  )),
  section<Health['emergencyAttendances']>('Emergency department attendances', 'health.emergencyAttendances', (rows) => (
    <Records
      caption="Emergency department attendances"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.date)],
        ['Reason', (row) => row.reason],
      ]}
    />
  )),
  section<Health['breastfeedingStatus']>('Infant feeding', 'health.breastfeedingStatus', (status) => (
    <p className="govuk-body">{word(status)}</p>
  )),
  section<Health['maternity']>('Maternity', 'health.maternity', (it) => (
    <Facts
      lines={[
        ['Booked', day(it.bookingDate)],
        ['Due', day(it.dueDate)],
        ['Midwifery team', it.midwiferyTeam],
        ['Midwife', it.midwife && <Worker worker={it.midwife} />],
      ]}
    />
  )),
];
