/**
 * Over the five real connectors: the number of somebody whose record is closed, and a number that nobody has, cost the same
 * calls of partner systems; in a proof, the same time too.
 */
import { channel } from 'node:diagnostics_channel';
import { byClock } from '@family-view/gateway/fixtures/by-clock';
import type { PersonaName } from '@family-view/gateway/identity/personas';
import { nhsNumberAt } from '@family-view/population';
import { borough } from '../borough';
import { isClosed } from '../leaks/attacks';
import { startRandom } from '../random';
import { type RunningStack, startStack } from '../stack';

const PROOF = process.env.PROOF === '1';
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = 5;
const PAIRS = Number(process.env.PAIRS ?? 150);
const WARM = 30;
/** Two equal samples lie further apart once in twenty runs; the median of five does in about one of a thousand. */
const MOST_Z = 2;

const QUERY = `query ($by: PersonSearch!) { findPeople(by: $by) { certain { id displayName } selected { agency comparedOn }
  possible { agency outcome comparedOn } answers { agency status } } }`;
/** Who may compare a number where, and a number of a record that is closed there. */
const ASKED = [
  ['health-lead', borough.health.people],
  ['social-worker', borough.socialCare.people],
] as const satisfies readonly (readonly [PersonaName, readonly object[]])[];

const held = new Set(
  [borough.health, borough.education, borough.socialCare, borough.childrensCentre].flatMap(({ people }) =>
    people.flatMap((one) => ('nhsNumber' in one && one.nhsNumber ? [one.nhsNumber] : [])),
  ),
);
const nobodys = Array.from({ length: 100 }, (_, at) => nhsNumberAt(9_000 + at)).find(
  (number) => number !== undefined && !held.has(number),
)!;

describe.each(ASKED)('as %s', (persona, people) => {
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await startStack();
  }, 120_000);
  afterAll(() => stack.close());
  const numbers = people.flatMap((one) =>
    isClosed(one) && 'nhsNumber' in one && one.nhsNumber ? [one.nhsNumber] : [],
  );
  const onlyClosed = numbers.find((number) =>
    people.filter((one) => 'nhsNumber' in one && one.nhsNumber === number).every(isClosed),
  )!;
  const ask = async (nhsNumber: string) => {
    const { body, milliseconds } = await stack.ask(persona, QUERY, { variables: { by: { nhsNumber } } });
    return { told: JSON.stringify([body.data, body.errors]), milliseconds };
  };

  test('a closed number and none: the same answer, after the same calls', async () => {
    // Keys and what a server says of itself are asked for once.
    await ask(onlyClosed);
    await ask(nobodys);
    const calls = await openCalls(() => ask(onlyClosed));
    const none = await openCalls(() => ask(nobodys));
    expect(calls.answer.told).toBe(none.answer.told);
    expect(calls.made).toEqual(none.made);
    expect(calls.made.length).toBeGreaterThan(2);
  });

  (PROOF ? test : test.skip)(
    `a closed number and none take the same time: the median z of ${RUNS} runs of ${PAIRS} is under ${MOST_Z} (seed ${SEED})`,
    async () => {
      const random = startRandom(SEED);
      const zs: number[] = [];
      for (let at = 0; at < WARM; at += 1) await ask(at % 2 === 0 ? onlyClosed : nobodys);
      for (let run = 0; run < RUNS; run += 1) {
        const taken = new Map<string, number[]>([
          [onlyClosed, []],
          [nobodys, []],
        ]);
        for (let pair = 0; pair < PAIRS; pair += 1)
          for (const number of random.shuffle([onlyClosed, nobodys])) {
            const { milliseconds } = await ask(number);
            taken.get(number)!.push(milliseconds);
          }
        zs.push(zOf(taken.get(onlyClosed)!, taken.get(nobodys)!));
      }
      const median = [...zs].sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
      console.log(`${persona}, seed ${SEED}: z ${zs.map((z) => z.toFixed(2)).join(', ')}; median ${median.toFixed(2)}`);
      byClock(() => expect(Math.abs(median)).toBeLessThan(MOST_Z));
    },
    1_800_000,
  );
});

/** Every HTTP call that is made meanwhile in this process, by method and path, without what stands in it. */
async function openCalls<T>(
  during: () => Promise<T>,
): Promise<{ readonly answer: T; readonly made: readonly string[] }> {
  const made: string[] = [];
  const note = (message: unknown): void => {
    const { request } = message as { readonly request: { readonly method: string; readonly path: string } };
    made.push(`${request.method} ${request.path.replaceAll(/=[^&]*/g, '=')}`);
  };
  const created = channel('undici:request:create');
  created.subscribe(note);
  try {
    return { answer: await during(), made: made.sort() };
  } finally {
    created.unsubscribe(note);
  }
}

/** Mann and Whitney's U, as a z: how far two samples are from lying among each other. */
function zOf(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => ({ value, own: true })), ...other.map((value) => ({ value, own: false }))];
  all.sort((a, b) => a.value - b.value);
  const ranks = all.reduce((sum, { own }, at) => (own ? sum + at + 1 : sum), 0);
  const [n, m] = [one.length, other.length];
  const u = ranks - (n * (n + 1)) / 2;
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
}
