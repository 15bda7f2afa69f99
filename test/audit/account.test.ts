/** A mixed load with faults, and then the account of it: the agencies' own logs and countersignatures beside the audit. */
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Reconciliation } from '@family-view/gateway/audit/ledger/reconcile';
import { AGENCIES, type AgencyName } from '@family-view/schema';
import { reconcileCommand } from '../../cli/audit/reconcile';
import { verifyCommand } from '../../cli/audit/verify';
import { NOBODY, searchFor, storyPerson } from '../borough';
import { type FaultStack, startFaultStack } from '../faults/faults-stack';
import { broken, cutOff, html, resetInTheMiddle, truncated } from '../faults/kinds-of-fault';
import { startRandom } from '../random';
import type { RunningStack } from '../stack';

const OPERATIONS = process.env.PROOF === '1' ? 1_500 : 12;
const FAULTS = [broken, cutOff, html, resetInTheMiddle, truncated];
const FIND = `query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName answers { agency status }
  health { registration { registeredGpName } immunisations { vaccine } } education { attendance { sessionsUnauthorised } }
  housing { tenancy { landlord } } family { id needLevel { code } members { person { displayName involvements { agency service } } } }
} possible { agency } } }`;
const ROSTER = '{ caseload(first: 5) { nodes { displayName health { registration { registeredGpName } } } } }';
const WHY = 'A neighbour reports a child left alone; no answer at the door.';
const BREAK = `mutation ($family: FamilyID!) { breakGlass(family: $family, reason: IMMEDIATE_HARM, statement: "${WHY}") { key } }`;

let station: FaultStack;
let stack: RunningStack;
beforeAll(async () => {
  station = await startFaultStack();
  stack = await station.startStack();
});
afterAll(async () => {
  await stack.close();
  await station.close();
});

const subjects = [storyPerson('okafor', 'oldest'), storyPerson('okafor', 'toddler'), storyPerson('pryce', 'child')]
  .map(searchFor)
  .concat(NOBODY);
const gatewayDirectory = (): string => join(station.dataDirectory, 'gateway');
const keptBy = (agency: AgencyName, what: string): string =>
  join(station.dataDirectory, 'subgraphs', agency, agency, what);

async function run(command: (streams: { stdout: Writable; stderr: Writable }) => Promise<number>) {
  const said = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk);
        done();
      },
    });
  return { code: await command({ stdout: into('stdout'), stderr: into('stderr') }), ...said };
}

async function reconcile(agency: AgencyName, log = keptBy(agency, 'requests')): Promise<Reconciliation> {
  const options = { directory: gatewayDirectory(), agency, log, json: true };
  const { stdout, stderr } = await run((streams) => reconcileCommand(options, streams));
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Reconciliation;
}

test(`after ${OPERATIONS} operations with faults no agency's log differs from the audit, either way`, async () => {
  const random = startRandom(16);
  const { pick } = random;
  for (let at = 0; at < OPERATIONS; at += 1) {
    if (at % 3 === 2) {
      for (const agency of AGENCIES) station.ways[agency].clear();
      if (random.chance(0.7))
        station.ways[pick(AGENCIES)].turn(pick(FAULTS), pick(['', '/contract', '/graphql']) || undefined);
    }
    const kind = random.int(100);
    const persona = pick(['lead-professional', 'head-of-centre', 'school-lead', 'social-worker'] as const);
    if (kind < 15) await stack.ask('head-of-centre', ROSTER);
    else if (at === 1 || kind < 25) {
      const safeguarding = { purpose: 'SAFEGUARDING' };
      const found = await stack.ask('social-worker', FIND, { ...safeguarding, variables: { who: subjects[0] } });
      const family = found.body.data?.findPeople?.certain?.[0]?.family?.id;
      if (family) await stack.ask('social-worker', BREAK, { ...safeguarding, variables: { family } });
    } else await stack.ask(persona, FIND, { variables: { who: pick(subjects) } });
  }
  for (const agency of AGENCIES) station.ways[agency].clear();
  const found = await Promise.all(AGENCIES.map((agency) => reconcile(agency)));
  expect(found.map(({ differences }) => differences)).toEqual(AGENCIES.map(() => []));
  for (const { served, disclosed } of found) expect(Math.min(served, disclosed)).toBeGreaterThan(OPERATIONS / 8);
  process.stdout.write(
    `  reconcile: ${OPERATIONS} operations; ${AGENCIES.map((agency, at) => `${agency} served ${found[at]!.served}, disclosed ${found[at]!.disclosed}`).join('; ')}: 0 differences\n`,
  );
}, 900_000);

test('what an agency did not serve, and what the audit does not know, is a difference each', async () => {
  const folder = keptBy('health', 'requests');
  const file = join(folder, readdirSync(folder)[0]!);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  // Whole postcodes and numbers: of a seal's letters a part of one comes up by chance.
  const OF_A_PERSON = /Okafor|\bZB\d ?\d[A-Z]{2}\b|\b99900\d{5}\b|"ref"/;
  for (const one of ['"ZB2 4ZQ"', '"9990000018"']) expect(one).toMatch(OF_A_PERSON);
  expect(lines.join()).not.toMatch(OF_A_PERSON);
  const operationOf = (line: string): string => (JSON.parse(line) as { operation: string }).operation;
  const without = join(station.dataDirectory, 'changed.jsonl');
  // Of a log that has nothing but its first line, all is missing that the audit says was answered.
  writeFileSync(without, `${lines[0]}\n`);
  const last = (await reconcile('health', without)).differences.find(({ kind }) => kind === 'NOT_SERVED')!.operation;
  writeFileSync(without, `${lines.filter((line) => operationOf(line) !== last).join('\n')}\n`);
  expect((await reconcile('health', without)).differences).toEqual([{ operation: last, kind: 'NOT_SERVED' }]);
  writeFileSync(without, `${lines.join('\n')}\n`);
  appendFileSync(without, `${lines.at(-1)!.replace(operationOf(lines.at(-1)!), 'nobody-asked')}\n{"at":`);
  expect((await reconcile('health', without)).differences).toEqual([{ operation: 'nobody-asked', kind: 'NOT_ASKED' }]);
});

test('the agencies countersign it, and an audit that is exchanged is found by what one of them keeps', async () => {
  const verify = (...agencies: readonly AgencyName[]) =>
    run((streams) =>
      verifyCommand(
        { directory: gatewayDirectory(), witness: agencies.map((agency) => keptBy(agency, 'checkpoints')), json: true },
        streams,
      ),
    );
  await stack.countersign();
  // The checkpoint of what was recorded last is signed when the gateway ends, and countersigned when it is back.
  await stack.close();
  stack = await station.startStack();
  await stack.countersign();
  const whole = JSON.parse((await verify(...AGENCIES)).stdout);
  expect(whole).toMatchObject({ faults: [], sealChecked: true });
  expect(whole.countersigned).toEqual([...AGENCIES].sort().map((agency) => ({ agency, size: whole.records })));

  await stack.close();
  rmSync(join(gatewayDirectory(), 'audit'), { recursive: true });
  stack = await station.startStack();
  await stack.ask('head-of-centre', ROSTER);
  const other = JSON.parse((await verify('housing')).stdout);
  expect(other.faults.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['COUNTERSIGNATURE_MISSING', 'CHECKPOINT_AHEAD']),
  );
}, 60_000);
