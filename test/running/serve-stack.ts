/** The whole house in a process of its own, for the suites of one worker: tells where it is, and ends with whoever started it. */
import { openHouse, type Stack } from '../stack';

async function main(): Promise<void> {
  const house = await openHouse();
  process.once('disconnect', () => void house.close().finally(() => process.exit(0)));
  process.send?.({ url: house.url, dataDirectory: house.dataDirectory } satisfies Stack);
}

void main();
