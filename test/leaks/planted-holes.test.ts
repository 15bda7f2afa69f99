/** The search must find what is wrong: each defence is switched off in turn. */

import { narrow } from '@family-view/gateway/authorize/narrow';
import type { NarrowOptions } from '@family-view/gateway/authorize/narrowing-walk';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { AGENCIES } from '@family-view/schema';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { ASKINGS } from './askings';
import { inventCanaries } from './canary-borough';
import { type CanaryStack, type CanaryStackOptions, startCanaryStack } from './canary-stack';
import { MISREADINGS, withMore } from './hole-protocols';
import { HOLES, type NarrowingStage } from './holes';
import { askEverything, PROOF, SEED, search, searchUntilFound } from './search';

const AGREED = publishedProtocols().map(({ text }) => text);
const HEAD = ASKINGS.filter(({ persona }) => persona === 'head-of-centre');
const EACH = PROOF ? 40 : 2;
/** Rounds within which a hole must be found. */
const UP_TO = 12;

async function within<T>(options: Partial<CanaryStackOptions>, look: (stack: CanaryStack) => Promise<T>): Promise<T> {
  const stack = await startCanaryStack({ seed: SEED, agreed: AGREED, ...options });
  try {
    return await look(stack);
  } finally {
    await stack.close();
  }
}

/** The protocol with everything shared with everybody for everything. */
function opened(): string {
  const {
    clauses: _,
    exceptions: __,
    ...protocol
  } = z
    .looseObject({
      clauses: z.unknown(),
      exceptions: z.unknown(),
      streams: z.record(z.string(), z.looseObject({ detail: z.string() })),
    })
    .parse(parse(AGREED[0]!));
  const namesOf = (by: string, isAct: boolean) =>
    Object.entries(protocol.streams).flatMap(([stream, { detail }]) =>
      stream.startsWith(`${by}:`) && (detail === 'ACT') === isAct ? [stream.split(':')[1]] : [],
    );
  const clauses = AGENCIES.map((by) => ({
    id: `OPEN-${by.toUpperCase()}`,
    by,
    shares: namesOf(by, false),
    ...(namesOf(by, true).length > 0 ? { acts: namesOf(by, true) } : {}),
    to: { roles: 'ANY' },
    purposes: 'ANY',
  }));
  return stringify({ ...protocol, clauses });
}

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

test.each(MISREADINGS.slice(0, PROOF ? undefined : 1).map((one) => [one.name, one] as const))(
  'it is found that %s',
  async (name, { asked, misread }) => {
    const agreed = withMore(AGREED);
    const askings = ASKINGS.filter(({ persona }) => persona === asked);
    const protocols = misread(agreed).map((text, at) => ({ name: `misread-${at}.yaml`, text }));
    await within({ agreed, protocols, askings }, async (stack) => {
      // One asker alone, whose searches by number mostly find nobody.
      const { fault, cases } = await searchUntilFound(stack, { each: 6 * UP_TO, seed: SEED, askings });
      if (process.env.TELL) process.stderr.write(`${name}: ${fault} (case ${cases})\n`);
      expect({ name, found: fault !== null }).toEqual({ name, found: true });
    });
  },
  300_000,
);

test('with every agency forgetting its veto, the search finds what is closed', async () => {
  await within({ served: 'bare', vetoes: true, askings: HEAD }, async (stack) => {
    const { fault } = await searchUntilFound(stack, { each: UP_TO, seed: SEED, askings: HEAD });
    expect(fault).not.toBeNull();
  });
}, 300_000);

test('under another protocol than the agreed one, the search finds the tokens of every field that is not shared', async () => {
  await within({ protocols: [{ name: 'opened.yaml', text: opened() }], askings: HEAD }, async (stack) => {
    const { leaks } = await askEverything(stack, HEAD);
    const found = new Set(leaks.map((leak) => /: (\S+) of /.exec(leak)?.[1]));
    const expected = stack.borough.tokens.coordinatesNeverShown(stack.expectationFor(HEAD[0]!).mayShow);
    expect([...expected].filter((coordinate) => !found.has(coordinate))).toEqual([]);
    expect(expected.size).toBeGreaterThan(60);
    const random = await search(stack, {
      each: UP_TO,
      seed: SEED,
      askings: ASKINGS.filter(({ persona }) => ['analyst', 'housing-officer', 'head-of-centre'].includes(persona)),
    });
    expect(random.leaks.length).toBeGreaterThan(20);
  });
}, 300_000);

test('with every agency forgetting its shield, its grants and its veto, the gateway alone shows and asks no more', async () => {
  await within({ served: 'bare' }, async (stack) => {
    const everything = await askEverything(stack);
    const random = await search(stack, { each: EACH, seed: SEED + 1 });
    expect([...everything.failures, ...random.failures]).toEqual([]);
  });
}, 300_000);

test('with every agency quoting its records in its errors, none of it is in an answer, a log or the audit', async () => {
  await within({ served: 'quoting' }, async (stack) => {
    const { leaks, cases } = await search(stack, { each: EACH, seed: SEED + 2 });
    expect(cases).toBeGreaterThan(30);
    expect(leaks).toEqual([]);
    expect(
      [...(await stack.written())]
        .filter(([, text]) => stack.borough.tokens.find(text).size > 0)
        .map(([place]) => place),
    ).toEqual([]);
  });
}, 300_000);

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
