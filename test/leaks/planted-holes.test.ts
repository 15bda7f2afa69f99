/** The search must find what is wrong: each defence is switched off in turn, in one running stack. */
import { narrow } from '@family-view/gateway/authorize/narrow';
import type { NarrowOptions } from '@family-view/gateway/authorize/narrowing-walk';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { ASKINGS } from './askings';
import { inventCanaries } from './canary-borough';
import { type CanaryStack, startCanaryStack } from './canary-stack';
import { withMore } from './hole-protocols';
import { HOLES, type NarrowingStage } from './holes';
import { SEED, searchUntilFound, UP_TO } from './search';

const AGREED = publishedProtocols().map(({ text }) => text);

describe('in a running stack', () => {
  const stage: NarrowingStage = { narrow };
  let stack: CanaryStack;
  beforeAll(async () => {
    const askings = ASKINGS.filter(({ persona }) => HOLES.some(({ asked }) => asked.includes(persona)));
    const stages = { narrow: (options: NarrowOptions) => stage.narrow(options) };
    stack = await startCanaryStack({ seed: SEED, agreed: withMore(AGREED), stages, askings });
  }, 300_000);
  afterAll(() => stack.close());

  const look = (asked: readonly PersonaName[], at: number) =>
    searchUntilFound(stack, {
      each: UP_TO,
      seed: SEED + 1_000 * at,
      askings: ASKINGS.filter(({ persona }) => asked.includes(persona)),
    });

  test('with every defence in its place, nothing is found', async () => {
    const { fault, cases } = await look(['head-of-centre', 'lead-professional', 'housing-officer'], 0);
    expect({ fault }).toEqual({ fault: null });
    expect(cases).toBeGreaterThan(40);
  }, 300_000);

  test.each(HOLES.map((hole, at) => [hole.name, hole, at] as const))(
    'it is found that %s',
    async (name, { asked, plant }, at) => {
      const close = plant(stage);
      try {
        const { fault, cases } = await look(asked, at + 1);
        if (process.env.TELL) process.stderr.write(`${name}: ${fault} (case ${cases})\n`);
        expect({ name, found: fault !== null }).toEqual({ name, found: true });
      } finally {
        close();
      }
    },
    300_000,
  );

  test('with every defence back in its place, nothing is found', async () => {
    const { fault } = await look(['health-lead'], 99);
    expect({ fault }).toEqual({ fault: null });
  }, 300_000);
});

test('a token is found in plain text, in capitals, in base64 and in a URL, and nothing is found in a text without one', () => {
  const { tokens, people } = inventCanaries(SEED);
  // Not a name that all agencies have: theirs differ by capitals alone.
  const token = people[0]!.at.get('health')!.held.formerNames[0]!;
  const texts = [
    `{"a":"${token}"}`,
    token.toUpperCase(),
    Buffer.from(`{"ref":"${token}"}`).toString('base64url'),
    token.replaceAll('z', '%7A'),
  ];
  for (const text of texts) expect([...tokens.find(text).keys()]).toEqual([token]);
  expect(tokens.find('{"givenName":"Maya","dateOfBirth":"2019-03-02"}').size).toBe(0);
});
