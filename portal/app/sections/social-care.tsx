import type { SocialCarePartFragment } from '../../operations/stored';
import { Facts, Records, Worker } from '../look/records';
import { day, listed, word, yesNo } from '../look/words';
import { type Section, section } from './section';

type SocialCare = NonNullable<SocialCarePartFragment['socialCare']>;
type EarlyHelp = NonNullable<SocialCarePartFragment['earlyHelp']>;

export const SOCIAL_CARE: readonly Section[] = [
  section<EarlyHelp['tafMeetings']>('Team Around the Family meetings', 'earlyHelp.tafMeetings', (rows) => (
    <Records
      caption="Team Around the Family meetings"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.date)],
        ['Attended', (row) => listed(row.attendees ?? [])],
        ['Actions', (row) => <Actions actions={row.actions ?? []} />],
      ]}
    />
  )),
  section<EarlyHelp['agreedActions']>('Actions agreed through Family View', 'earlyHelp.agreedActions', (rows) => (
    <Records
      caption="Actions agreed through Family View"
      rows={rows}
      columns={[
        ['Action', (row) => row.action],
        ['By whom (work id)', (row) => row.owner],
        ['By when', (row) => day(row.dueDate)],
        ['How it stands', (row) => word(row.state)],
      ]}
    />
  )),
  section<EarlyHelp['episodes']>('Early help', 'earlyHelp.episodes', (rows) => (
    <Records
      caption="Early help episodes"
      rows={rows}
      columns={[
        ['From', (row) => day(row.episodeStartDate)],
        ['To', (row) => day(row.episodeEndDate) ?? 'open'],
        ['Reason', (row) => row.reason],
        ['Led by', (row) => row.organisation],
        ['Ended because', (row) => row.endReason],
      ]}
    />
  )),
  section<EarlyHelp['caf']>('Common assessments', 'earlyHelp.caf', (rows) => (
    <Records
      caption="Common assessments"
      rows={rows}
      columns={[
        ['Begun', (row) => day(row.startDate)],
        ['Completed', (row) => day(row.completedDate) ?? 'not yet'],
      ]}
    />
  )),
  section<EarlyHelp['steps']>('Steps up and down', 'earlyHelp.steps', (rows) => (
    <Records
      caption="Steps up and down"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.date)],
        ['Step', (row) => word(row.direction)],
        ['From', (row) => word(row.fromLevel)],
        ['To', (row) => word(row.toLevel)],
        ['Reason', (row) => row.reason],
      ]}
    />
  )),
  section<SocialCare['status']>('Status', 'socialCare.status', (it) => (
    <Facts
      lines={[
        ['Child in need', yesNo(it.childInNeed)],
        ['On a child protection plan', yesNo(it.childProtectionPlan)],
        ['Looked after', yesNo(it.lookedAfter)],
        ['Category', word(it.latestCategoryOfAbuse)],
      ]}
    />
  )),
  section<SocialCare['keyWorker']>('Key worker', 'socialCare.keyWorker', (worker) => (
    <p className="govuk-body">
      <Worker worker={worker} />
    </p>
  )),
  section<SocialCare['plans']>('Plans', 'socialCare.plans', (rows) => (
    <Records
      caption="Plans"
      rows={rows}
      columns={[
        ['Plan', (row) => word(row.kind)],
        ['From', (row) => day(row.startDate)],
        ['To', (row) => day(row.endDate) ?? 'open'],
        ['Category', (row) => word(row.latestCategoryOfAbuse)],
        ['Reviews', (row) => listed((row.reviewDates ?? []).map(day))],
      ]}
    />
  )),
  section<SocialCare['referrals']>('Referrals', 'socialCare.referrals', (rows) => (
    <Records
      caption="Referrals to social care"
      rows={rows}
      columns={[
        ['Date', (row) => day(row.cinReferralDate)],
        ['Source (CIN code)', (row) => row.referralSource],
        ['Primary need (CIN code)', (row) => row.primaryNeedCode],
        ['No further action', (row) => yesNo(row.referralNfa)],
        ['Closed', (row) => listed([day(row.cinClosureDate), row.reasonForClosure])],
      ]}
    />
  )),
  section<SocialCare['assessments']>('Assessments', 'socialCare.assessments', (rows) => (
    <Records
      caption="Assessments"
      rows={rows}
      columns={[
        ['Begun', (row) => day(row.assessmentActualStartDate)],
        ['Authorised', (row) => day(row.assessmentAuthorisationDate)],
        ['Factors (CIN codes)', (row) => listed(row.assessmentFactors ?? [])],
      ]}
    />
  )),
];

type Meeting = NonNullable<EarlyHelp['tafMeetings']>[number];

function Actions({ actions }: { readonly actions: NonNullable<Meeting['actions']> }) {
  if (actions.length === 0) return null;
  return (
    <ul className="govuk-list govuk-!-margin-bottom-0">
      {actions.map(({ action, owner, dueDate, done }) => (
        <li key={`${action}${owner}`}>
          {action}
          {owner === null ? '' : ` (${owner})`}:{' '}
          <strong>{done ? 'done' : `open${dueDate ? `, due ${day(dueDate)}` : ''}`}</strong>
        </li>
      ))}
    </ul>
  );
}
