/**
 * One requester who asks for all that there is, on many connections, and asks again at once whatever is refused: in a
 * process of their own, so that what they cost the machine is not taken for what they cost the gateway. Begins and ends as
 * its parent says, and says then how often each status came, and how many refusals did not say when to come back.
 */
import { askOver, FAMILY, twelveSearches } from './questions';

export interface GreedyTold {
  readonly statuses: Readonly<Record<string, number>>;
  readonly withoutRetryAfter: number;
}

const CONNECTIONS = 16;
const [, , url = '', token = '', person = ''] = process.argv;
let over: Promise<GreedyTold> | null = null;
let isOver = false;
let count = 0;

async function beGreedy(): Promise<GreedyTold> {
  const statuses: Record<string, number> = {};
  let withoutRetryAfter = 0;
  const one = async (): Promise<void> => {
    while (!isOver) {
      count += 1;
      const asked =
        count % 10 === 1
          ? await askOver(url, token, twelveSearches(count))
          : await askOver(url, token, FAMILY, { id: person });
      statuses[asked.status] = (statuses[asked.status] ?? 0) + 1;
      if (asked.status !== 200 && asked.retryAfter === null) withoutRetryAfter += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  return { statuses, withoutRetryAfter };
}

process.on('message', (said) => {
  isOver = said === 'end';
  if (said === 'begin') over = beGreedy();
  else void over?.then((told) => process.send?.(told));
});
process.once('disconnect', () => process.exit(0));
