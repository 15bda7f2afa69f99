/// <reference lib="dom" />
import { useSyncExternalStore } from 'react';

/** Pages are told apart after the #, so that an address never carries an id, and the gateway serves one page. */
export function useRoute(): readonly string[] {
  const hash = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => window.location.hash,
    () => '',
  );
  return hash.replace(/^#\/?/, '').split('/').filter(Boolean);
}

export function goTo(route: string): void {
  window.location.hash = `#/${route}`;
}
