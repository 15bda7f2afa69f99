/**
 * What a FHIR server's distance costs: a child's family and health record read as the kit asks for them, with the server's
 * answers so many milliseconds later; by what the server offers. `npx tsx test/bench/fhir-latency.ts [--verbose]` (every
 * search). Rounds are questions that wait for another's answer.
 */
import { HealthConnector } from '@family-view/health';
import { delayServer, roundsOf } from '@family-view/kit/fixtures/delay-server';
import { inventBorough } from '@family-view/population';
import { childWithRecord, readFamily, readRecord } from '../../subgraphs/health/fixtures/read-as-kit';
import { writeHealthRecords } from '../../subgraphs/health/stand-in';
import { serveFhir } from '../../subgraphs/health/stand-in-server';

const DELAYS = [0, 20, 40, 80, 150, 300];
const READINGS = [
  ['family', readFamily],
  ['record', readRecord],
] as const;
const OFFERS = {
  'batches and includes': {},
  'includes alone': { batch: false },
  'batches alone': { includes: false },
  neither: { batch: false, includes: false },
} as const;

async function main(): Promise<void> {
  const borough = inventBorough({ families: 40 });
  const child = childWithRecord(borough);
  const records = writeHealthRecords(borough);
  console.log(
    '| the server offers | ms later | read | ms | rounds | requests |\n| --- | --- | --- | --- | --- | --- |',
  );
  for (const [offers, states] of Object.entries(OFFERS)) {
    const standIn = await serveFhir(records, { now: `${borough.today}T09:00:00.000Z`, states });
    const server = await delayServer(standIn.url);
    const health = new HealthConnector({
      baseUrl: server.url,
      today: () => borough.today,
      reachAreas: borough.reachAreas,
      coverage: { from: null, to: null, area: null, notCovered: [] },
    });
    // What the server can do is asked once.
    await health.forRequest().holds([child]);
    for (const delay of DELAYS) {
      server.delay = delay;
      for (const [what, read] of READINGS) {
        server.take();
        const began = performance.now();
        await read(health.forRequest(), child);
        const ms = (performance.now() - began).toFixed(0);
        const calls = server.take();
        console.log(`| ${offers} | ${delay} | ${what} | ${ms} | ${roundsOf(calls)} | ${calls.length} |`);
        if (process.argv.includes('--verbose') && delay === 0)
          for (const { asked } of calls) console.log(`    ${asked.map(decodeURIComponent).join('\n      ')}`);
      }
    }
    await health.close();
    await server.close();
    await standIn.close();
  }
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
