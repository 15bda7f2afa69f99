/// <reference lib="dom" />
import { useEffect } from 'react';

/** How long a page may stand unused before it is covered. */
export const IDLE_MS = 15 * 60_000;
const LOOKED_AT_EVERY_MS = 10_000;
const SIGNS = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const;

/** Calls `onIdle` when nobody has touched the page for `IDLE_MS`; a machine that slept counts as nobody. */
export function useIdle(onIdle: () => void): void {
  useEffect(() => {
    let last = Date.now();
    const used = (): void => {
      last = Date.now();
    };
    const look = (): void => {
      if (Date.now() - last >= IDLE_MS) onIdle();
    };
    for (const sign of SIGNS) document.addEventListener(sign, used, { passive: true });
    document.addEventListener('visibilitychange', look);
    const looking = setInterval(look, LOOKED_AT_EVERY_MS);
    return () => {
      clearInterval(looking);
      document.removeEventListener('visibilitychange', look);
      for (const sign of SIGNS) document.removeEventListener(sign, used);
    };
  }, [onIdle]);
}
