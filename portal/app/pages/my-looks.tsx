import { MyLooks, type MyLooksQuery } from '../../operations/stored';
import { Page } from '../look/page';
import { Skeleton, Unavailable } from '../look/parts';
import { LooksTimeline } from '../looks/timeline';
import { useLooks } from '../looks/use-pages';
import { useSession } from '../session';

const NOTHING = {};
const readPage = ({ myLooks }: MyLooksQuery) => myLooks;

/** What is on record of the requester's own looks: what a family could be told of them. */
export function MyLooksPage() {
  const { asker } = useSession();
  const { looks, state, fault, more } = useLooks(asker, MyLooks, NOTHING, readPage);
  return (
    <Page title="My own looks">
      <p className="govuk-body">
        Each time that you looked, as it is on record. Names are not kept: the record knows the people by a code alone.
        A family may ask to see who looked, and why.
      </p>
      {state === 'asking' && looks.length === 0 ? <Skeleton what="the record" /> : null}
      {state === 'failed' ? <Unavailable what="the record" message={fault ?? undefined} /> : null}
      {state === 'told' && looks.length === 0 ? <p className="govuk-body">No look of yours is on record.</p> : null}
      <LooksTimeline looks={looks} isOwn />
      {more === null ? null : (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={more}>
          Load earlier looks
        </button>
      )}
    </Page>
  );
}
