/// <reference lib="dom" />
import { createContext, type ReactNode, useContext } from 'react';
import { useRoute } from '../route';
import type { Place } from './place';

/** Shows a place of this page: opens what it lies in, and puts the focus on it. */
export const ShowPlace = createContext<(place: Place) => void>(() => {});

/** A link to a place of the page that one is on. It has an address of its own, so that one can go back. */
export function PlaceLink({
  to,
  children,
  className = 'govuk-link',
}: {
  readonly to: Place;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const [page, at] = useRoute();
  const show = useContext(ShowPlace);
  const address = `#/${page}/${at}/${to}`;
  // The same address twice is no move to a browser.
  const again = (): void => {
    if (window.location.hash === address) show(to);
  };
  return (
    <a className={className} href={address} onClick={again}>
      {children}
    </a>
  );
}
