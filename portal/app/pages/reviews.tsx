import { useState } from 'react';
import { Reviews, type ReviewsQuery } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { NoAnswer } from '../look/no-answer';
import { Page } from '../look/page';
import { Skeleton } from '../look/parts';
import { day, listed, organisationName, time, word } from '../look/words';
import { OpenedReview } from '../looks/opened-review';
import { titleOf } from '../looks/review-words';
import { useSession } from '../session';

type Listed = NonNullable<ReviewsQuery['reviews']>;
type Tab = 'OPEN' | 'ASSIGNED' | 'OVERDUE' | 'CLEARED' | 'ESCALATED';

const TABS = [
  ['OPEN', 'Open', 'open'],
  ['ASSIGNED', 'Given to somebody', 'assigned'],
  ['OVERDUE', 'Overdue', 'overdue'],
  ['CLEARED', 'Cleared', 'cleared'],
  ['ESCALATED', 'Escalated', 'escalated'],
] as const;
const FIRST = 20;

/** What was done that a person looks at afterwards, in tabs by how its review stands. */
export function ReviewsPage() {
  const { asker } = useSession();
  const [tab, setTab] = useState<Tab>('OPEN');
  const [pages, setPages] = useState<readonly number[]>([]);
  const [opened, setOpened] = useState<string | null>(null);
  const before = pages.at(-1) ?? null;
  const variables =
    tab === 'OVERDUE' ? { overdue: true, first: FIRST, before } : { state: [tab], first: FIRST, before };
  const { state, told, again } = useAsked(asker, Reviews, variables);
  const page = told?.data?.reviews;
  const choose = (one: Tab): void => {
    setTab(one);
    setPages([]);
    setOpened(null);
  };
  return (
    <Page title="Reviews">
      <p className="govuk-body">
        What somebody did that a person looks at afterwards. Nobody reviews what they did themselves.
      </p>
      <nav aria-label="Reviews by how they stand">
        <ul className="tabs">
          {TABS.map(([one, title, count]) => (
            <li key={one}>
              <button
                type="button"
                className="tabs__tab"
                aria-current={tab === one ? 'true' : undefined}
                onClick={() => choose(one)}
              >
                {title}
                {page ? ` (${page.counts[count]})` : ''}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {opened === null ? null : (
        <OpenedReview
          key={opened}
          reference={opened}
          onChanged={again}
          onClose={() => {
            setOpened(null);
            again();
          }}
        />
      )}
      <div hidden={opened !== null}>
        {state === 'asking' ? <Skeleton what="the reviews" /> : null}
        {state !== 'asking' && !page ? <NoAnswer what="the reviews" told={told} again={again} /> : null}
        {page?.reviews.length === 0 ? <p className="govuk-body">Nothing here.</p> : null}
        <List reviews={page?.reviews ?? []} open={setOpened} />
        <p className="account__actions">
          {pages.length === 0 ? null : (
            <button
              type="button"
              className="govuk-button govuk-button--secondary"
              onClick={() => setPages((was) => was.slice(0, -1))}
            >
              Newer reviews
            </button>
          )}
          {page?.before ? (
            <button
              type="button"
              className="govuk-button govuk-button--secondary"
              onClick={() => setPages((was) => [...was, page.before!])}
            >
              Older reviews
            </button>
          ) : null}
        </p>
      </div>
    </Page>
  );
}

function List({ reviews, open }: { readonly reviews: Listed['reviews']; readonly open: (reference: string) => void }) {
  return (
    <ul className="govuk-list cards">
      {reviews.map((review) => (
        <li className="card" key={review.reference}>
          <div>
            <h2 className="govuk-heading-s govuk-!-margin-bottom-1">
              {titleOf(review)}
              {review.overdue ? <span className="overdue"> Overdue</span> : null}
            </h2>
            <p className="govuk-body-s govuk-!-margin-bottom-0">
              {listed([review.requester, word(review.role), organisationName(review.organisation)])}, {day(review.at)},{' '}
              {time(review.at)}. Review by {day(review.reviewBy)}
              {review.assignee === null ? '' : `; given to ${review.assignee}`}.
            </p>
          </div>
          <button type="button" className="govuk-button card__go" onClick={() => open(review.reference)}>
            Open
            <span className="govuk-visually-hidden">
              {' '}
              {titleOf(review)} of {review.requester}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
