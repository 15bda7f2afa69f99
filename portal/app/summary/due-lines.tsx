import { placeOfRecord } from '../family/place';
import { PlaceLink } from '../family/place-link';
import type { Family } from '../family/use-family';
import { day, joined, midSentence } from '../look/words';
import { DUE_STREAMS, type Due, dueOf } from './due';
import { closedAmong, type Gap, sayGaps } from './gaps';

const MOST = 4;

interface DueProps {
  readonly family: Family;
  readonly gaps: readonly Gap[];
  readonly today: Date;
}

/** The first few of what is overdue or due this week, and how many more there are. */
export function DueLines({ family, gaps, today }: DueProps) {
  const due = dueOf(family, today).filter(({ when }) => when !== 'later');
  return (
    <>
      <ul className="govuk-list">
        {due.slice(0, MOST).map((one) => (
          <DueLine key={`${one.what}${one.date}`} due={one} family={family} />
        ))}
        {due.length <= MOST ? null : (
          <li>
            <PlaceLink to="due">{due.length - MOST} more</PlaceLink>
          </li>
        )}
      </ul>
      <NotLookedAt family={family} gaps={gaps} none={due.length === 0} />
    </>
  );
}

/** `Overdue Agree a rent repayment plan, Housing Officer, due 30 Oct 2026, for Grace`. */
export function DueLine({ due, family }: { readonly due: Due; readonly family: Family }) {
  const { when, what, owner, date, people, agency, section } = due;
  const names = few(people.map((id) => family.members.find((one) => one.id === id)?.displayName?.split(' ')[0]));
  return (
    <li className="due">
      <strong className={`flag flag--${when}`}>{FLAGS[when]}</strong>{' '}
      <PlaceLink to={placeOfRecord(family.members, agency, people[0] ?? '', section)}>{what}</PlaceLink>
      <span className="due__who">
        {owner === null ? '' : `${owner}, `}
        <span className="when">due {day(date)}</span>
        {names === null ? '' : `, for ${names}`}
      </span>
    </li>
  );
}
/** `Grace and 2 others`. */
const few = (names: readonly (string | undefined)[]): string | null =>
  names.length > 2 ? `${names[0] ?? 'one'} and ${names.length - 1} others` : joined(names);

const FLAGS = { overdue: 'Overdue', 'this-week': 'This week', later: 'Later' } as const;

/** "Nothing is due" is said with who and what could not be looked at, in the same sentence. */
export function NotLookedAt({ family, gaps, none }: Omit<DueProps, 'today'> & { readonly none: boolean }) {
  const closed = closedAmong(family, DUE_STREAMS);
  const missing = gaps.filter(({ why }) => why !== 'unclear');
  const begin = none ? 'Nothing seen in what you may look at' : null;
  const without = [
    missing.length === 0 ? null : sayGaps(missing),
    closed.length === 0 ? null : `Not shared with you: ${joined(closed.map(midSentence))}.`,
  ].filter((sentence) => sentence !== null);
  if (begin === null && without.length === 0) return null;
  return (
    <p className="govuk-body-s summary__missing">
      {begin === null ? 'There may be more. ' : without.length === 0 ? `${begin}.` : `${begin}; there may be more. `}
      {without.join(' ')}
    </p>
  );
}
