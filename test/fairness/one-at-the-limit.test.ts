/**
 * One requester asks for all that the limits let them have, and goes on asking; ten colleagues work as ever. In a proof, by
 * the clock, in turns of calm and of that, in an order that is drawn.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { byClock } from '@family-view/gateway/fixtures/by-clock';
import { searchFor, storyPerson } from '../borough';
import { startRandom } from '../random';
import type { GreedyTold } from './be-greedy';
import { askOver, FAMILY } from './questions';
import { type Running, startProcesses } from './start-processes';

const measured = process.env.PROOF === '1' ? test : test.skip;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const OTHERS = 10;
/** Of calm and of the other, each. */
const TURNS = Number(process.env.TURNS ?? 8);
const TURN_MS = Number(process.env.TURN_MS ?? 8_000);
const WARM = 40;
/** The share of the time in which one of the ten is answered, in calm: a machine without time to spare shows nothing. */
const BUSY = 0.4;
const LEAST_PAUSE_MS = 1_000;
const MOST = 2;

describe('one requester at the limit beside ten others', () => {
  let running: Running;
  let person: string;
  let greedy: ChildProcess;
  let right = '';
  const tokens: string[] = [];

  if (process.env.PROOF === '1') {
    beforeAll(async () => {
      running = await startProcesses(60);
      for (let at = 0; at < OTHERS; at += 1) tokens.push(await running.token('head-of-centre', `w-other-${at}`));
      const by = searchFor(storyPerson('okafor', 'oldest'));
      const find = 'query ($by: PersonSearch!) { findPeople(by: $by) { certain { id } } }';
      const { text } = await askOver(running.url, tokens[0]!, find, { by });
      person = JSON.parse(text).data.findPeople.certain[0].id;
      const token = await running.token('head-of-centre', 'w-greedy');
      greedy = fork(join(__dirname, 'be-greedy.ts'), [running.url, token, person], { execArgv: ['--import', 'tsx'] });
    }, 120_000);
    afterAll(async () => {
      greedy?.disconnect();
      await running?.close();
    }, 30_000);
  }

  const dataOf = (text: string): string => JSON.stringify(JSON.parse(text).data);

  /** What one question takes, one after another: the answer is what all later ones are held against. */
  async function warmUp(): Promise<number> {
    const taken: number[] = [];
    for (let at = 0; at < WARM; at += 1) {
      const began = performance.now();
      const { text } = await askOver(running.url, tokens[at % OTHERS]!, FAMILY, { id: person });
      taken.push(performance.now() - began);
      right = dataOf(text);
    }
    return quantile(taken.slice(WARM / 2), 0.5);
  }

  /** How long each question of the ten took, and how each ended. */
  async function work(milliseconds: number, pause: number) {
    const taken: number[] = [];
    const ends: Record<string, number> = {};
    const over = performance.now() + milliseconds;
    await Promise.all(
      tokens.map(async (token, at) => {
        for (let next = performance.now() + (at * pause) / OTHERS; next < over; next += pause) {
          while (performance.now() < next)
            await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
          const began = performance.now();
          const { status, text } = await askOver(running.url, token, FAMILY, { id: person });
          taken.push(performance.now() - began);
          const end = status !== 200 ? String(status) : dataOf(text) === right ? 'whole' : 'not whole';
          ends[end] = (ends[end] ?? 0) + 1;
        }
      }),
    );
    return { taken, ends };
  }

  async function workBesideGreedy(milliseconds: number, pause: number) {
    greedy.send('begin');
    const worked = await work(milliseconds, pause);
    const told = new Promise<GreedyTold>((resolve) => greedy.once('message', (one) => resolve(one as GreedyTold)));
    greedy.send('end');
    return { ...worked, told: await told };
  }

  measured(
    `others’ p50 and p99 stay within ${MOST} times of calm, and their answers are whole (seed ${SEED})`,
    async () => {
      const random = startRandom(SEED);
      const solo = await warmUp();
      const pause = Math.max(LEAST_PAUSE_MS, (OTHERS * solo) / BUSY);
      console.log(`one alone takes ${solo.toFixed(1)} ms; each of ${OTHERS} asks every ${pause.toFixed(0)} ms`);
      const all = { calm: [] as number[], beside: [] as number[] };
      const ends = { calm: {} as Record<string, number>, beside: {} as Record<string, number> };
      const refused = { withoutRetryAfter: 0, statuses: {} as Record<string, number> };
      const note = (which: 'calm' | 'beside', worked: Awaited<ReturnType<typeof work>>): void => {
        all[which].push(...worked.taken);
        add(ends[which], worked.ends);
      };
      for (let turn = 0; turn < TURNS; turn += 1)
        for (const which of random.shuffle(['calm', 'beside'] as const)) {
          if (which === 'calm') note(which, await work(TURN_MS, pause));
          else {
            const { told, ...worked } = await workBesideGreedy(TURN_MS, pause);
            note(which, worked);
            add(refused.statuses, told.statuses);
            refused.withoutRetryAfter += told.withoutRetryAfter;
          }
        }
      const times = (part: number): number => quantile(all.beside, part) / quantile(all.calm, part);
      console.log(
        [
          `calm: ${tell(all.calm)}; ${JSON.stringify(ends.calm)}`,
          `beside: ${tell(all.beside)}; ${JSON.stringify(ends.beside)}`,
          `the one at the limit: ${JSON.stringify(refused.statuses)}`,
          `p50 ${times(0.5).toFixed(2)}, p99 ${times(0.99).toFixed(2)} times calm`,
        ].join('\n'),
      );
      expect(refused.withoutRetryAfter).toBe(0);
      expect(ends.calm).toEqual({ whole: all.calm.length });
      expect(ends.beside).toEqual({ whole: all.beside.length });
      byClock(() => {
        expect(times(0.5)).toBeLessThanOrEqual(MOST);
        expect(times(0.99)).toBeLessThanOrEqual(MOST);
      });
    },
    900_000,
  );
});

function add(to: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, many] of Object.entries(more)) to[name] = (to[name] ?? 0) + many;
}
const quantile = (all: readonly number[], part: number): number => {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
};
const tell = (all: readonly number[]): string =>
  `${all.length} questions, p50 ${quantile(all, 0.5).toFixed(1)} ms, p99 ${quantile(all, 0.99).toFixed(1)} ms`;
