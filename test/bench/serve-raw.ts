/** The agencies on bare sockets, as a process of their own. Tells its parent where they are. */
import { z } from 'zod';
import { inventFamilies } from './bench-family';
import { firstFederationSdl, peerRoot, peerSdl } from './family-view-query';
import { countRounds, serveRawAgencies } from './raw-agencies';

const orderForm = z.object({ delayMs: z.number() });

async function main(): Promise<void> {
  const families = inventFamilies(Number(process.env.FAMILIES ?? 1), Number(process.env.FAMILY_SIZE ?? 3));
  const agencies = await serveRawAgencies(families.flat(), {
    sdlOf: (agency) => ({ '/graphql': peerSdl(agency), '/first': firstFederationSdl(agency) }),
    rootOf: () => peerRoot(families),
    counting: false,
  });
  process.send?.(Object.fromEntries(agencies.origins));
  // From now on answers wait so long. It says how many calls there were so far, and in how many rounds those came that waited.
  let waited = 0;
  process.on('message', (message) => {
    const rounds = countRounds(agencies.takeCalls(), waited);
    waited = orderForm.parse(message).delayMs;
    agencies.answerAfter(waited);
    process.send?.({ calls: agencies.countCalls(), rounds });
  });
  process.once('disconnect', () => void agencies.close());
}

void main();
