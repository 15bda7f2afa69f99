import { searchFor, storyPerson } from '../borough';
import { type PublishingStack, startPublishingStack, TAKEN_BACK, type Told } from './publishing-stack';

let stack: PublishingStack;
beforeAll(async () => {
  stack = await startPublishingStack({ agencies: undefined, families: 1 });
}, 60_000);
afterAll(() => stack.close());
beforeEach(async () => {
  await stack.rollback(1);
});

const grace = searchFor(storyPerson('okafor', 'toddler'));
const ASKING = `query Remembered($who: PersonSearch!) { findPeople(by: $who) { certain {
  health { mandatedContacts { kind outcome } immunisations { vaccine } }
} } }`;

/** Outcomes of visits belong to what a head of centre is not shown, too. */
const stricter = (): string =>
  stack
    .sdlOf('health')
    .replace(
      /(type MandatedContact [\s\S]*?outcome: String)/,
      '$1 @policy(policies: [["health:visits", "health:immunisations"]])',
    );

async function outcomesAt(path: '/graphql' | '/staging/graphql', query = ASKING) {
  const response = await fetch(`${stack.stack.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await stack.stack.token('head-of-centre')}`,
    },
    body: JSON.stringify({ query, variables: { who: grace } }),
  });
  const body = (await response.json()) as Told;
  const contacts = body.data.findPeople.certain[0].health.mandatedContacts as readonly {
    readonly outcome: string | null;
  }[];
  return {
    shown: contacts.filter(({ outcome }) => outcome !== null).length,
    contacts: contacts.length,
    version: body.extensions.familyView.supergraphVersion as string,
  };
}

test('what a stricter version withholds is withheld from who asks the same text again', async () => {
  const before = await outcomesAt('/graphql');
  expect(before.shown).toBeGreaterThan(0);
  expect((await stack.publish('health', stricter(), TAKEN_BACK)).body.outcome).toBe('PUBLISHED');
  const after = await outcomesAt('/graphql');
  expect(after).toEqual({ shown: 0, contacts: before.contacts, version: expect.not.stringContaining(before.version) });
  expect(await outcomesAt('/graphql', ASKING.replace('Remembered', 'SlightlyOther'))).toEqual(after);
});

test('what is only tried in staging changes nothing of what live shows, whichever is asked first', async () => {
  expect((await stack.stage('health', stricter())).body.outcome).toBe('STAGED');
  const other = ASKING.replace('Remembered', 'StagingFirst');
  expect((await outcomesAt('/staging/graphql', other)).shown).toBe(0);
  const live = await outcomesAt('/graphql', other);
  expect(live.shown).toBeGreaterThan(0);
  expect((await outcomesAt('/staging/graphql', other)).shown).toBe(0);
  expect(await outcomesAt('/graphql', other)).toEqual(live);
});
