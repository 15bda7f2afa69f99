/// <reference lib="dom" />
import { type FormEvent, useEffect, useRef, useState } from 'react';
import {
  AssignReview,
  DecideReview,
  OpenReview,
  type ReviewOutcome,
  type WholeReviewFragment,
} from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { Fault } from '../look/fault';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { Radios } from '../look/radios';
import { Facts } from '../look/records';
import { Statement, tooShort } from '../look/statement';
import { agencyName, day, listed, organisationName, time, word } from '../look/words';
import { useSession } from '../session';
import { actionInWords, titleOf } from './review-words';
import { LooksTimeline } from './timeline';

const OUTCOMES = [
  ['CLEARED', 'Cleared: there was a reason to look'],
  ['ESCALATED', 'Escalated: it goes to somebody who decides what follows'],
] as const satisfies readonly (readonly [ReviewOutcome, string])[];
const when = (at: string): string => `${day(at)}, ${time(at)}`;

/** One review: who did it and why in their own words, what was seen, and what became of it. */
export function OpenedReview({
  reference,
  onClose,
  onChanged,
}: {
  readonly reference: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, OpenReview, { reference });
  const [changed, setChanged] = useState<WholeReviewFragment | null>(null);
  const review = changed ?? told?.data?.review;
  return (
    <article className="person">
      <p>
        <button type="button" className="link-button" onClick={onClose}>
          Back to the list
        </button>
      </p>
      {state === 'asking' ? <Skeleton what="the review" /> : null}
      {state !== 'asking' && !review ? <NoAnswer what="the review" told={told} again={again} /> : null}
      {review ? (
        <Whole
          review={review}
          onChanged={(now) => {
            setChanged(now);
            onChanged();
          }}
        />
      ) : null}
    </article>
  );
}

function Whole({
  review,
  onChanged,
}: {
  readonly review: WholeReviewFragment;
  readonly onChanged: (review: WholeReviewFragment) => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { asker } = useSession();
  const [fault, setFault] = useState<string | null>(null);
  const take = async (): Promise<void> => {
    const told = await asker.ask(AssignReview, { reference: review.reference }).catch(() => null);
    const given = told?.data?.assignReview;
    if (given) onChanged(given);
    else
      setFault(
        told?.errors[0]?.message ??
          'The gateway did not answer: it may have been kept, and may not. Open the review again before you say it twice.',
      );
  };
  const isDecided = review.state === 'CLEARED' || review.state === 'ESCALATED';
  return (
    <>
      <h2 className="govuk-heading-m" tabIndex={-1} ref={heading}>
        {titleOf(review)}
        {review.overdue ? <span className="overdue"> Overdue</span> : null}
      </h2>
      <Facts
        lines={[
          ['By', listed([review.requester, word(review.role), organisationName(review.organisation)])],
          ['When', when(review.at)],
          ['Until', review.until && when(review.until)],
          ['Purpose', word(review.purpose)],
          ['Case reference', review.caseReference],
          ['In their own words', review.statement],
          ['Agencies told', listed(review.told.map(agencyName))],
          ['Could not be told', listed(review.notTold.map(agencyName))],
          ['Review by', day(review.reviewBy)],
          ['Given to', review.assignee],
          ['Reference', review.reference],
        ]}
      />
      {(review.actions ?? []).length === 0 ? null : (
        <>
          <h3 className="govuk-heading-s">What became of it</h3>
          <ol className="govuk-list looks">
            {(review.actions ?? []).map((one) => (
              <li className="look" key={`${one.at}${one.action}`}>
                <p className="govuk-body govuk-!-margin-bottom-1">
                  <strong>
                    {actionInWords(one.action)} {one.assignee}
                  </strong>{' '}
                  by {one.by}, {when(one.at)}
                  {one.supersedes === null ? '' : '; in the place of the decision before'}
                </p>
                {one.note === null ? null : <p className="govuk-body-s govuk-!-margin-bottom-1">“{one.note}”</p>}
              </li>
            ))}
          </ol>
        </>
      )}
      <h3 className="govuk-heading-s">What was seen</h3>
      {(review.seen ?? []).length === 0 ? <p className="govuk-body">No look is on record of it.</p> : null}
      <LooksTimeline looks={review.seen ?? []} />
      <Fault text={fault} />
      {review.isOwn ? (
        <p className="govuk-inset-text">You did this yourself: somebody else reviews it.</p>
      ) : (
        <>
          {isDecided ? null : (
            <button type="button" className="govuk-button govuk-button--secondary" onClick={() => void take()}>
              Take this review
            </button>
          )}
          <Decide key={(review.actions ?? []).length} review={review} isDecided={isDecided} onChanged={onChanged} />
        </>
      )}
    </>
  );
}

function Decide({
  review,
  isDecided,
  onChanged,
}: {
  readonly review: WholeReviewFragment;
  readonly isDecided: boolean;
  readonly onChanged: (review: WholeReviewFragment) => void;
}) {
  const { asker } = useSession();
  const [outcome, setOutcome] = useState<ReviewOutcome | null>(null);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [again, setAgain] = useState(false);
  const supersedes = (review.actions ?? []).findLast(({ decision }) => decision !== null)?.decision ?? null;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wrong = outcome === null ? 'Choose what became of it' : tooShort(note);
    setFault(wrong);
    if (wrong !== null || outcome === null) return;
    const variables = { reference: review.reference, outcome, note, supersedes };
    const told = await asker.ask(DecideReview, variables).catch(() => null);
    const decided = told?.data?.decideReview;
    if (decided) onChanged(decided);
    else
      setFault(
        told?.errors[0]?.message ??
          'The gateway did not answer: it may have been kept, and may not. Open the review again before you say it twice.',
      );
  };
  if (isDecided && !again)
    return (
      <button type="button" className="govuk-button govuk-button--secondary" onClick={() => setAgain(true)}>
        Decide again
      </button>
    );
  return (
    <form onSubmit={(event) => void send(event)} className="narrow" noValidate>
      {isDecided ? (
        <p className="govuk-inset-text">The decision before stays on record, and yours names it. Both can be read.</p>
      ) : null}
      <Fault text={fault} />
      <Radios legend="What became of it" name="outcome" options={OUTCOMES} value={outcome} onChange={setOutcome} />
      <Statement label="Why" reader="whoever audits the reviews" value={note} onChange={setNote} />
      <button className="govuk-button" type="submit">
        Record the decision
      </button>
    </form>
  );
}
