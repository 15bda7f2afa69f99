/// <reference lib="dom" />
import { type ReactNode, useContext, useEffect, useRef } from 'react';
import { SessionReactContext } from '../session';
import { word } from './words';

/** A page's heading takes the focus when the page opens, so that a screen reader says where one is. */
export function Page({
  title,
  caption,
  children,
}: {
  readonly title: string;
  readonly caption?: string;
  readonly children: ReactNode;
}) {
  const me = useContext(SessionReactContext)?.me;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The first page is said by the browser itself, and begins at its top: the way past the masthead comes first.
    if (document.title === 'Family View') return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    // Of two windows of one browser, whose is whose.
    const as = me === undefined ? '' : ` – ${me.name ?? me.id}, ${word(me.purpose)}`;
    document.title = `${title}${as} – Family View`;
  }, [title, me]);
  return (
    <>
      {caption === undefined ? null : <span className="govuk-caption-l">{caption}</span>}
      <h1 className="govuk-heading-l page-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}
