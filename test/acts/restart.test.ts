import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchFor, storyPerson } from '../borough';
import { type RunningStack, startStack } from '../stack';

/** An act with the agency, and the gateway, started anew after it: nothing is lost, and asked again nothing is done twice. */
const WHY = 'Two missed reviews, and the mother asks for help with the baby at home.';
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';
const REFER = `mutation ($person: PersonID!, $key: ID!, $service: ReferralService!) {
  submitReferral(agency: "social-care", person: $person, key: $key, service: $service, primaryNeed: N4, consent: GIVEN, familyTold: true, statement: "${WHY}") { outcome reason reference }
}`;
const MINE =
  '{ worklist(agency: "social-care", act: "submitReferral") { nodes { displayName earlyHelp { myReferrals { reference status } } } } }';
/** One whom social care holds, and one whom it was told of with the referral. */
const DANIEL = searchFor(storyPerson('okafor', 'oldest'));
const EMILY = searchFor(storyPerson('hartley', 'child'));

const dataDirectory = mkdtempSync(join(tmpdir(), 'family-view-restart-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

async function inStack<T>(use: (stack: RunningStack) => Promise<T>): Promise<T> {
  const stack = await startStack({ dataDirectory });
  try {
    return await use(stack);
  } finally {
    await stack.close();
  }
}
const idOf = async (stack: RunningStack, who: object): Promise<string> =>
  (await stack.ask('health-lead', FIND, { variables: { who } })).body.data.findPeople.certain[0].id;

test('what was done stays done when all of it is started anew, under its own key, and is found by who did it', async () => {
  const acts = [
    { who: DANIEL, key: randomUUID(), service: 'EARLY_HELP_ACCESS' },
    { who: EMILY, key: randomUUID(), service: 'EARLY_HELP_ACCESS' },
    // Refused: nothing was done, and it is so the second time too.
    { who: DANIEL, key: randomUUID(), service: 'CHILDRENS_CENTRE' },
  ];
  const ask = (stack: RunningStack) =>
    acts.reduce<Promise<readonly unknown[]>>(async (before, { who, key, service }) => {
      const told = await before;
      const variables = { person: await idOf(stack, who), key, service };
      return [...told, (await stack.ask('health-lead', REFER, { variables })).body.data.submitReferral];
    }, Promise.resolve([]));
  const before = await inStack(async (stack) => ({
    told: await ask(stack),
    mine: (await stack.ask('health-lead', MINE)).body.data,
  }));
  expect(before.told).toMatchObject([
    { outcome: 'DONE' },
    { outcome: 'DONE' },
    { outcome: 'REFUSED', reason: 'SERVICE_NOT_HERE' },
  ]);
  const after = await inStack(async (stack) => ({
    told: await ask(stack),
    mine: (await stack.ask('health-lead', MINE)).body.data,
  }));
  expect(after).toEqual(before);
  expect(before.mine.worklist.nodes.map(({ displayName }: { displayName: string }) => displayName).sort()).toEqual([
    'Daniel Okafor',
    'Emily Hartley',
  ]);
});
