/** The whole stack in a process of its own, for the suites of one worker: tells where it is, and ends with whoever started it. */
import { type StackAddress, startStack } from '../stack';

async function main(): Promise<void> {
  const stack = await startStack();
  process.once('disconnect', () => void stack.close().finally(() => process.exit(0)));
  process.send?.({ url: stack.url, dataDirectory: stack.dataDirectory } satisfies StackAddress);
}

void main();
