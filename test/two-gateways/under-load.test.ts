/** Two gateways under load while each part of them ends and comes back: what is answered, what is refused, and what was recorded. */
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { verifyAudit } from '@family-view/gateway/audit/verify-audit';
import { openKeys } from '@family-view/gateway/linkage/open-keys';
import { type PrivateRedis, startPrivateRedis } from '@family-view/gateway/shared/start-private-redis';
import { createClient } from 'redis';
import { searchFor, storyPerson } from '../borough';
import { recordedOperations } from '../faults/gateway-process';
import { copySchema, publisherAt, sdlOf } from '../registry/publishing-stack';
import { ageGrantKeys } from './age-grant-keys';
import { breakAndReview } from './break-and-review';
import { hasNginx, type Nginx, startNginx } from './start-nginx';
import { canRunTwo, LINKAGE_KEY, startTwo, type TwoGateways, type Which } from './start-two';

/** Ten, as a proof; `LOAD_MINUTES` of them, where somebody wants a shorter one. */
const MINUTES = Number(process.env.LOAD_MINUTES ?? (process.env.PROOF === '1' ? 10 : 0));
const CLIENTS = 4;
/** Between two questions of one client, but in a proof: else whoever asks takes the processors from what starts again. */
const PAUSE_MS = MINUTES > 0 ? 0 : 1_000;
const BOTH: readonly Which[] = [0, 1];
const FIND =
  'query ($who: PersonSearch!) { findPeople(by: $who) { certain { id displayName } answers { agency status } } }';
const GRACE = searchFor(storyPerson('okafor', 'toddler'));
const OPEN = `query ($id: PersonID!) { person(id: $id) { displayName answers { agency status } involvements { agency service }
  health { immunisations { vaccine } } childrensCentre { familySupportCase { openedDate } } } }`;

interface Counts {
  whole: number;
  /** What each told of its agencies. */
  readonly partial: string[];
  /** 503: PostgreSQL was away for longer than is waited, and what cannot be counted is not told. */
  refused: number;
  /** No answer: under way at a gateway that was killed. */
  cut: number;
  readonly others: string[];
  readonly operations: string[];
}

