/** Several workers of one machine behind one port: what is answered, what is told apart, and what becomes of it when one ends. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { openKeys } from '@family-view/gateway/linkage/open-keys';
import { searchFor, storyPerson } from '../borough';
import { endProcess } from '../end-process';
import { recordedOperations } from '../faults/gateway-process';
import { type LogLine, startSurroundingsOfWorkers, type Workers } from './start-workers';
import { canRunTwo, LINKAGE_KEY } from './surroundings';

const BOTH = [1, 2] as const;
const CLIENTS = 6;
const SLOW_MS = 300;
/** Between two questions of one client, but in a proof: else whoever asks takes the processors from what starts again. */
const PAUSE_MS = process.env.PROOF === '1' ? 0 : 250;
const FIND = 'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id } } }';
const OPEN = `query ($id: PersonID!) { person(id: $id) { displayName answers { agency status } involvements { agency service }
  health { immunisations { vaccine } } } }`;

(canRunTwo ? describe : describe.skip)(
  'two workers behind one port (skipped where PostgreSQL or redis-server is not installed)',
  () => {
    let workers: Workers;
    let gateway: ChildProcess;
    /** Their process ids. */
    let gateways: readonly [number, number];
    let id: string;
    let whole: string;
    /** All that came whole. */
    const operations: string[] = [];
    beforeAll(async () => {
      workers = await startSurroundingsOfWorkers(SLOW_MS);
      gateway = await workers.start();
      gateways = [await pidOf(1), await pidOf(2)];
      const { body } = await workers.ask(FIND, { who: searchFor(storyPerson('okafor', 'oldest')) });
      id = body.data.findPeople.certain[0].id;
      whole = JSON.stringify((await workers.ask(OPEN, { id })).body.data);
      expect(whole).toContain('ANSWERED');
    }, 120_000);
    afterAll(async () => {
      await endProcess(gateway, 'SIGTERM');
      await workers.close();
    });

    const isReady =
      (worker: number) =>
      (line: LogLine): boolean =>
        line.msg === 'worker-ready' && line.worker === worker;
    const pidOf = async (worker: number): Promise<number> => (await workers.line(isReady(worker))).pid as number;
    const adminUrl = async (worker: number): Promise<string> =>
      String((await workers.line((line) => line.msg === 'admin' && line.worker === worker)).adminUrl);
    const directoryOf = (worker: number): string =>
      worker === 1 ? workers.dataDirectory : join(workers.dataDirectory, `worker-${worker}`);

    /** Requests at both, as they say themselves. */
    const underWay = async (): Promise<number> => {
      const each = BOTH.map(async (worker) => {
        const { text } = await workers.get('/metrics', await adminUrl(worker));
        return Number(/^family_view_requests_under_way{worker="\d"} (\d+)$/m.exec(text)?.[1]);
      });
      return (await Promise.all(each)).reduce((sum, one) => sum + one, 0);
    };
    /** Asks on connections of their own while `work` takes its time, and for as long as it is `ready`. */
    async function underLoad(
      work: (counts: { readonly underWay: number }) => Promise<void>,
      isReady: () => boolean = () => true,
    ) {
      const counts = { whole: 0, cut: 0, underWay: 0, others: [] as string[] };
      let ended = false;
      const keepAsking = async (): Promise<void> => {
        while (!ended && isReady()) {
          counts.underWay += 1;
          try {
            const { status, body } = await workers.ask(OPEN, { id });
            if (status === 200 && JSON.stringify(body.data) === whole) {
              counts.whole += 1;
              operations.push(body.extensions.familyView.operation);
            } else counts.others.push(`${status} ${JSON.stringify(body).slice(0, 300)}`);
          } catch {
            counts.cut += 1;
          }
          counts.underWay -= 1;
          if (PAUSE_MS > 0) await wait(PAUSE_MS);
        }
      };
      const clients = Array.from({ length: CLIENTS }, keepAsking);
      while (counts.whole < CLIENTS) await wait(5);
      await work(counts).finally(() => {
        ended = true;
      });
      await Promise.all(clients);
      return counts;
    }

    test('both answer, whole, and each is told apart in its metrics and its log', async () => {
      for (let time = 0; time < 4; time += 1) {
        const { body } = await workers.ask(OPEN, { id });
        expect(JSON.stringify(body.data)).toBe(whole);
        operations.push(body.extensions.familyView.operation);
      }
      for (const worker of BOTH) {
        const { text } = await workers.get('/metrics', await adminUrl(worker));
        const [, answered] = new RegExp(
          `^family_view_requests_total{operation="other",outcome="whole",worker="${worker}"} (\\d+)$`,
          'm',
        ).exec(text)!;
        expect(Number(answered)).toBeGreaterThan(1);
        expect(text).not.toContain(`worker="${3 - worker}"`);
      }
      expect(await adminUrl(1)).not.toBe(await adminUrl(2));
      expect((await workers.get('/health/ready')).status).toBe(200);
    });

    test('kill -9 of one that stands still: what is under way there is cut and does not wait for ever, nothing else is, and it is started again', async () => {
      const pid = gateways[1];
      const isNew = (line: LogLine): boolean => isReady(2)(line) && line.pid !== pid;
      const late = { answered: 0, cut: 0 };
      const counts = await underLoad(async () => {
        process.kill(pid, 'SIGSTOP');
        // One of these is on its way to the one that takes nothing; the other goes on.
        const asked = Array.from({ length: 4 }, async () => {
          const answered = await workers.ask(OPEN, { id }).catch(() => null);
          late[answered ? 'answered' : 'cut'] += 1;
        });
        while (late.answered < 3) await wait(5);
        process.kill(pid, 'SIGKILL');
        await workers.line(isNew);
        await Promise.all(asked);
      });
      const cut = counts.cut + late.cut;
      process.stdout.write(`  kill -9 of a worker: ${counts.whole + late.answered} whole, ${cut} cut\n`);
      expect(counts.others).toEqual([]);
      expect(cut).toBeGreaterThan(0);
      expect(cut).toBeLessThanOrEqual(CLIENTS + 1);
      expect(await workers.line(({ msg }) => msg === 'worker-ended')).toMatchObject({
        worker: 2,
        code: null,
        signal: 'SIGKILL',
        againInMs: 250,
      });
      const again = await underLoad(async () => {});
      expect([again.cut, again.others]).toEqual([0, []]);
      gateways = [gateways[0], (await workers.line(isNew)).pid as number];
    });

    test('told to end, as a service manager tells parent and workers: readiness falls first, and no answer is cut', async () => {
      let ready = true;
      let fellAt = Number.POSITIVE_INFINITY;
      let goneAt = 0;
      const look = async (): Promise<void> => {
        while (goneAt === 0)
          try {
            if ((await workers.get('/health/ready')).status === 503) {
              fellAt = Math.min(fellAt, performance.now());
              // Again, when they have heard it: whoever waits and is told twice does not end the sooner.
              if (ready) for (const pid of gateways.filter(isAlive)) process.kill(pid, 'SIGTERM');
              ready = false;
            }
            await wait(20);
          } catch {
            goneAt = performance.now();
          }
      };
      let ended: readonly unknown[] = [];
      const counts = await underLoad(
        async () => {
          const ending = endProcess(gateway, 'SIGTERM');
          for (const pid of gateways) process.kill(pid, 'SIGTERM');
          [ended] = await Promise.all([ending, look()]);
        },
        () => ready,
      );
      expect([counts.cut, counts.others]).toEqual([0, []]);
      expect(fellAt).toBeLessThan(goneAt);
      expect(ended).toEqual([0, null]);
    });

    test('each has an audit of its own, whole, and every answer stands in one of them', async () => {
      expect(existsSync(join(`${workers.dataDirectory}.keys`, 'worker-2', 'audit-ed25519.pem'))).toBe(true);
      const recorded = await Promise.all(BOTH.map((worker) => recordedOperations(directoryOf(worker))));
      for (const { disclosures } of recorded) expect(disclosures.size).toBeGreaterThan(2);
      expect(operations.filter((one) => !recorded.some(({ disclosures }) => disclosures.has(one)))).toEqual([]);
      const { auditPseudonyms: pseudonymKey } = openKeys('', LINKAGE_KEY);
      const checked = await Promise.all(
        BOTH.map((worker) => verifyAudit({ directory: join(directoryOf(worker), 'audit'), pseudonymKey })),
      );
      expect(checked.map(({ faults, brokenAt }) => [faults, brokenAt])).toEqual([
        [[], null],
        [[], null],
      ]);
    });

    if (process.env.PROOF === '1')
      test('kill -9 of the parent: what is under way is answered, the workers end by themselves, and it can be started again', async () => {
        let underWayInAll = 0;
        for (let time = 0; time < 5; time += 1) {
          gateway = await workers.start();
          const pids = [await pidOf(1), await pidOf(2)];
          let isGone = false;
          const counts = await underLoad(
            async (now) => {
              isGone = true;
              // Until none is on its way between parent and worker.
              while ((await underWay()) < now.underWay) await wait(5);
              underWayInAll += now.underWay;
              await endProcess(gateway, 'SIGKILL');
            },
            () => !isGone,
          );
          process.stdout.write(`  kill -9 of the parent: ${counts.whole} whole, ${counts.cut} cut\n`);
          expect([counts.cut, counts.others]).toEqual([0, []]);
          while (pids.some(isAlive)) await wait(20);
        }
        expect(underWayInAll).toBeGreaterThan(0);
      });

    test('what no worker can start with ends the parent, and is told once', async () => {
      const { code, told } = await workers.startInVain({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' });
      expect(code).toBe(1);
      expect(told.trim()).toBe(
        'Worker 1 did not start. The gateway cannot keep count of what is asked at the moment. Try again in a few seconds.',
      );
    });
  },
);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
