/** The search in stacks that lack a defence from the start: a protocol misread, agencies that check nothing. */
import { publishedProtocols } from '@family-view/gateway/policy/read/load-protocols';
import { AGENCIES } from '@family-view/schema';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { ASKINGS } from './askings';
import { type CanaryStack, type CanaryStackOptions, startCanaryStack } from './canary-stack';
import { MISREADINGS, withMore } from './hole-protocols';
import { askEverything, PROOF, SEED, search, searchUntilFound, UP_TO } from './search';

const AGREED = publishedProtocols().map(({ text }) => text);
const HEAD = ASKINGS.filter(({ persona }) => persona === 'head-of-centre');
const EACH = PROOF ? 40 : 2;

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

test.each(MISREADINGS.map((one) => [one.name, one] as const))(
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
