/// <reference lib="dom" />
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Skeleton } from '../look/parts';
import { agencyName, day, listed } from '../look/words';
import { gapsOf, sayGaps } from '../summary/gaps';
import { eventsOf } from './events';
import type { Family } from './use-family';

const FIRST = 10;

/** What happened, across the agencies, the latest first. */
export function Timeline({ family }: { readonly family: Family }) {
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [person, setPerson] = useState('');
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const events = useMemo(() => eventsOf(family), [family]);
  const names = new Map(family.members.map(({ id, displayName }) => [id, displayName ?? 'Name not told']));
  const kept = events.filter((one) => !without.has(one.agency) && (person === '' || one.person === person));
  const shown = all ? kept : kept.slice(0, FIRST);
  const asking = family.parts.filter(({ asked }) => asked.state === 'asking').map(({ agency }) => agencyName(agency));
  const gaps = gapsOf(family).filter(({ why }) => why !== 'unclear');
  const missing = gaps.filter(({ why }) => why !== 'asking');
  const toggle = (agency: string): void =>
    setWithout((before) => {
      const next = new Set(before);
      if (!next.delete(agency)) next.add(agency);
      return next;
    });
  const showAll = (): void => {
    flushSync(() => setAll(true));
    // Whoever reads on goes on where the button was.
    const next = list.current?.children[FIRST];
    if (!(next instanceof HTMLElement)) return;
    next.tabIndex = -1;
    next.focus();
  };
  return (
    <>
      <form className="timeline__filters no-print" onSubmit={(event) => event.preventDefault()}>
        <fieldset className="govuk-fieldset">
          <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">Show events of</legend>
          <div className="govuk-checkboxes govuk-checkboxes--small timeline__agencies">
            {family.parts.map(({ agency }) => (
              <div className="govuk-checkboxes__item" key={agency}>
                <input
                  className="govuk-checkboxes__input"
                  id={`timeline-${agency}`}
                  type="checkbox"
                  checked={!without.has(agency)}
                  onChange={() => toggle(agency)}
                />
                <label className="govuk-label govuk-checkboxes__label" htmlFor={`timeline-${agency}`}>
                  {agencyName(agency)}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
        <div className="govuk-form-group">
          <label className="govuk-label govuk-label--s" htmlFor="timeline-person">
            About
          </label>
          <select
            className="govuk-select"
            id="timeline-person"
            value={person}
            onChange={({ target }) => setPerson(target.value)}
          >
            <option value="">Everyone in the family</option>
            {[...names].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </form>
      {missing.length === 0 ? null : (
        <p className="part part--unavailable govuk-body-s">{sayGaps(missing)} What they would tell is missing here.</p>
      )}
      <p className="govuk-body-s" aria-live="polite">
        {kept.length === 0
          ? `No events are shown. ${sayGaps(gaps)}`
          : `${shown.length} of ${kept.length} events, the latest first.`}
      </p>
      <ol className="govuk-list timeline" ref={list}>
        {shown.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two events may be alike in everything
          <li className={`timeline__event agency-line--${one.agency}`} key={at}>
            <time dateTime={one.date}>{day(one.date)}</time>
            <div>
              {one.what}
              <span className="timeline__who">
                {names.get(one.person)} · <span className={`agency--${one.agency}`}>{agencyName(one.agency)}</span>
              </span>
            </div>
          </li>
        ))}
      </ol>
      {asking.length === 0 ? null : <Skeleton what={listed(asking) ?? 'the agencies'} />}
      {shown.length === kept.length ? null : (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={showAll}>
          Show all {kept.length} events
        </button>
      )}
    </>
  );
}
