import { type ReactNode, useContext } from 'react';
import {
  CHOICES,
  CLOSINGS,
  DIRECTIONS,
  HEADLINE_OUTCOMES,
  KINDS,
  PROGRAMME_LEVELS,
  PROGRAMMES,
  RATINGS,
  said,
  VOICES,
} from '../acts/act-words';
import { Unavailable } from '../look/parts';
import { Nothing, Records } from '../look/records';
import { WithheldLine } from '../look/withheld-line';
import { day, word } from '../look/words';
import { Do, DoingContext } from './do';
import { type Action, type EarlyHelp, partOf, rowsOf, type Told } from './known-case';

/** A part of the record under its heading: its rows, or why there are none to show. What may be done stands below it. */
export function CasePart({
  title,
  told,
  name,
  person,
  again,
  children,
  after,
}: {
  readonly title: string;
  readonly told: Told;
  readonly name: keyof EarlyHelp;
  readonly person: string;
  readonly again: () => void;
  readonly children: ReactNode;
  readonly after?: ReactNode;
}) {
  const place = partOf(told, name);
  return (
    <section aria-labelledby={`case-${name}`} className="family-section">
      <h2 className="govuk-heading-m family-section__title" id={`case-${name}`}>
        {title}
      </h2>
      {place.kind === 'shown' ? children : null}
      {place.kind === 'nothing' ? <Nothing /> : null}
      {place.kind === 'recorded' ? <p className="govuk-body-s">{place.message}</p> : null}
      {place.kind === 'withheld' ? <WithheldLine parts={[place]} person={person} onBreakGlass={undefined} /> : null}
      {place.kind === 'unavailable' ? <Unavailable what={title} message={place.message} again={again} /> : null}
      {after}
    </section>
  );
}

export function Meetings({ told }: { readonly told: Told }) {
  const actions = rowsOf(told, 'agreedActions');
  const meetings = rowsOf(told, 'calledMeetings');
  if (meetings.length === 0) return <Nothing />;
  return meetings.map(({ reference, date, invited, until }) => (
    <div key={reference} className="case-meeting">
      <h3 className="govuk-heading-s govuk-!-margin-bottom-1">Meeting of {day(date)}</h3>
      <p className="govuk-body-s govuk-!-margin-bottom-1">
        {invited} invited, of the team until {day(until)}.
      </p>
      <Actions actions={actions.filter(({ meeting }) => meeting === reference)} />
      <Do act="agreeAction" about={reference} of={`meeting of ${day(date)}`} />
    </div>
  ));
}

const STATES: Readonly<Record<string, string>> = { OPEN: 'Open', OVERDUE: 'Overdue', DONE: 'Done' };

function Actions({ actions }: { readonly actions: readonly Action[] }) {
  if (actions.length === 0) return <p className="govuk-body-s nothing">No action has been agreed.</p>;
  return (
    <Records
      caption="Actions of this meeting"
      rows={actions}
      columns={[
        ['Action', (row) => row.action],
        ['By whom (work id)', (row) => row.owner],
        ['By when', (row) => day(row.dueDate)],
        ['How it stands', (row) => <Stands action={row} />],
      ]}
    />
  );
}

/** What the requester has to do, for whoever is of the team: they may see it where they see nothing else of it. */
export function OwnActions({ told }: { readonly told: Told }) {
  const own = rowsOf(told, 'myActions');
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="case-mine" className="family-section">
      <h2 className="govuk-heading-m family-section__title" id="case-mine">
        What is yours to do
      </h2>
      <Records
        caption="Actions that were given to you"
        rows={own}
        columns={[
          ['Action', (row) => row.action],
          ['By when', (row) => day(row.dueDate)],
          ['How it stands', (row) => <Stands action={row} isOwn />],
        ]}
      />
    </section>
  );
}

type ActionState = Pick<Action, 'reference' | 'action' | 'state' | 'doneOn'>;

function Stands({
  action: { reference, action, state, doneOn },
  isOwn = false,
}: {
  readonly action: ActionState;
  readonly isOwn?: boolean;
}) {
  // Of others' actions, whoever leads says so too.
  const leads = useContext(DoingContext)?.acts.has('agreeAction') ?? false;
  return (
    <div>
      <strong className={`flag ${state === 'OVERDUE' ? 'flag--overdue' : 'flag--later'}`}>
        {STATES[state ?? ''] ?? state}
      </strong>{' '}
      {doneOn === null ? '' : day(doneOn)}
      {state !== 'DONE' && (isOwn || leads) ? <Do act="finishAction" about={reference} of={action ?? ''} /> : null}
    </div>
  );
}

