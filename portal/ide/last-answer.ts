import { useSyncExternalStore } from 'react';

let last: unknown = null;
const listeners = new Set<() => void>();

/** The data of what the gateway answered last to a query of the editor. In memory, and gone with the page. */
export function keepLastAnswer(answer: Readonly<Record<string, unknown>>): void {
  last = answer.data ?? null;
  for (const tell of listeners) tell();
}

export const useLastAnswer = (): unknown =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => last,
  );
