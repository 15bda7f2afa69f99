/// <reference lib="dom" />
import { useId, useMemo, useState } from 'react';
import { placeOfRecord } from '../family/place';
import { PlaceLink } from '../family/place-link';
import type { Family } from '../family/use-family';
import { day, joined } from '../look/words';
import { changesSince, INVOLVEMENTS } from './changes';
import { isoDay } from './due';
import { type Gap, sayGaps } from './gaps';

const DAYS_BACK = 28;
const MOST = 3;

/** What the agencies recorded as having happened since a day that one chooses. */
export function ChangedSince({
  family,
  gaps,
  today,
}: {
  readonly family: Family;
  readonly gaps: readonly Gap[];
  readonly today: Date;
}) {
  const id = useId();
  const [since, setSince] = useState(() => isoDay(new Date(today.getTime() - DAYS_BACK * 86_400_000)));
  const changes = useMemo(() => changesSince(family, since, isoDay(today)), [family, since, today]);
  const missing = gaps.filter(({ why }) => why !== 'unclear');
  const names = new Map(family.members.map(({ id: one, displayName }) => [one, displayName?.split(' ')[0]]));
  return (
    <>
      <label className="govuk-visually-hidden" htmlFor={id}>
        Changed since this day
      </label>
      <input
        className="govuk-input summary__since no-print"
        id={id}
        type="date"
        value={since}
        max={isoDay(today)}
        onChange={({ target }) => target.value !== '' && setSince(target.value)}
      />
      <span className="print-only">{day(since)}</span>
      <ul className="govuk-list" aria-live="polite">
        {changes.slice(0, MOST).map((one) => (
          <li key={`${one.date}${one.what}${one.section}`}>
            <PlaceLink
              to={
                one.section === INVOLVEMENTS
                  ? 'team'
                  : placeOfRecord(family.members, one.agency, one.people[0] ?? '', one.section)
              }
            >
              {one.what}
            </PlaceLink>
            , {day(one.date)}
            {joined(one.people.map((person) => names.get(person))) === null
              ? ''
              : `, ${joined(one.people.map((person) => names.get(person)))}`}
          </li>
        ))}
        {changes.length <= MOST ? null : (
          <li>
            <PlaceLink to="timeline">{changes.length - MOST} more in what happened</PlaceLink>
          </li>
        )}
      </ul>
      {changes.length > 0 && missing.length === 0 ? null : (
        <p className="govuk-body-s summary__missing">
          {changes.length === 0
            ? `Nothing dated since then in what you may see${missing.length === 0 ? '.' : '; '}`
            : ''}
          {sayGaps(missing)}
        </p>
      )}
    </>
  );
}
