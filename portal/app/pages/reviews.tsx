import { type FormEvent, useState } from 'react';
import { type BreakGlassOutcome, GlassReviews, type GlassReviewsQuery, ReviewGlass } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { Page } from '../look/page';
import { Skeleton, Unavailable } from '../look/parts';
import { Facts } from '../look/records';
import { agencyName, day, listed, word } from '../look/words';
import { useSession } from '../session';
import { Choice } from './caseload';

type Review = NonNullable<GlassReviewsQuery['breakGlassReviews']>[number];

/** Every break-glass, the newest first, and what became of it. */
export function ReviewsPage() {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, GlassReviews, {});
  const reviews = told?.data?.breakGlassReviews;
  return (
    <Page title="Emergency access">
      {state === 'asking' ? <Skeleton what="the reviews" /> : null}
      {state !== 'asking' && !reviews ? (
        <Unavailable what="the reviews" message={told?.errors[0]?.message} again={again} />
      ) : null}
      {reviews?.length === 0 ? <p className="govuk-body">No glass has been broken.</p> : null}
      {(reviews ?? []).map((review) => (
        <article className="person" key={review.reference}>
          <h2 className="govuk-heading-m">
            {word(review.reason)}, {day(review.at)}
            {review.overdue ? <span className="overdue"> Review overdue</span> : null}
          </h2>
          <Facts
            lines={[
              ['By', listed([word(review.role), review.organisation])],
              ['Case reference', review.caseReference],
              ['In their words', review.statement],
              ['Told', listed(review.told.map(agencyName))],
              ['Could not be told', listed(review.notTold.map(agencyName))],
              ['Review by', day(review.reviewBy)],
              ['Outcome', review.outcome && `${word(review.outcome)}, ${day(review.reviewedAt)}: ${review.note ?? ''}`],
              ['Reference', review.reference],
            ]}
          />
          {review.outcome === null ? <Decide review={review} again={again} /> : null}
        </article>
      ))}
    </Page>
  );
}

function Decide({ review, again }: { readonly review: Review; readonly again: () => void }) {
  const { asker } = useSession();
  const [outcome, setOutcome] = useState<BreakGlassOutcome>('JUSTIFIED');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const told = await asker.ask(ReviewGlass, { reference: review.reference, outcome, note }).catch(() => null);
    if (told?.data?.reviewBreakGlass) again();
    else setFault(told?.errors[0]?.message ?? 'The gateway did not answer. Nothing was kept.');
  };
  const id = `note-${review.reference}`;
  return (
    <form onSubmit={(event) => void send(event)} className="narrow">
      {fault === null ? null : (
        <p className="govuk-error-message" role="alert">
          {fault}
        </p>
      )}
      <Choice
        label="What became of it"
        id={`outcome-${review.reference}`}
        value={outcome}
        onChange={(value) => setOutcome(value as BreakGlassOutcome)}
      >
        <option value="JUSTIFIED">Justified</option>
        <option value="NOT_JUSTIFIED">Not justified</option>
        <option value="REFERRED">Referred further</option>
      </Choice>
      <div className="govuk-form-group">
        <label className="govuk-label govuk-label--s" htmlFor={id}>
          Why, in 20 to 500 characters
        </label>
        <textarea
          className="govuk-textarea"
          id={id}
          rows={3}
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <button className="govuk-button" type="submit">
        Record the review
      </button>
    </form>
  );
}
