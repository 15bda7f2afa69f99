import type { CentrePartFragment } from '../../operations/stored';
import { Facts, Phone, Records, Worker } from '../look/records';
import { day, word, yesNo } from '../look/words';
import { type Section, section } from './section';

type Centre = NonNullable<CentrePartFragment['childrensCentre']>;

export const CHILDRENS_CENTRE: readonly Section[] = [
  section<Centre['registration']>('Registration and consent', 'childrensCentre.registration', (it) => (
    <Facts
      lines={[
        ['Centre', it.centre?.name],
        ['Telephone', it.centre?.phone && <Phone number={it.centre.phone} />],
        ['Registered', day(it.registeredDate)],
        ['Left', day(it.leftDate)],
        [
          'Consent to share',
          it.consentToShare && `${word(it.consentToShare)}${it.consentDate ? `, ${day(it.consentDate)}` : ''}`,
        ],
        ['First language', it.firstLanguage],
      ]}
    />
  )),
  section<Centre['attendances']>('Attendance at sessions', 'childrensCentre.attendances', (rows) => (
    <Records
      caption="Attendance at sessions"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.sessionDate)],
        ['Session', (row) => row.activity],
        ['Came', (row) => yesNo(row.attended)],
        ['Led by', (row) => row.ledByAgency],
      ]}
    />
  )),
  section<Centre['familySupportCase']>('Family support', 'childrensCentre.familySupportCase', (it) => (
    <Facts
      lines={[
        ['Opened', day(it.openedDate)],
        ['Closed', day(it.closedDate)],
        ['Worker', it.worker && <Worker worker={it.worker} />],
        ['Reason', it.reason],
        ['Outcome', it.outcome],
      ]}
    />
  )),
  section<Centre['referrals']>('Referrals', 'childrensCentre.referrals', (rows) => (
    <Records
      caption="Referrals on the single referral form"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.date)],
        ['Status', (row) => word(row.status)],
        ['From', (row) => row.fromAgency],
        ['Reason', (row) => row.reason],
      ]}
    />
  )),
];
