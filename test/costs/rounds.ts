/**
 * What the README's query, and its search alone, cost in calls to agencies: in which round each agency is asked what, on the
 * first time in a day and again. `npx tsx test/costs/rounds.ts`.
 */
import { openRecordedHouse } from '../recorded-stack';
import { README_QUERY, SEARCH_ALONE } from './readme-query';

async function main(): Promise<void> {
  const stack = await openRecordedHouse(undefined, 60);
  for (const time of ['first', 'again'])
    for (const [name, query] of Object.entries({ "README's query": README_QUERY, 'its search alone': SEARCH_ALONE })) {
      stack.begin();
      const { text } = await stack.ask('head-of-centre', query);
      if (!text.includes('"data"')) throw new Error(text.slice(0, 300));
      const rounds = stack.rounds();
      const calls = rounds.flatMap(({ asked }) => [...asked.values()].flat()).length;
      process.stdout.write(`${name}, ${time}: ${calls} calls in ${rounds.length} rounds\n`);
      for (const [at, { asked }] of rounds.entries())
        process.stdout.write(
          `  ${at + 1}: ${[...asked].map(([what, by]) => `${what} (${by.join(', ')})`).join('; ')}\n`,
        );
    }
  await stack.close();
}

void main();
