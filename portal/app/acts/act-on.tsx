import { useState } from 'react';
import {
  AllocateWorker,
  AnswerReferral,
  ClearBlockage,
  DecideStep,
  DecideTriage,
  type FormFragment,
} from '../../operations/stored';
import { day, organisationName, word } from '../look/words';
import { type ActField, ActForm } from './act-form';
import { ANSWERS, CHOICES, KINDS, NEEDS, RATINGS, SERVICES, TRIAGE } from './act-words';
import type { Listed } from './listed';

const REASON: ActField = {
  kind: 'statement',
  label: 'Why, in your own words',
  reader: 'whoever looks at it afterwards',
};
const ACTS: Readonly<
  Record<string, { readonly document: unknown; readonly button: string; readonly fields: readonly ActField[] }>
> = {
  answerReferral: {
    document: AnswerReferral,
    button: 'Answer',
    fields: [
      { kind: 'choice', name: 'status', legend: 'What becomes of it?', options: ANSWERS, missing: 'Choose an answer' },
      { kind: 'text', name: 'reason', label: 'Why', hint: 'Needed where it is declined; told to whoever referred' },
    ],
  },
  decideTriage: {
    document: DecideTriage,
    button: 'Decide',
    fields: [
      {
        kind: 'choice',
        name: 'decision',
        legend: 'What becomes of it?',
        options: TRIAGE,
        missing: 'Choose a decision',
      },
      REASON,
    ],
  },
  allocateWorker: {
    document: AllocateWorker,
    button: 'Allocate',
    fields: [
      { kind: 'choice', name: 'kind', legend: 'As what?', options: KINDS, missing: 'Choose as what' },
      { kind: 'text', name: 'worker', label: 'Work id', hint: 'As they sign in', missing: 'Give the work id' },
      { kind: 'text', name: 'workerName', label: 'Name', hint: null, missing: 'Give the name' },
      {
        kind: 'choice',
        name: 'familyChoice',
        legend: 'The family’s choice',
        options: CHOICES,
        missing: 'Say what the family chose',
      },
      { kind: 'choice', name: 'rating', legend: 'Rating', options: RATINGS, missing: 'Choose a rating' },
    ],
  },
  decideStep: {
    document: DecideStep,
    button: 'Decide',
    fields: [
      {
        kind: 'choice',
        name: 'approve',
        legend: 'The step',
        options: [
          ['YES', 'Approve it'],
          ['NO', 'Refuse it'],
        ],
        missing: 'Approve it or refuse it',
      },
      REASON,
    ],
  },
  clearBlockage: { document: ClearBlockage, button: 'Clear it', fields: [REASON] },
};

/** What waits about one person, and the form for each of it. */
export function ActOn({
  act,
  agency,
  person,
  onDone,
}: {
  readonly act: string;
  readonly agency: string;
  readonly person: Listed;
  readonly onDone: (words: string) => void;
}) {
  const waiting = waitingOf(act, agency, person);
  return waiting.map(({ reference, words }) => (
    <One key={reference} {...{ act, agency, person, reference, onDone }}>
      {words}
    </One>
  ));
}

function One({
  act,
  agency,
  person,
  reference,
  onDone,
  children,
}: {
  readonly act: string;
  readonly agency: string;
  readonly person: Listed;
  readonly reference: string;
  readonly onDone: (words: string) => void;
  readonly children: React.ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const form = ACTS[act];
  return (
    <div className="govuk-!-margin-bottom-3">
      {children}
      {form && !isOpen ? (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={() => setOpen(true)}>
          {form.button}
          <span className="govuk-visually-hidden"> about {person.displayName}</span>
        </button>
      ) : null}
      {form && isOpen ? (
        <ActForm
          draft={`${act}-${reference}`}
          document={form.document as never}
          fields={form.fields}
          button={form.button}
          variablesOf={({ approve, ...given }) => ({
            ...given,
            ...(approve ? { approve: approve === 'YES' } : {}),
            ...(act === 'allocateWorker' ? {} : { about: reference }),
            agency,
            person: person.id,
          })}
          onDone={({ message }) => onDone(message ?? 'It is done.')}
        />
      ) : null}
    </div>
  );
}

interface Waiting {
  readonly reference: string;
  readonly words: React.ReactNode;
}

function waitingOf(act: string, agency: string, person: Listed): readonly Waiting[] {
  const { earlyHelp, childrensCentre, health } = person;
  if (act === 'decideStep')
    return (earlyHelp?.stepProposals ?? [])
      .filter(({ state }) => state === 'PROPOSED')
      .map((one) => ({
        reference: one.reference ?? '',
        words: (
          <p className="govuk-body-s">
            Step {one.direction?.toLowerCase()} to {word(one.toLevel)}, proposed {day(one.proposedOn)}: {one.reason}
          </p>
        ),
      }));
  if (act === 'clearBlockage')
    return (earlyHelp?.blockages ?? [])
      .filter(({ clearedOn }) => clearedOn === null)
      .map((one) => ({
        reference: one.reference ?? '',
        words: (
          <p className="govuk-body-s">
            Raised {day(one.raisedOn)}: {one.reason}
          </p>
        ),
      }));
  const forms = (agency === 'health' ? health : agency === 'childrens-centre' ? childrensCentre : earlyHelp)
    ?.referralForms;
  if (act === 'allocateWorker') return [{ reference: person.id, words: (forms ?? []).slice(0, 1).map(referralWords) }];
  return (forms ?? [])
    .filter(({ status }) => status === 'NEW' || status === 'OPENED')
    .map((one) => ({ reference: one.reference ?? '', words: referralWords(one) }));
}

function referralWords(one: FormFragment): React.ReactNode {
  const need = NEEDS.find(([code]) => code === one.primaryNeed)?.[1] ?? one.primaryNeed;
  const agreed =
    one.consent === 'GIVEN' && one.familyTold
      ? 'The family agrees and has been told.'
      : `Without their agreement or knowledge: ${one.withoutConsentReason ?? 'no reason given'}.`;
  return (
    <div key={one.reference} className="govuk-body-s">
      <p className="govuk-body-s govuk-!-margin-bottom-1">
        {one.service ? SERVICES[one.service] : 'Referral'}: {need}. From {word(one.fromRole)},{' '}
        {organisationName(one.fromOrganisation ?? '')}, {day(one.submittedOn)}; to be decided by {day(one.decideBy)}.
      </p>
      <p className="govuk-body-s govuk-!-margin-bottom-1">{one.reason}</p>
      <p className="govuk-body-s govuk-!-margin-bottom-1">
        {agreed} {one.engageWithFamily ? `How to engage them: ${one.engageWithFamily}.` : ''}
      </p>
    </div>
  );
}