export const Allocations = ({ told }: { readonly told: Told }) => (
  <Records
    caption="Who was given the family, the latest first"
    rows={rowsOf(told, 'allocations')}
    columns={[
      ['Who', (row) => row.workerName],
      ['As', (row) => said(KINDS, row.kind)],
      ['The family’s choice', (row) => said(CHOICES, row.familyChoice)],
      ['Rating', (row) => said(RATINGS, row.rating)],
      ['From', (row) => day(row.from)],
      ['To', (row) => day(row.until) ?? 'still'],
    ]}
  />
);

const DECIDED: Readonly<Record<string, string>> = { PROPOSED: 'Waits', APPROVED: 'Approved', REFUSED: 'Refused' };

export const Steps = ({ told }: { readonly told: Told }) => (
  <Records
    caption="Steps up and down, the latest first"
    rows={rowsOf(told, 'stepProposals')}
    columns={[
      ['Step', (row) => `${said(DIRECTIONS, row.direction)} to ${word(row.toLevel)}`],
      ['Proposed', (row) => day(row.proposedOn)],
      ['Why', (row) => row.reason],
      ['Decided', (row) => `${DECIDED[row.state ?? ''] ?? row.state}${row.decidedOn ? `, ${day(row.decidedOn)}` : ''}`],
      ['Because', (row) => row.decisionReason],
    ]}
  />
);

export const Blockages = ({ told }: { readonly told: Told }) => (
  <Records
    caption="What blocks the work, the latest first"
    rows={rowsOf(told, 'blockages')}
    columns={[
      ['Raised', (row) => day(row.raisedOn)],
      ['What', (row) => row.reason],
      ['Cleared', (row) => day(row.clearedOn) ?? 'not yet'],
      ['Because', (row) => row.clearedBecause],
    ]}
  />
);

export function Assessments({ told }: { readonly told: Told }) {
  return (
    <Records
      caption="Common assessments, the latest first"
      rows={rowsOf(told, 'openedAssessments')}
      columns={[
        ['Begun', (row) => day(row.startDate)],
        [
          'Completed',
          (row) =>
            row.completedDate ? (
              day(row.completedDate)
            ) : (
              <>
                not yet
                <Do act="completeAssessment" about={row.reference} of={`begun ${day(row.startDate)}`} />
              </>
            ),
        ],
      ]}
    />
  );
}

export function Closure({ told }: { readonly told: Told }) {
  const place = partOf(told, 'closure');
  if (place.kind !== 'shown') return null;
  const { outcome, date, reason } = place.value as NonNullable<EarlyHelp['closure']>;
  return (
    <p className="govuk-body">
      Closed {day(date)}: {said(CLOSINGS, outcome)}. {reason}
    </p>
  );
}

export const Voices = ({ told }: { readonly told: Told }) => (
  <Records
    caption="What was said, the latest first"
    rows={rowsOf(told, 'voices')}
    columns={[
      ['Who', (row) => said(VOICES, row.whose)],
      ['In their own words', (row) => <q>{row.words}</q>],
      ['When', (row) => day(row.date)],
    ]}
  />
);

export const Programmes = ({ told }: { readonly told: Told }) => (
  <Records
    caption="Programmes that the family is or was of, the latest first"
    rows={rowsOf(told, 'programmes')}
    columns={[
      ['Programme', (row) => said(PROGRAMMES, row.programme)],
      ['Level', (row) => said(PROGRAMME_LEVELS, row.level)],
      ['From', (row) => day(row.from)],
      ['To', (row) => day(row.until) ?? 'still'],
      [
        'Outcomes',
        (row) => (
          <>
            <ul className="govuk-list govuk-!-margin-bottom-1">
              {(row.outcomes ?? []).map(({ outcome, metOn, soughtOn }) => (
                <li key={outcome}>
                  {said(HEADLINE_OUTCOMES, outcome)}:{' '}
                  <strong>{metOn ? `met ${day(metOn)}` : `sought since ${day(soughtOn)}`}</strong>
                </li>
              ))}
            </ul>
            {row.until === null ? (
              <Do act="recordProgrammeOutcome" about={row.reference} of={said(PROGRAMMES, row.programme) ?? ''} />
            ) : null}
          </>
        ),
      ],
    ]}
  />
);
