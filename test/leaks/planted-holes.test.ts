/** The search must find what is wrong: each defence is switched off in turn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NarrowOptions, narrow } from '@family-view/gateway/plan/narrow';
import { AGENCIES, schemaDirectory } from '@family-view/schema';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { ASKINGS } from './askings';
import { inventCanaries } from './canary-borough';
import { type CanaryHouse, type CanaryHouseOptions, openCanaryHouse } from './canary-house';
import { askEverything, PROOF, SEED, search } from './search';

const AGREED = readFileSync(join(schemaDirectory, 'protocol', 'best-start.yaml'), 'utf8');
const HEAD = ASKINGS.filter(({ persona }) => persona === 'head-of-centre');
const EACH = PROOF ? 40 : 2;

async function within<T>(options: Partial<CanaryHouseOptions>, look: (house: CanaryHouse) => Promise<T>): Promise<T> {
  const house = await openCanaryHouse({ seed: SEED, agreed: AGREED, ...options });
  try {
    return await look(house);
  } finally {
    await house.close();
  }
}

/** Narrowing that grants what the protocol withholds, of the coordinates named. */
const letThrough = (which: (coordinate: string) => boolean) => (options: NarrowOptions) =>
  narrow({
    ...options,
    decide: (coordinate) => {
      const decision = options.decide(coordinate);
      if (decision.kind !== 'withheld' || !which(coordinate)) return decision;
      return { kind: 'granted', streams: decision.stream === null ? [] : [decision.stream] };
    },
  });

/** The protocol with everything shared with everybody for everything. */
function opened(): string {
  const { clauses: _, ...protocol } = z
    .looseObject({ clauses: z.unknown(), streams: z.record(z.string(), z.unknown()) })
    .parse(parse(AGREED));
  const clauses = AGENCIES.map((by) => ({
    id: `OPEN-${by.toUpperCase()}`,
    by,
    shares: Object.keys(protocol.streams)
      .filter((stream) => stream.startsWith(`${by}:`))
      .map((stream) => stream.split(':')[1]),
    to: { roles: 'ANY' },
    purposes: 'ANY',
  }));
  return stringify({ ...protocol, clauses });
}

test('with narrowing switched off, the search sees agencies asked for what is withheld, and no value in the answers still', async () => {
  const { faults, leaks } = await within({ rooms: { narrow: letThrough(() => true) } }, (house) =>
    search(house, { each: EACH, seed: SEED }),
  );
  expect(faults.filter((fault) => /was asked for .* withheld/.test(fault)).length).toBeGreaterThan(30);
  expect(faults.filter((fault) => /was granted/.test(fault)).length).toBeGreaterThan(30);
  // The join decides once more by itself.
  expect(leaks).toEqual([]);
}, 300_000);

test('with narrowing switched off for one single field, the search finds that field', async () => {
  const { faults } = await within(
    {
      askings: HEAD,
      rooms: {
        narrow: letThrough(
          (coordinate) =>
            coordinate === 'HealthRecord.emergencyAttendances' || coordinate === 'EmergencyAttendance.reason',
        ),
      },
    },
    (house) => askEverything(house, HEAD),
  );
  expect(faults).toContain('health was asked for EmergencyAttendance.reason, which is withheld');
  expect(faults.filter((fault) => fault.includes('asked for')).every((fault) => /emergency/i.test(fault))).toBe(true);
}, 300_000);

test('under another protocol than the agreed one, the search finds the tokens of every field that is not shared', async () => {
  await within({ protocols: [{ name: 'opened.yaml', text: opened() }], askings: HEAD }, async (house) => {
    const { leaks } = await askEverything(house, HEAD);
    const found = new Set(leaks.map((leak) => /: (\S+) of /.exec(leak)?.[1]));
    const expected = house.borough.tokens.coordinatesWithheldFrom(house.standingOf(HEAD[0]!));
    expect([...expected].filter((coordinate) => !found.has(coordinate))).toEqual([]);
    expect(expected.size).toBeGreaterThan(60);
    const random = await search(house, {
      each: EACH,
      seed: SEED,
      askings: ASKINGS.filter(({ persona }) => ['analyst', 'housing-officer', 'head-of-centre'].includes(persona)),
    });
    expect(random.leaks.length).toBeGreaterThan(20);
  });
}, 300_000);

test('with every agency forgetting its shield, its grants and its veto, the gateway alone shows and asks no more', async () => {
  await within({ served: 'bare' }, async (house) => {
    const everything = await askEverything(house);
    const random = await search(house, { each: EACH, seed: SEED + 1 });
    expect([...everything.failures, ...random.failures]).toEqual([]);
  });
}, 300_000);

test('with every agency quoting its records in its errors, none of it is in an answer, a log or the audit', async () => {
  await within({ served: 'quoting' }, async (house) => {
    const { leaks, cases } = await search(house, { each: EACH, seed: SEED + 2 });
    expect(cases).toBeGreaterThan(30);
    expect(leaks).toEqual([]);
    expect(
      [...(await house.written())]
        .filter(([, text]) => house.borough.tokens.find(text).size > 0)
        .map(([place]) => place),
    ).toEqual([]);
  });
}, 300_000);

test('a token is found in plain text, in capitals, in base64 and in a URL, and nothing is found in a text without one', () => {
  const { tokens, people } = inventCanaries(SEED);
  const token = people[0]!.at.get('health')!.held.familyName!;
  const texts = [
    `{"a":"${token}"}`,
    token.toUpperCase(),
    Buffer.from(`{"ref":"${token}"}`).toString('base64url'),
    token.replaceAll('z', '%7A'),
  ];
  for (const text of texts) expect([...tokens.find(text).keys()]).toEqual([token]);
  expect(tokens.find('{"givenName":"Maya","dateOfBirth":"2019-03-02"}').size).toBe(0);
});
