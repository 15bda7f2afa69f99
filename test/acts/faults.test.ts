import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchFor, storyPerson } from '../borough';
import type { Fault } from '../faults/agency-behind-a-proxy';
import { type FaultStack, startFaultStack } from '../faults/faults-stack';
import type { RunningStack } from '../stack';

/** An act with the agency down before it, during it and after it: nothing done twice, nothing lost, and each told. */
const REFER = `mutation ($person: PersonID!, $key: ID!, $why: String!) {
  submitReferral(agency: "social-care", person: $person, key: $key, service: EARLY_HELP_ACCESS, primaryNeed: N4, consent: GIVEN, familyTold: true, statement: $why) { outcome reason message reference }
}`;
const WHY = 'The baby was not brought to two reviews, and nobody opens.';
const RECOVERY_MS = 60_000;

let faults: FaultStack;
let stack: RunningStack;
let person: string;
beforeAll(async () => {
  faults = await startFaultStack();
  stack = await faults.startStack();
  const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';
  const found = await stack.ask('health-lead', FIND, {
    variables: { who: searchFor(storyPerson('okafor', 'toddler')) },
  });
  person = found.body.data.findPeople.certain[0].id;
}, 120_000);
afterAll(async () => {
  await stack.close();
  await faults.close();
});

const refer = async (key: string, why = WHY) =>
  (await stack.ask('health-lead', REFER, { variables: { person, key, why } })).body;
/** Asked again with its key until the agency has said what became of it. */
async function settle(key: string): Promise<{ outcome: string; reference: string | null }> {
  const until = Date.now() + RECOVERY_MS;
  let { submitReferral: act } = (await refer(key)).data;
  while (act.outcome === 'UNKNOWN' || act.reason === 'NOT_SENT') {
    if (Date.now() > until) throw new Error(`not settled: ${JSON.stringify(act)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    act = (await refer(key)).data.submitReferral;
  }
  return act;
}
interface Kept {
  readonly key: string;
  readonly outcome: string;
  readonly reference: string | null;
}
const keptOf = (key: string): readonly Kept[] => {
  const file = join(faults.dataDirectory, 'subgraphs', 'social-care', 'social-care', 'acts.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Kept).filter((one) => one.key === key);
};
/** What the audit holds of acts: as text, which is what is on disk. */
function audited(): string {
  const folder = join(faults.dataDirectory, 'gateway', 'audit');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(jsonl|seg|log|segment)/.test(file),
  );
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}
const way = () => faults.ways['social-care'];
const count = (fault: Fault) => {
  let times = 0;
  const counting: Fault = (answer, response, reset) => {
    times += 1;
    return fault(answer, response, reset);
  };
  return { counting, times: () => times };
};

/** Whatever the agency has done, its answer is lost or spoilt on the way back. */
const LOST: readonly (readonly [string, Fault])[] = [
  ['the line is reset after the agency has done it', (_, __, reset) => reset()],
  [
    'half of the answer comes',
    ({ text }, response) => {
      response.writeHead(200, { 'content-type': 'application/graphql-response+json', 'content-length': text.length });
      response.write(text.slice(0, text.length / 2));
      setTimeout(() => response.destroy(), 50);
    },
  ],
  [
    'the answer says neither done nor refused',
    (_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/graphql-response+json' })
        .end('{"data":{"submitReferral":{"outcome":"MAYBE","reason":null,"reference":null}}}');
    },
  ],
  [
    'the agency says that it is overloaded, after it has done it',
    (_, response) => void response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '0' }).end('busy'),
  ],
];

test.each(LOST)('where %s it is told as UNKNOWN, sent once, and settled by asking again', async (_, fault) => {
  // Whatever the last case left waiting is answered, so that each begins with none.
  const key = randomUUID();
  const { counting, times } = count(fault);
  way().turn(counting, '/graphql');
  const body = await refer(key);
  expect(body.data.submitReferral).toMatchObject({ outcome: 'UNKNOWN', reason: null, reference: null });
  expect(body.data.submitReferral.message).toContain('Ask again with the same key');
  expect(times()).toBe(1);
  way().clear();
  const kept = keptOf(key);
  expect(kept).toHaveLength(1);
  const settled = await settle(key);
  expect([settled.outcome, settled.reference]).toEqual([kept[0]!.outcome, kept[0]!.reference]);
  expect(keptOf(key)).toHaveLength(1);
});

test('where the agency is down before, it is told so, and done once when it is back', async () => {
  const key = randomUUID();
  await way().stop();
  const { submitReferral: act } = (await refer(key)).data;
  expect(act.outcome === 'UNKNOWN' || act.reason === 'NOT_SENT').toBe(true);
  expect(keptOf(key)).toEqual([]);
  await way().start();
  const settled = await settle(key);
  expect(['DONE', 'REFUSED']).toContain(settled.outcome);
  expect(keptOf(key)).toHaveLength(1);
});

test('many at once with one key do it once', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 8 }, () => refer(key)));
  const said = new Set(answers.map(({ data }) => JSON.stringify(data.submitReferral)));
  expect(said.size).toBe(1);
  expect(keptOf(key)).toHaveLength(1);
});

test('the audit has an intent before each act and an outcome after it, with the requester’s words once and marked as theirs', async () => {
  const key = randomUUID();
  const words = 'Words of the requester that nobody else has written down.';
  await refer(key, words);
  const lines = audited()
    .split('\n')
    .filter((line) => line.includes(key));
  const kinds = lines.map((line) => /FAMILY_VIEW_ACT_(SENT|ANSWERED)/.exec(line)?.[1]);
  expect(kinds).toEqual(['SENT', 'ANSWERED']);
  expect(lines.map((line) => line.includes(words))).toEqual([true, false]);
  expect(lines.every((line) => line.includes('social-care:refer'))).toBe(true);
});
