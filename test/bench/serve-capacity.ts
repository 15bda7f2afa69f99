/** One agency that carries so many calls a second and no more, as a process of its own. Tells its parent where it is. */
import { inventFamily } from './bench-family';
import { serveRawAgencies } from './raw-agencies';

async function main(): Promise<void> {
  const { AGENCY = '', FAMILY_SIZE, AT_ONCE, SERVICE_MS } = process.env;
  const agencies = await serveRawAgencies(inventFamily(Number(FAMILY_SIZE)), {
    agencies: [AGENCY],
    counting: false,
    capacity: { atOnce: Number(AT_ONCE), milliseconds: Number(SERVICE_MS) },
  });
  process.on('message', () => process.send?.({ calls: agencies.countCalls() }));
  process.send?.({ origin: agencies.origins.get(AGENCY) });
  process.once('disconnect', () => void agencies.close());
}

void main();
