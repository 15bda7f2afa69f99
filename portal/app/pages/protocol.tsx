import { Sharing } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { Agreements } from '../governance/agreements';
import { Matrix } from '../governance/matrix';
import { Proposed } from '../governance/proposed';
import { PublishedVersions } from '../governance/published';
import { NoAnswer } from '../look/no-answer';
import { Page } from '../look/page';
import { Skeleton } from '../look/parts';
import { Tabs } from '../look/tabs';
import { useRoute } from '../route';
import { useSession } from '../session';

/** For information governance: what is shared with whom, what falls due, what was published, and what another version would change. */
export function ProtocolPage() {
  const { asker } = useSession();
  const [, chosen = ''] = useRoute();
  const { state, told, again } = useAsked(asker, Sharing, {});
  const sharing = told?.data?.sharing;
  const missing =
    state === 'asking' ? (
      <Skeleton what="the protocols" />
    ) : (
      <NoAnswer what="the protocols" told={told} again={again} />
    );
  return (
    <Page title="Sharing agreements">
      <Tabs
        page="protocol"
        label="Parts of this page"
        chosen={chosen}
        tabs={[
          { id: 'sharing', title: 'What is shared', content: sharing ? <Matrix sharing={sharing} /> : missing },
          {
            id: 'agreements',
            title: 'Agreements and reviews',
            content: sharing ? <Agreements sharing={sharing} /> : missing,
          },
          { id: 'versions', title: 'Versions', content: <PublishedVersions /> },
          {
            id: 'change',
            title: 'A proposed change',
            content: sharing ? <Proposed agreements={sharing.agreements} /> : missing,
          },
        ]}
      />
    </Page>
  );
}
