import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { startRandom } from '../random';
import { type CanaryStack, startCanaryStack } from './canary-stack';
import { drawProtocols } from './other-protocols';
import { askEverything, PROOF, SEED, search } from './search';

const AGREED = publishedProtocols().map(({ text }) => text);
const OTHER_PROTOCOLS = PROOF ? 20 : 1;
/** Rounds of every asker: 20,000 cases in all, and a seeded part of them where it need not be a proof. */
const EACH = PROOF ? { agreed: 600, drawn: 29 } : { agreed: 6, drawn: 2 };

let stack: CanaryStack;
beforeAll(async () => {
  stack = await startCanaryStack({ seed: SEED, agreed: AGREED });
}, 300_000);
afterAll(() => stack.close());

test('asked for every field about everybody, each role is shown each field it may see and no other', async () => {
  const { failures, seen } = await askEverything(stack);
  expect(failures).toEqual([]);
  expect(seen).toBeGreaterThan(PROOF ? 20_000 : 5_000);
}, 300_000);

test(`no random operation of any role shows a value, asks an agency for a field or carries a stream that is withheld, nor holds back one that is shared (seed ${SEED})`, async () => {
  const { failures, cases, seen } = await search(stack, { each: EACH.agreed, seed: SEED });
  expect(failures).toEqual([]);
  expect(cases).toBeGreaterThanOrEqual(PROOF ? 10_000 : 100);
  // A number finds nobody where its requester's numbers are closed: such cases show nothing, and rightly.
  // Of an early-help record much is open to those alone who lead the family.
  expect(seen).toBeGreaterThan(cases * 5);
}, 3_600_000);

test('a record asked for its type alone comes from its agency, where anything in it is shared', async () => {
  const asking = { persona: 'head-of-centre', purpose: 'EARLY_HELP', caseReference: null } as const;
  const nhsNumber = stack.borough.people[0]!.nhsNumber;
  const query =
    '($by: PersonSearch!) { findPeople(by: $by) { certain { childrensCentre { __typename } health { maternity { __typename } } } } }';
  const { text, faults } = await stack.judge(asking, {
    query: `query ${query}`,
    operationName: undefined,
    variables: { by: { nhsNumber } },
  });
  expect(faults).toEqual([]);
  expect(JSON.parse(text).data).toEqual({
    findPeople: { certain: [{ childrensCentre: { __typename: 'CentreRecord' }, health: null }] },
  });
});

test('nothing that an agency holds is written down: not in the audit, the keys, the logs, the metrics or the traces', async () => {
  const written = await stack.written();
  expect(
    [...written].flatMap(([place, text]) =>
      [...stack.borough.tokens.find(text)].map(([token, [cell]]) => `${token} in ${place}: ${cell?.coordinate}`),
    ),
  ).toEqual([]);
  // It looked where there is something to find.
  expect([...written].some(([place, text]) => place.includes('audit') && text.includes('FAMILY_VIEW_DISCLOSURE'))).toBe(
    true,
  );
  expect([...written.keys()].some((place) => place.endsWith('grant-keys.json'))).toBe(true);
  expect(written.get('the log')).toContain('agency');
  expect(written.get('the metrics')).toContain('family_view_request_duration_seconds');
  expect(written.get('the log')).toContain('"msg":"request"');
  expect(written.get('the traces')).toContain('agency call');
});

test.each(Array.from({ length: OTHER_PROTOCOLS }, (_, at) => SEED + at))(
  'so it is under another protocol that might have been agreed (seed %i)',
  async (seed) => {
    const other = await startCanaryStack({
      seed,
      agreed: drawProtocols(AGREED, startRandom(seed)),
      typesAlone: false,
    });
    try {
      const everything = await askEverything(other);
      const random = await search(other, { each: EACH.drawn, seed });
      expect([...everything.failures, ...random.failures]).toEqual([]);
      expect(everything.seen).toBeGreaterThan(1_000);
    } finally {
      await other.close();
    }
  },
  300_000,
);
