/**
 * One requester asks for all that the limits let them have, and goes on asking; ten colleagues work as ever. In a proof, by
 * the clock, in turns of calm and of that.
 */
import { byClock } from '@family-view/gateway/fixtures/by-clock';
import { searchFor, storyPerson } from '../borough';
import { type Running, startProcesses } from './start-processes';

const measured = process.env.PROOF === '1' ? test : test.skip;
const OTHERS = 10;
const TURNS = Number(process.env.TURNS ?? 3);
const TURN_MS = Number(process.env.TURN_MS ?? 20_000);
const WARM_MS = 5_000;
/** Each of them, from one question to the next. */
const EACH_MS = 1_000;
const CONNECTIONS = 16;
const MOST = 2;

const FAMILY = `query ($id: PersonID!) { person(id: $id) { displayName answers { agency status }
  involvements { agency service contact { name phone } } health { mandatedContacts { kind outcome } }
  family { members { person { displayName identities { agency familyName } } relationships { agency relationship } } } } }`;
const born = (at: number): string => new Date(Date.UTC(2012, 0, 1 + at)).toISOString().slice(0, 10);
const twelveSearches = (from: number): string =>
  `{ ${Array.from({ length: 12 }, (_, at) => `a${at}: findPeople(by: { givenName: "G${from + at}", familyName: "F${from + at}", dateOfBirth: "${born(from + at)}" }) { certain { id displayName answers { agency status } } possible { agency } }`).join(' ')} }`;

describe('one requester at the limit beside ten others', () => {
  let running: Running;
  let person: string;
  const tokens: string[] = [];
  let greedy = '';

  const ask = async (
    token: string,
    query: string,
    variables: object = {},
  ): Promise<{ readonly code: number; readonly text: string }> => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return { code: response.status, text: await response.text() };
  };

  if (process.env.PROOF === '1') {
    beforeAll(async () => {
      running = await startProcesses(60);
      for (let at = 0; at < OTHERS; at += 1) tokens.push(await running.token('head-of-centre', `w-other-${at}`));
      greedy = await running.token('head-of-centre', 'w-greedy');
      const by = searchFor(storyPerson('okafor', 'oldest'));
      const { text } = await ask(tokens[0]!, 'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id } } }', {
        by,
      });
      person = JSON.parse(text).data.findPeople.certain[0].id;
    }, 120_000);
    afterAll(() => running?.close(), 30_000);
  }

  /** How long each question of the ten took, and how often each status came. */
  async function work(
    milliseconds: number,
  ): Promise<{ readonly taken: readonly number[]; readonly codes: ReadonlyMap<string, number> }> {
    const taken: number[] = [];
    const codes = new Map<string, number>();
    const ends = performance.now() + milliseconds;
    await Promise.all(
      tokens.map(async (token, at) => {
        for (let next = performance.now() + (at * EACH_MS) / OTHERS; next < ends; next += EACH_MS) {
          while (performance.now() < next)
            await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
          const began = performance.now();
          const { code, text } = await ask(token, FAMILY, { id: person });
          taken.push(performance.now() - began);
          const whole = code === 200 && JSON.parse(text).data?.person?.displayName === 'Daniel Okafor';
          const what = code === 200 && !whole ? 'not whole' : String(code);
          codes.set(what, (codes.get(what) ?? 0) + 1);
        }
      }),
    );
    return { taken, codes };
  }

  /** Searches as many as there may be in a request, and families, on so many connections, whatever is refused. */
  async function beGreedy(during: Promise<unknown>): Promise<ReadonlyMap<number, number>> {
    let over = false;
    void during.finally(() => {
      over = true;
    });
    const codes = new Map<number, number>();
    let count = 0;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (!over) {
          count += 1;
          const { code } =
            count % 10 === 1 ? await ask(greedy, twelveSearches(count)) : await ask(greedy, FAMILY, { id: person });
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
      }),
    );
    return codes;
  }

  measured(
    `others' p50 and p99 stay within ${MOST} times of calm`,
    async () => {
      await work(WARM_MS);
      const calm: number[] = [];
      const beside: number[] = [];
      const answeredWith = new Set<string>();
      for (let turn = 0; turn < TURNS; turn += 1) {
        const alone = await work(TURN_MS);
        calm.push(...alone.taken);
        const working = work(TURN_MS);
        const [{ taken, codes }, answered] = await Promise.all([working, beGreedy(working)]);
        beside.push(...taken);
        for (const what of [...alone.codes.keys(), ...codes.keys()]) answeredWith.add(what);
        console.log(
          `turn ${turn + 1}: ${tell(alone.taken)} calm; ${tell(taken)} (${[...codes].join(' ')}) beside ${[...answered].join(' ')}`,
        );
      }
      console.log(
        `all: ${tell(calm)} calm; ${tell(beside)} beside; p50 ${(at(beside, 0.5) / at(calm, 0.5)).toFixed(2)}, p99 ${(at(beside, 0.99) / at(calm, 0.99)).toFixed(2)} times`,
      );
      expect([...answeredWith]).toEqual(['200']);
      byClock(() => {
        expect(at(beside, 0.5)).toBeLessThanOrEqual(at(calm, 0.5) * MOST);
        expect(at(beside, 0.99)).toBeLessThanOrEqual(at(calm, 0.99) * MOST);
      });
    },
    600_000,
  );
});

const at = (all: readonly number[], quantile: number): number => {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))]!;
};
const tell = (all: readonly number[]): string =>
  `${all.length} questions, p50 ${at(all, 0.5).toFixed(1)} ms, p99 ${at(all, 0.99).toFixed(1)} ms`;
