/**
 * What a FHIR server's distance costs: the same questions with its answers so many milliseconds later, with rounds (questions
 * that wait for another's answer) and requests to it, of the whole operation and of the agency request with the most.
 *
 *     npx tsx test/bench/fhir-latency.ts [--plain] [--verbose]
 *
 * `--plain`: a server that states neither batches nor includes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HealthConnector, healthAgency } from '@family-view/health';
import { serveAgency } from '@family-view/kit';
import { delayServer, roundsOf } from '@family-view/kit/fixtures/delay-server';
import { inventBorough } from '@family-view/population';
import { AGENCIES } from '@family-view/schema';
import { serveSubgraphs } from '../../cli/serve-subgraphs';
import { startStandIn } from '../../subgraphs/health/stand-in';
import { searchFor } from '../borough';
import { openHouse } from '../house';

const DELAYS = [0, 20, 40, 80, 150, 300];
const PERSON = `query ($id: PersonID!) { person(id: $id) {
  displayName identities { agency nhsNumber } involvements { agency service } answers { agency answer }
  family { members { relationship person { displayName } } }
  health {
    registration { registeredGpName registeredGpSurgery healthVisitor { name } }
    mandatedContacts { kind outcome practitioner { name } } immunisations { vaccine } developmentReviews { date outcome }
    breastfeedingStatus missedAppointments { date } emergencyAttendances { date } maternity { dueDate }
  } } }`;
const SEARCH = 'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id } } }';

async function main(): Promise<void> {
  const plain = process.argv.includes('--plain');
  const verbose = process.argv.includes('--verbose');
  const borough = inventBorough();
  const standIn = await startStandIn();
  const server = await delayServer(standIn.url, plain ? ['/metadata'] : []);
  const folder = mkdtempSync(join(tmpdir(), 'family-view-latency-'));
  const house = await openHouse({
    agencies: async (jwksUrl) => {
      const connector = new HealthConnector({
        baseUrl: server.url,
        today: () => borough.today,
        reachAreas: borough.reachAreas,
        coverage: { from: null, to: null, area: null, notCovered: [] },
        timeLimit: 9_000,
      });
      const health = await serveAgency(healthAgency(connector), { port: 0, jwksUrl, dataDirectory: folder });
      const others = await serveSubgraphs({ firstPort: 0, jwksUrl, dataDirectory: folder, without: ['health'] });
      const origins = new Map<string, string>([['health', health.url]]);
      for (const agency of AGENCIES)
        if (others.ports.has(agency)) origins.set(agency, `http://127.0.0.1:${others.ports.get(agency)}`);
      return { origins, close: async () => void (await Promise.all([health.close(), others.close()])) };
    },
  });
  try {
    const child = borough.health.people.find(
      ({ ref, markers }) =>
        markers.length === 0 &&
        borough.health.memberships.some((one) => one.ref === ref && one.relationship === 'Child') &&
        (borough.health.content.get(ref)?.immunisations.length ?? 0) > 0,
    )!;
    const by = searchFor(borough.people.get(child.truth)!);
    const ask = (query: string, variables: object) =>
      house.ask('family-support-lead', query, { variables: variables as Record<string, unknown> });
    console.log(
      `${plain ? 'one search at a time' : 'batches and includes'}; milliseconds later, question, ms, rounds, requests`,
    );
    for (const delay of DELAYS) {
      server.delay = delay;
      const found = await timed('search', () => ask(SEARCH, { by }));
      const id = found.body.data?.findPeople?.certain?.[0]?.id;
      if (id === undefined) throw new Error(`expected the child to be found: ${found.text}`);
      await timed('person with family', () => ask(PERSON, { id }));
      async function timed(name: string, asking: () => ReturnType<typeof ask>) {
        server.take();
        const answer = await asking();
        const calls = server.take();
        const unavailable = /UNAVAILABLE/.test(answer.text) ? ' UNAVAILABLE' : '';
        console.log(
          [
            String(delay).padStart(4),
            name.padEnd(20),
            answer.milliseconds.toFixed(0).padStart(6),
            roundsOf(calls),
            calls.length,
          ]
            .join('  ')
            .concat(unavailable),
        );
        if (verbose && delay === DELAYS.at(-1))
          for (const { asked, began, ended } of calls)
            console.log(
              `      ${(began - calls[0]!.began).toFixed(0)}-${(ended - calls[0]!.began).toFixed(0)} ${asked.map((one) => decodeURIComponent(one)).join('\n        ')}`,
            );
        return answer;
      }
    }
  } finally {
    await house.close();
    await server.close();
    await standIn.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
