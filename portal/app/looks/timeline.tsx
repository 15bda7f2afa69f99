import { day, time } from '../look/words';
import { fromIn, type Look, whatIn, whoIn, whyIn } from './look-words';

/** Looks by day, the newest first: when, who, why, what, from whom. */
export function LooksTimeline({ looks, isOwn = false }: { readonly looks: readonly Look[]; readonly isOwn?: boolean }) {
  // That something was asked is told by what came of it, where anything did.
  const ended = new Set(looks.flatMap((one) => (one.outcome === 'asked' ? [] : [one.operation])));
  const days = new Map<string, Look[]>();
  for (const look of looks) {
    if (look.outcome === 'asked' && ended.has(look.operation)) continue;
    const date = day(look.at) ?? look.at;
    days.set(date, [...(days.get(date) ?? []), look]);
  }
  const Heading = isOwn ? 'h2' : 'h3';
  return [...days].map(([date, ofDay]) => (
    <section key={date} className="looks-day" aria-label={date}>
      <Heading className="govuk-heading-s looks-day__date">{date}</Heading>
      <ol className="govuk-list looks">
        {ofDay.map((look) => (
          <li key={look.sequence} className={look.outcome === 'refused' ? 'look look--refused' : 'look'}>
            <p className="govuk-body govuk-!-margin-bottom-1">
              <time dateTime={look.at}>{time(look.at)}</time> <strong>{isOwn ? whatIn(look) : whoIn(look)}</strong>
            </p>
            <p className="govuk-body-s govuk-!-margin-bottom-1">
              {whyIn(look)}
              {isOwn ? null : `. ${whatIn(look)}`}
            </p>
            {fromIn(look).map((from) => (
              <p key={from} className="govuk-body-s govuk-!-margin-bottom-1 look__from">
                {from}
              </p>
            ))}
            {look.statement === null ? null : (
              <p className="govuk-body-s govuk-!-margin-bottom-1">In their own words: “{look.statement}”</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  ));
}
