/// <reference lib="dom" />
import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useRoute } from '../route';
import { type Place, recordAt } from './place';

export interface Places {
  readonly show: (place: Place) => void;
  readonly isOpen: (agency: string, member?: number) => boolean;
  readonly toggle: (open: boolean, agency: string, member?: number) => void;
  readonly everything: boolean;
  readonly openEverything: (open: boolean) => void;
}

const keyOf = (agency: string, member?: number): string => (member === undefined ? agency : `${agency} ${member}`);

/** Which parts and records of the page are open, and the way to a place in one of them, by its address or a link. */
export function usePlaces(settled: boolean, everythingOpen = false): Places {
  const [, , place] = useRoute();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [everything, openEverything] = useState(everythingOpen);
  const shown = useRef<Place | null>(null);
  const show = useCallback((to: Place): boolean => {
    const record = recordAt(to);
    if (record !== null)
      flushSync(() =>
        setOpened(
          (before) =>
            new Set([
              ...before,
              keyOf(record.agency),
              ...(record.member === null ? [] : [keyOf(record.agency, record.member)]),
            ]),
        ),
      );
    const named = document.getElementById(to);
    if (named === null) return false;
    // What opens and closes has a place in the order of the keys already.
    const at = named.closest('summary') ?? named;
    if (at === named) at.tabIndex = -1;
    at.scrollIntoView();
    at.focus({ preventScroll: true });
    return true;
  }, []);
  useEffect(() => {
    if (place === undefined || shown.current === place) {
      if (place === undefined) shown.current = null;
      return;
    }
    // What has not come yet is gone to when it has.
    const go = setTimeout(() => {
      if (show(place) || settled) shown.current = place;
    });
    return () => clearTimeout(go);
  });
  const toggle = useCallback((open: boolean, agency: string, member?: number) => {
    setOpened((before) => {
      const key = keyOf(agency, member);
      if (before.has(key) === open) return before;
      const next = new Set(before);
      if (open) next.add(key);
      else next.delete(key);
      return next;
    });
  }, []);
  const isOpen = (agency: string, member?: number): boolean => everything || opened.has(keyOf(agency, member));
  return { show, isOpen, toggle, everything, openEverything };
}
