/// <reference lib="dom" />
import { useState } from 'react';

export const linkTo = (person: string): string => `${window.location.origin}/#/link/${person}`;

/** Copies a link to the family that works today, for people of one's own organisation. */
export function CopyLink({ person }: { readonly person: string }) {
  const [said, setSaid] = useState('');
  const copy = (): void => {
    navigator.clipboard?.writeText(linkTo(person)).then(
      () => setSaid('Copied: works today, for your organisation'),
      () => setSaid('The browser did not let it be copied'),
    );
  };
  return (
    <>
      <button type="button" className="link-button" onClick={copy}>
        Copy a link for today
      </button>{' '}
      <span role="status">{said}</span>
    </>
  );
}
