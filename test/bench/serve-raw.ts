/** The agencies on bare sockets, as a process of their own. Tells its parent where they are. */
import { inventFamily } from './bench-family';
import { firstFederationSdl, peerRoot, peerSdl } from './family-view-query';
import { serveRawAgencies } from './raw-agencies';

async function main(): Promise<void> {
  const family = inventFamily(Number(process.env.FAMILY_SIZE ?? 3));
  const agencies = await serveRawAgencies(family, {
    sdlOf: (agency) => ({ '/graphql': peerSdl(agency), '/first': firstFederationSdl(agency) }),
    rootOf: () => peerRoot(family),
    counting: false,
  });
  process.send?.(Object.fromEntries(agencies.origins));
  // Whatever it is asked, it says how many calls there were so far.
  process.on('message', () => process.send?.(agencies.countCalls()));
  process.once('disconnect', () => void agencies.close());
}

void main();
