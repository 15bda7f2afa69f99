/** A FHIR server far away: each wait for it counts, and nothing is to be asked twice. */
import { type DelayServer, delayServer, roundsOf } from '@family-view/kit/fixtures/delay-server';
import { inventBorough } from '@family-view/population';
import { HealthConnector } from './connector';
import { FhirClient } from './fhir-client';
import { FhirReading } from './fhir-reading';
import { childWithRecord, readFamily, readRecord } from './fixtures/read-as-kit';
import { SYSTEMS } from './format/codes';
import { KINDS } from './format/fhir';
import { writeHealthRecords } from './stand-in';
import { on, patientOf, tokens } from './stand-in-resources';
import { type FhirStandIn, type Stored, serveFhir } from './stand-in-server';

const borough = inventBorough({ families: 40 });
const records = writeHealthRecords(borough);
const refs = borough.health.people.map(({ ref }) => ref);
const now = `${borough.today}T09:00:00.000Z`;
let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

type States = Parameters<typeof serveFhir>[1]['states'];
async function healthOver(
  resources: readonly Stored[],
  states?: States,
  timeLimit = 20_000,
): Promise<{ health: HealthConnector; server: DelayServer }> {
  const standIn: FhirStandIn = await serveFhir(resources, { now, states });
  const server = await delayServer(standIn.url);
  const health = new HealthConnector({
    baseUrl: server.url,
    today: () => borough.today,
    reachAreas: borough.reachAreas,
    coverage: { from: null, to: null, area: null, notCovered: [] },
    timeLimit,
  });
  ends.push(standIn.close, server.close, health.close);
  return { health, server };
}
const child = childWithRecord(borough);

/** Each value asked for in each search, as `Patient?_id=p1`. */
const valuesOf = (asked: readonly string[]): readonly string[] =>
  asked.flatMap((one) => {
    const url = new URL(one, 'http://127.0.0.1/R4/');
    const more = [...url.searchParams].filter(([name]) => /^(code|type|class|status)$/.test(name)).join();
    const by = [...url.searchParams].filter(([name]) =>
      /^(_id|patient|link|focus|identifier|practitioner)$/.test(name),
    );
    return by.flatMap(([name, values]) => values.split(',').map((value) => `${url.pathname}?${name}=${value} ${more}`));
  });

test('a family is read in four requests, one after the other, a record in three, and nothing is asked twice', async () => {
  const { health, server } = await healthOver(records);
  // What the server can do is asked once, not with each request.
  await health.forRequest().holds([child]);
  server.take();
  expect((await readFamily(health.forRequest(), child)).length).toBeGreaterThan(1);
  const family = server.take();
  // What is asked at one time is one request, so that requests are rounds.
  expect(family.length).toBeLessThanOrEqual(4);
  const request = health.forRequest();
  await Promise.all([readRecord(request, child), request.services([child])]);
  const record = server.take();
  expect(record.length).toBeLessThanOrEqual(3);
  for (const calls of [family, record]) {
    const values = valuesOf(calls.flatMap(({ asked }) => asked));
    expect(values).toEqual([...new Set(values)]);
  }
});

test('everybody under five is counted year by year side by side, in the time of a count and not of a record', async () => {
  const many = writeHealthRecords(inventBorough({ families: 400 }));
  const { health, server } = await healthOver(many, undefined, 1);
  server.delay = 500;
  await expect(health.forRequest().people([child])).rejects.toThrow('searching');
  server.take();
  const asked = { measure: 'children-under-five', by: [], area: null, from: null, to: null };
  const [cell] = await health.forRequest().count(asked);
  expect(cell!.count).toBeGreaterThan(150);
  // Of fifty on a page, one after the other, they would be four rounds.
  expect(roundsOf(server.take())).toBeLessThanOrEqual(2);
});

test('a hundred searches at one time are three batches, none of them more than a server answers in one', async () => {
  const standIn = await serveFhir(records, { now });
  const server = await delayServer(standIn.url);
  const client = new FhirClient({ baseUrl: server.url, timeLimit: 20_000 });
  ends.push(standIn.close, server.close, () => client.close());
  await client.abilities();
  server.take();
  const reading = new FhirReading(client);
  const asked = refs.slice(0, 100);
  const found = await Promise.all(asked.map((_id) => reading.search(KINDS.Patient, { _id })));
  expect(found.map(({ resources }) => resources[0]!.value.id)).toEqual(asked);
  const batches = server.take().map(({ asked: searches }) => searches.length);
  expect(batches.toSorted((one, other) => other - one)).toEqual([40, 40, 20]);
});

test('without batches a family is twelve requests at most, and a record too', async () => {
  const { health, server } = await healthOver(records, { batch: false });
  await health.forRequest().holds([child]);
  server.take();
  await readFamily(health.forRequest(), child);
  expect(server.take().length).toBeLessThanOrEqual(12);
  await readRecord(health.forRequest(), child);
  expect(server.take().length).toBeLessThanOrEqual(12);
});

test('whatever a server offers, the same is read of everybody', async () => {
  const answers = [];
  for (const states of [{}, { batch: false }, { includes: false }, { batch: false, includes: false }]) {
    const { health } = await healthOver(records, states);
    const request = health.forRequest();
    answers.push([await request.groups(refs), await request.people(refs), await health.registrations(refs)]);
  }
  expect(answers[0]![0]!.flat().length).toBeGreaterThan(20);
  for (const other of answers.slice(1)) expect(other).toEqual(answers[0]);
});

test('a server that states what it then refuses is asked one thing at a time', async () => {
  const standIn = await serveFhir(records, { now });
  const server = await delayServer(standIn.url, ['/R4', '%3Afocus&_count=20']);
  ends.push(standIn.close, server.close);
  const health = new HealthConnector({
    baseUrl: server.url,
    today: () => borough.today,
    reachAreas: [],
    coverage: { from: null, to: null, area: null, notCovered: [] },
  });
  ends.push(health.close);
  const { health: whole } = await healthOver(records);
  expect(await health.forRequest().people([child])).toEqual(await whole.forRequest().people([child]));
  expect(await health.forRequest().groups([child])).toEqual(await whole.forRequest().groups([child]));
});

test('a shield on a relative who came along closes them: what closes is always asked for itself', async () => {
  const { health: before } = await healthOver(records);
  const [member] = (await readFamily(before.forRequest(), child)).filter((ref) => ref !== child);
  const shield: Stored = {
    resource: {
      resourceType: 'Flag',
      id: 'shield-of-a-relative',
      status: 'active',
      subject: patientOf(member!),
      code: { coding: [{ system: SYSTEMS.protection, code: 'SHIELDED' }] },
    },
    found: { patient: on('Patient', member!), status: ['active'], code: tokens(SYSTEMS.protection, 'SHIELDED') },
  };
  const { health } = await healthOver([...records, shield]);
  const request = health.forRequest();
  await Promise.all([request.people([child]), request.groups([child])]);
  const [relative] = await request.people([member!]);
  expect(relative?.markers).toContain('SHIELDED');
});

test('nothing that one request read is kept for the next', async () => {
  const { health, server } = await healthOver(records);
  await health.forRequest().people([child]);
  server.take();
  await health.forRequest().people([child]);
  expect(
    server
      .take()
      .flatMap(({ asked }) => asked)
      .some((one) => one.includes('Flag?')),
  ).toBe(true);
});
