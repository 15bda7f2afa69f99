/**
 * A real HAPI FHIR server (hapi-fhir-jpaserver-starter, built by Maven) with what the stand-in of health holds: the
 * connector reads both alike, and a shield set now closes now, though the server repeats a search's answer for a minute.
 *
 * `HAPI_FHIR_URL` names one that runs and is empty, `HAPI_FHIR_WAR` the war of one, `HAPI_FHIR_STARTER` what it is built
 * from; in a proof that is fetched.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tellCounts } from '@family-view/kit/fixtures/published';
import { inventBorough } from '@family-view/population';
import { HealthConnector } from '../connector';
import { FhirClient } from '../fhir-client';
import { SYSTEMS } from '../format/codes';
import { startStandIn, writeHealthRecords } from '../stand-in';
import { findWar } from './build-server';

const { HAPI_FHIR_WAR, HAPI_FHIR_URL, HAPI_FHIR_STARTER, PROOF } = process.env;
const borough = inventBorough();
const today = (): string => borough.today;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  return address.port;
}

/** Waits until the server states what it can do: that is its being ready. */
async function startServer(): Promise<{ readonly url: string; close(): void }> {
  if (HAPI_FHIR_URL) return { url: HAPI_FHIR_URL, close: () => {} };
  const war = findWar();
  const port = await freePort();
  const place = mkdtempSync(join(tmpdir(), 'family-view-hapi-'));
  const settings = [`--server.port=${port}`, `--spring.datasource.url=jdbc:h2:mem:hapi`, '--hapi.fhir.fhir_version=R4'];
  const server: ChildProcess = spawn('java', ['-Xmx1500m', '-jar', war, ...settings], {
    cwd: place,
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/fhir`;
  for (let tries = 0; tries < 300; tries += 1) {
    const ready = await fetch(`${url}/metadata`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) break;
    await wait(2_000);
  }
  return {
    url,
    close: () => {
      server.kill('SIGTERM');
      rmSync(place, { recursive: true, force: true });
    },
  };
}

async function send(
  url: string,
  resources: readonly (object & { readonly resourceType: string; readonly id: string })[],
) {
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  });
  if (!answer.ok)
    throw new Error(`expected the server to take the records, got ${answer.status}: ${await answer.text()}`);
}

(HAPI_FHIR_WAR || HAPI_FHIR_URL || HAPI_FHIR_STARTER || PROOF ? describe : describe.skip)(
  'over a HAPI FHIR server',
  () => {
    let server: Awaited<ReturnType<typeof startServer>>;
    let standIn: Awaited<ReturnType<typeof startStandIn>>;
    let real: HealthConnector;
    let small: HealthConnector;
    const refs = borough.health.people.map(({ ref }) => ref);
    beforeAll(async () => {
      server = await startServer();
      standIn = await startStandIn();
      await send(
        server.url,
        writeHealthRecords(borough).map(({ resource }) => resource),
      );
      const coverage = { from: null, to: null, area: null, notCovered: [] };
      const settings = { today, reachAreas: borough.reachAreas, coverage, timeLimit: 120_000 };
      real = new HealthConnector({ ...settings, baseUrl: server.url });
      small = new HealthConnector({ ...settings, baseUrl: standIn.url });
      const client = new FhirClient({ baseUrl: server.url });
      tellCounts(`the server offers ${JSON.stringify(await client.abilities())}`);
      await client.close();
    }, 900_000);
    afterAll(async () => {
      await real?.close();
      await small?.close();
      await standIn?.close();
      server?.close();
    });

    const timeless = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (key, inner) => (key === 'asOf' ? 'then' : inner)));

    test.each([
      ['people', (health: HealthConnector) => health.people(refs)],
      ['families', (health: HealthConnector) => health.groups(refs)],
      ['involvements', (health: HealthConnector) => health.involvements(refs)],
      ['registrations', (health: HealthConnector) => health.registrations(refs)],
      ['mandated contacts', (health: HealthConnector) => health.mandatedContacts(refs)],
      ['immunisations', (health: HealthConnector) => health.immunisations(refs)],
      ['missed appointments', (health: HealthConnector) => health.missedAppointments(refs)],
      ['emergency attendances', (health: HealthConnector) => health.emergencyAttendances(refs)],
      ['development reviews', (health: HealthConnector) => health.developmentReviews(refs)],
      ['maternity', (health: HealthConnector) => health.maternity(refs)],
      [
        'the caseload of an area',
        (health: HealthConnector) =>
          health.roster(
            { area: 'saltby', mine: false, first: 500, after: null },
            { id: 'x', organisation: 'health', role: 'HEALTH_LEAD', area: null },
          ),
      ],
    ])(
      '%s are those of the stand-in, of everybody',
      async (what, read) => {
        const [there, here] = [await read(real), await read(small)];
        expect(timeless(there)).toEqual(timeless(here));
        tellCounts(`${what}: alike for ${'refs' in there ? there.refs.length : there.length} people`);
      },
      300_000,
    );

    test('each is found by number, day of birth and postcode as at the stand-in', async () => {
      for (const person of borough.health.people.slice(0, 40)) {
        const blocks = [
          person.nhsNumber && ({ by: 'nhsNumber', value: person.nhsNumber } as const),
          person.dateOfBirth && ({ by: 'dateOfBirth', value: person.dateOfBirth } as const),
          person.address && ({ by: 'postcode', value: person.address.postcode } as const),
        ].filter((block) => typeof block === 'object');
        for (const block of blocks) {
          const found = async (health: HealthConnector) => (await health.find(block)).map(({ ref }) => ref).sort();
          expect(await found(real)).toEqual(await found(small));
        }
      }
    }, 300_000);

    test('a shield set between two questions closes the second', async () => {
      const ref = borough.health.people.find(({ markers }) => markers.length === 0)!.ref;
      const markers = async () => (await real.people([ref]))[0]?.markers;
      expect(await markers()).toEqual([]);
      const flag = { resourceType: 'Flag', id: 'set-now', status: 'active', subject: { reference: `Patient/${ref}` } };
      const code = { coding: [{ system: SYSTEMS.protection, code: 'SHIELDED' }] };
      const set = { ...flag, code };
      await send(server.url, [set]);
      expect(await markers()).toEqual(['SHIELDED']);
    }, 60_000);
  },
);
