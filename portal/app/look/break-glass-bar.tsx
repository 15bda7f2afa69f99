/// <reference lib="dom" />
import { useEffect, useState } from 'react';
import { useSession } from '../session';
import { clock } from './words';

/** While a glass is broken: how long yet. It closes by itself; whoever is looking is told. */
export function BreakGlassBar() {
  const { glass, closeGlass, opened } = useSession();
  const left = useSecondsUntil(glass?.until ?? null);
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    if (glass !== null) setEnded(false);
    if (glass === null || left === null || left > 0) return;
    setEnded(true);
    closeGlass();
  }, [glass, left, closeGlass]);
  if (glass === null && !ended) return null;
  if (glass === null)
    return (
      <div className="glass glass--ended" role="status">
        <div className="govuk-width-container">
          <strong>Emergency access has closed.</strong> What it opened is no longer shown.{' '}
          <button type="button" className="link-button" onClick={() => setEnded(false)}>
            Understood
          </button>
        </div>
      </div>
    );
  const minutes = Math.floor((left ?? 0) / 60);
  const seconds = String((left ?? 0) % 60).padStart(2, '0');
  return (
    <section className="glass" aria-label="Emergency access">
      <div className="govuk-width-container glass__inner">
        <p>
          <strong>Emergency access</strong> is open for {opened[glass.at]?.person.displayName ?? 'this person'}’s
          family. The owner agencies have been told. It closes at {clock(glass.until)}.
        </p>
        <p className="glass__left" role="timer" aria-label={`${minutes} minutes left`}>
          {minutes}:{seconds}
        </p>
        <button type="button" className="govuk-button govuk-button--secondary glass__close" onClick={closeGlass}>
          Close it now
        </button>
      </div>
    </section>
  );
}

/** Whole seconds, counted down; null where there is nothing to wait for. */
function useSecondsUntil(until: Date | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(ticking);
  }, [until]);
  return until === null ? null : Math.max(0, Math.ceil((until.getTime() - now) / 1_000));
}