(canRunTwo ? describe : describe.skip)(
  'two gateways under load (skipped where PostgreSQL or redis-server is not installed)',
  () => {
    const copy = copySchema();
    let two: TwoGateways;
    /** The one that runs now, at the same port. */
    let redis: PrivateRedis;
    /** What stands before both, where it is installed; else whoever asks goes to one that is ready. */
    let nginx: Nginx | null = null;
    let id: string;
    let whole: string;
    /** Whoever is searched for while PostgreSQL is away. */
    let found: object;
    beforeAll(async () => {
      // One requester stands for many here.
      const many = {
        OPERATIONS_IN_FLIGHT_EACH: '64',
        OPERATIONS_IN_FLIGHT_EACH_BUSY: '64',
        OPERATIONS_BURST_EACH: '1000000',
      };
      two = await startTwo(
        // However long it takes to start it again on a busy machine.
        { SHUTDOWN_NOTICE_MS: '500', DATABASE_WAIT_MS: '60000', ...many, SCHEMA_COPY: copy.schemaDirectory },
        join(__dirname, 'serve-gateway-over.ts'),
      );
      redis = two.redis;
      nginx = hasNginx ? await startNginx([two.url(0), two.url(1)]) : null;
      const { body } = await two.ask(0, 'head-of-centre', FIND, {
        variables: { who: searchFor(storyPerson('okafor', 'oldest')) },
      });
      id = body.data.findPeople.certain[0].id;
      const searched = await two.ask(0, 'head-of-centre', FIND, { variables: { who: GRACE } });
      found = { ...searched.body.data.findPeople, certain: [{ displayName: 'Grace Okafor' }] };
      whole = JSON.stringify((await two.ask(0, 'head-of-centre', OPEN, { variables: { id } })).body.data);
    }, 120_000);
    afterAll(async () => {
      await nginx?.close();
      await two.close();
      copy.remove();
    });

    /** As a balancer: asks whichever says that it is ready, as of a moment ago. */
    async function underLoad(work: () => Promise<void>): Promise<Counts> {
      const counts: Counts = { whole: 0, partial: [], refused: 0, cut: 0, others: [], operations: [] };
      const ready: [boolean, boolean] = [true, true];
      let ended = false;
      const look = async (which: Which): Promise<void> => {
        while (!ended) {
          ready[which] = await fetch(`${two.url(which)}/health/ready`).then(
            ({ status }) => status === 200,
            () => false,
          );
          await wait(100);
        }
      };
      const send = async (first: Which): Promise<void> => {
        for (let turn: number = first; !ended; turn += 1) {
          const [which] = [turn % 2, (turn + 1) % 2].filter((one) => ready[one as Which]) as Which[];
          if (which === undefined) await wait(20);
          else {
            await sendTo(which, counts);
            if (PAUSE_MS > 0) await wait(PAUSE_MS);
          }
        }
      };
      const running = [...BOTH.map(look), ...Array.from({ length: CLIENTS }, (_, at) => send((at % 2) as Which))];
      await work().finally(() => {
        ended = true;
      });
      await Promise.all(running);
      return counts;
    }
    async function sendTo(which: Which, counts: Counts): Promise<void> {
      try {
        const { status, body } = await two.ask(which, 'head-of-centre', OPEN, { variables: { id }, at: nginx?.url });
        const code = body.errors?.[0]?.extensions?.code;
        if (status === 200 && JSON.stringify(body.data) === whole) {
          counts.whole += 1;
          counts.operations.push(body.extensions.familyView.operation);
        } else if (code === 'DATABASE_UNAVAILABLE') counts.refused += 1;
        else if (status === 200)
          counts.partial.push(
            JSON.stringify([body.data?.person?.answers, body.errors, body.extensions]).slice(0, 1_000),
          );
        else counts.others.push(`${status} ${code}`);
      } catch {
        counts.cut += 1;
      }
    }

    const isReady = (which: Which): Promise<boolean> =>
      fetch(`${two.url(which)}/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      );
    const untilReady = async (...which: readonly Which[]): Promise<void> => {
      for (const one of which) while (!(await isReady(one))) await wait(50);
    };
    const tell = (counts: Counts, what: string): void => {
      const { whole: answered, partial, refused, cut, others } = counts;
      process.stdout.write(
        `counts: ${what}: ${answered} whole, ${partial.length} partial, ${refused} refused, ${cut} cut${others.length > 0 ? `, ${others.join(' ')}` : ''}\n`,
      );
    };

    const bothPublish = async (many: number): Promise<void> => {
      const count = async (which: Which): Promise<number> => {
        const response = await fetch(`${two.url(which)}/.well-known/jwks.json`);
        return ((await response.json()) as { readonly keys: readonly unknown[] }).keys.length;
      };
      for (const which of BOTH) while ((await count(which)) !== many) await wait(100);
    };
    /** Under which supergraph each answers, once both answer under one that is not this. */
    const bothServe = async (before: string): Promise<string> => {
      for (;;) {
        const served = await Promise.all(
          BOTH.map(async (which) => {
            const { body } = await two.ask(which, 'head-of-centre', '{ me { role } }');
            return String(body.extensions?.familyView?.supergraphVersion);
          }),
        );
        if (served[0] === served[1] && served[0] !== before && served[0] !== 'undefined') return served[0]!;
        await wait(100);
      }
    };
    /** What is done to them, and whether answers may be cut meanwhile. */
    const disturbances: readonly {
      readonly name: string;
      readonly run: () => Promise<void>;
      readonly cuts?: boolean;
    }[] = [
      {
        name: 'both started again, one after the other',
        async run() {
          for (const which of BOTH) {
            const gone = once(two.process(which), 'exit');
            two.process(which).kill('SIGTERM');
            await gone;
            await two.start(which);
            await untilReady(which);
          }
        },
      },
      {
        name: 'kill -9 of one',
        cuts: true,
        async run() {
          await two.kill(0);
          await two.start(0);
          await untilReady(0);
        },
      },
      {
        name: 'PostgreSQL started again',
        async run() {
          await two.postgres.stop();
          // A search is counted before agencies are asked: they have all their time for it, whenever it comes back.
          const searched = BOTH.map((which) => two.ask(which, 'head-of-centre', FIND, { variables: { who: GRACE } }));
          await two.postgres.restart();
          for (const { body } of await Promise.all(searched))
            expect([body.errors, body.data.findPeople]).toMatchObject([undefined, found]);
          await untilReady(...BOTH);
        },
      },
      {
        name: 'Redis flushed, and away',
        async run() {
          const client = await createClient({ url: two.redis.url }).connect();
          await client.flushAll();
          client.destroy();
          await redis.stop();
          await wait(MINUTES > 0 ? 5_000 : 500);
          redis = await startPrivateRedis(two.redis.port);
        },
      },
      {
        name: 'the grant keys turned, through a whole period',
        async run() {
          await ageGrantKeys(two, 30.1);
          await bothPublish(2);
          await ageGrantKeys(two, 1.1);
          await wait(2_000);
          await ageGrantKeys(two, 1.1);
          await bothPublish(1);
        },
      },
      {
        name: 'published at one, and rolled back at the other',
        async run() {
          const [one, other] = [await publisherAt(two.url(0), copy), await publisherAt(two.url(1), copy)];
          const before = await bothServe('');
          const field = '  flag: Int @policy(policies: [["health:visits"]])';
          const more = sdlOf('health').replace('type HealthRecord {', `type HealthRecord {\n${field}`);
          const published = (await one.publish('health', more)).body;
          expect(published).toMatchObject({ outcome: 'PUBLISHED' });
          const next = await bothServe(before);
          expect((await other.rollback(published.version - 1)).status).toBe(200);
          expect(await bothServe(next)).toBe(before);
        },
      },
      {
        name: 'a glass broken at one, and reviewed at the other',
        async run() {
          expect(await breakAndReview(two, searchFor(storyPerson('okafor', 'toddler')))).toBe('CLEARED');
        },
      },
    ];
    afterAll(() => redis.stop());

    test(`no answer is partial, none is unrecorded, and none is lost but what was under way at kill -9${MINUTES > 0 ? `, for ${MINUTES} minutes` : ''}`, async () => {
      const until = performance.now() + MINUTES * 60_000;
      const operations: string[] = [];
      const rounds = new Map<string, { took: number[]; counts: Counts[] }>();
      do {
        for (const { name, run, cuts = false } of disturbances) {
          let took = 0;
          const counts = await underLoad(async () => {
            const began = performance.now();
            await run();
            took = performance.now() - began;
          });
          tell(counts, `${name} (${(took / 1_000).toFixed(1)} s)`);
          operations.push(...counts.operations);
          const before = rounds.get(name) ?? { took: [], counts: [] };
          rounds.set(name, { took: [...before.took, took / 1_000], counts: [...before.counts, counts] });
          expect([name, counts.partial, counts.others]).toEqual([name, [], []]);
          expect([name, counts.refused, cuts || counts.cut === 0]).toEqual([name, 0, true]);
          expect(counts.cut).toBeLessThanOrEqual(CLIENTS);
          expect([name, counts.whole > 0]).toEqual([name, true]);
        }
      } while (performance.now() < until);

      for (const [name, { took, counts }] of rounds) {
        const sum = (of: (one: Counts) => number): number => counts.reduce((all, one) => all + of(one), 0);
        process.stdout.write(
          `counts: in all, ${name}: ${took.length} times, ${Math.min(...took).toFixed(1)} to ${Math.max(...took).toFixed(1)} s; ${sum(({ whole }) => whole)} whole, ${sum(({ partial }) => partial.length)} partial, ${sum(({ refused }) => refused)} refused, ${sum(({ cut }) => cut)} cut, ${sum(({ others }) => others.length)} failed otherwise\n`,
        );
      }
      for (const which of BOTH) {
        const gone = once(two.process(which), 'exit');
        two.process(which).kill('SIGTERM');
        await gone;
      }
      const recorded = await Promise.all(BOTH.map((which) => recordedOperations(two.dataDirectory(which))));
      const unrecorded = operations.filter((one) => !recorded.some(({ disclosures }) => disclosures.has(one)));
      const { auditPseudonyms: pseudonymKey } = openKeys('', LINKAGE_KEY);
      const chains = await Promise.all(
        BOTH.map((which) => verifyAudit({ directory: join(two.dataDirectory(which), 'audit'), pseudonymKey })),
      );
      process.stdout.write(
        `counts: ${operations.length} whole answers, ${unrecorded.length} unrecorded; ${chains.map(({ records, brokenAt }) => `${records} records, ${brokenAt === null ? 'whole' : `broken at ${brokenAt}`}`).join('; ')}\n`,
      );
      expect(unrecorded).toEqual([]);
      expect(chains.map(({ faults }) => faults)).toEqual([[], []]);
    }, 3_600_000);
  },
);
