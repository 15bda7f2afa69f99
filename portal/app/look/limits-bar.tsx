/// <reference lib="dom" />
import { useEffect, useState } from 'react';
import { useSession } from '../session';

/** Limits of which little is left, or that were reached: on every page, until they are over. */
export function LimitsBar() {
  const { limits } = useSession();
  const [now, setNow] = useState(() => Date.now());
  const next = limits.length === 0 ? null : Math.min(...limits.map(({ until }) => until).filter((one) => one > now));
  useEffect(() => {
    setNow(Date.now());
    if (next === null || !Number.isFinite(next)) return;
    // A browser's timer runs for no longer than 24 days, and no limit does.
    const waiting = setTimeout(() => setNow(Date.now()), Math.max(0, next - Date.now()) + 50);
    return () => clearTimeout(waiting);
  }, [next]);
  const told = limits.filter(({ until }) => until > now);
  return (
    <div role="status">
      {told.length === 0 ? null : (
        <section className="limits" aria-label="Limits">
          <div className="govuk-width-container">
            {told.map(({ limit, message, isReached }) => (
              <p className="govuk-body-s" key={limit}>
                {isReached ? <strong>Limit reached. </strong> : null}
                {message}
              </p>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}
