import { useEffect, useRef, useState } from 'react';
import { openFamily } from '../family/open-family';
import { foundBy } from '../family/opened';
import { Page } from '../look/page';
import { Skeleton } from '../look/parts';
import { useSession } from '../session';

/**
 * A family by a link that somebody of the same organisation copied today. The link holds the person's sealed id, which is
 * of no use to anybody else and ends with the day; whoever opens it is asked and recorded as for any other look.
 */
export function LinkedFamilyPage({ id }: { readonly id: string }) {
  const { asker, open } = useSession();
  const [stopped, setStopped] = useState<string | null>(null);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const person = { id, displayName: null, dateOfBirth: null, expectedDateOfBirth: null, lifeState: null };
    openFamily(asker, person, {}).then(
      (found) => {
        if ('stopped' in found) setStopped(found.stopped);
        else open({ ...found, foundBy: foundBy(found.person, null) });
      },
      () => setStopped('The gateway did not answer. Load the page again.'),
    );
  }, [asker, id, open]);
  return (
    <Page title="A family by its link">
      {stopped === null ? (
        <Skeleton what="who this is" />
      ) : (
        <p className="govuk-body">
          {stopped} A link works on the day it was copied, for people of one organisation.{' '}
          <a className="govuk-link" href="#/find">
            Find a person
          </a>
        </p>
      )}
    </Page>
  );
}
