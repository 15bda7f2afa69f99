import { z } from 'zod';
import type { Contestant } from './contestants';
import { type LoadOrder, type LoadResult, loadForm } from './load';
import type { Question } from './peer-questions';
import { readTreeUse } from './process-tree';
import { type Helper, type RunningServer, startServer } from './running';
import { readThreadUse, type ThreadUse, useEach } from './thread-use';

/** Windows in which a contestant is warmed, until the cost of a request no longer falls. */
const WARM = { atOnce: 16, eachMs: 1_500, level: 0.97, mostMs: 90_000 };
/** Before each measurement: the processor has had another's code in it. */
const AGAIN_MS = 200;
/** Long against the time in which one round's calls are sent. */
const DELAY_MS = 250;
const countForm = z.object({ calls: z.number(), rounds: z.number() });

export interface Measured extends LoadResult {
  readonly use: ThreadUse;
  readonly megabytes: number;
  readonly callsEach: number;
  readonly keptEach: readonly number[];
}

/** What one contestant came to at one question, by how many asked at once. */
export interface Outcome {
  readonly measured: Map<number, Measured[]>;
  /** Of calls one after another. */
  rounds: number;
  warmedBy: number;
}

/** One contestant's, by question; or why it was not measured. */
export interface Outcomes {
  readonly byQuestion: ReadonlyMap<string, Outcome>;
  startedInMs: number;
  failed: string | null;
}

interface TurnOptions {
  readonly turns: number;
  /** Of one measurement. */
  readonly milliseconds: number;
  readonly progress: (doing: string) => void;
  readonly agencies: Helper;
  readonly load: Helper;
  /** What each family's answer must be. */
  readonly expected: readonly unknown[];
}

/** Starts them all and warms each until it levels off; then each is measured for a while, in turns. */
export async function takeTurns(
  contestants: readonly Contestant[],
  questions: readonly Question[],
  options: TurnOptions,
): Promise<ReadonlyMap<string, Outcomes>> {
  const all = new Map<string, Outcomes>();
  const running: Running[] = [];
  try {
    for (const contestant of contestants) {
      const asked = questions.filter((question) => question.isFor(contestant));
      const outcomes: Outcomes = {
        byQuestion: new Map(
          asked.map(({ name, atOnce }): [string, Outcome] => [
            name,
            {
              measured: new Map(atOnce.map((connections) => [connections, []])),
              rounds: Number.NaN,
              warmedBy: 0,
            },
          ]),
        ),
        startedInMs: Number.NaN,
        failed: contestant.absent ?? null,
      };
      all.set(contestant.name, outcomes);
      await orFailed(outcomes, async () => {
        options.progress(`starting and warming ${contestant.name}`);
        const [expected, ...others] = options.expected;
        const server = await startServer(contestant, expected, others);
        outcomes.startedInMs = server.startedInMs;
        const one = new Running(contestant, server, asked, outcomes, options);
        running.push(one);
        await one.warm();
      });
    }
    for (let turn = 0; turn < options.turns; turn++)
      // Nobody is always first.
      for (let place = 0; place < running.length; place++) {
        const one = running[(turn + place) % running.length]!;
        options.progress(`turn ${turn + 1} of ${options.turns}, ${one.contestant.name}`);
        await orFailed(one.outcomes, () => one.measure());
      }
    return all;
  } finally {
    await Promise.all(running.map(({ server }) => server.stop()));
  }
}

async function orFailed(outcomes: Outcomes, work: () => Promise<void>): Promise<void> {
  if (outcomes.failed !== null) return;
  try {
    await work();
  } catch (fault) {
    outcomes.failed = fault instanceof Error ? fault.message : String(fault);
  }
}

/** A contestant that is up. */
class Running {
  private readonly bodies = new Map<string, readonly string[]>();

  constructor(
    readonly contestant: Contestant,
    readonly server: RunningServer,
    private readonly questions: readonly Question[],
    readonly outcomes: Outcomes,
    private readonly options: TurnOptions,
  ) {
    for (const question of questions) this.bodies.set(question.name, question.bodies(contestant));
  }

  async warm(): Promise<void> {
    for (const question of this.questions) {
      if (question.check) question.check(await this.askOnce(question));
      const outcome = this.outcomes.byQuestion.get(question.name)!;
      let before = Number.POSITIVE_INFINITY;
      for (let taken = 0; taken < WARM.mostMs; taken += WARM.eachMs) {
        const start = readThreadUse(this.server.pid);
        const { requests } = await this.ask(question, WARM.atOnce, WARM.eachMs);
        const { all } = useEach(start, readThreadUse(this.server.pid), requests);
        outcome.warmedBy += requests;
        if (outcome.warmedBy >= question.warm && !(all < before * WARM.level)) break;
        before = all;
      }
      await this.count(DELAY_MS);
      await this.ask(question, 1, 1);
      outcome.rounds = (await this.count(0)).rounds;
    }
  }

  async measure(): Promise<void> {
    const { server, outcomes, options } = this;
    for (const question of this.questions) {
      const { measured } = outcomes.byQuestion.get(question.name)!;
      for (const connections of question.atOnce) {
        await this.ask(question, connections, AGAIN_MS);
        server.takeCollections();
        const before = { use: readThreadUse(server.pid), calls: (await this.count(0)).calls };
        const result = await this.ask(question, connections, options.milliseconds);
        const use = useEach(before.use, readThreadUse(server.pid), result.requests);
        measured.get(connections)!.push({
          ...result,
          use,
          megabytes: readTreeUse(server.pid)?.residentMegabytes ?? Number.NaN,
          callsEach: ((await this.count(0)).calls - before.calls) / result.requests,
          keptEach: server.takeCollections().keptEach,
        });
        if (result.odd > 0)
          throw new Error(`${result.odd} of ${result.requests} answers were not like the first: ${result.firstOdd}`);
      }
    }
  }

  private async ask(question: Question, connections: number, milliseconds: number): Promise<LoadResult> {
    const { port } = this.server;
    const headers = await this.contestant.headers();
    const bodies = this.bodies.get(question.name)!;
    const order: LoadOrder = {
      port,
      path: this.contestant.path,
      headers,
      body: '',
      bodies: [...bodies],
      connections,
      milliseconds,
    };
    return loadForm.parse(await this.options.load.ask(order));
  }

  private async askOnce(question: Question): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.server.port}${this.contestant.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await this.contestant.headers()) },
      body: this.bodies.get(question.name)![0]!,
    });
    return response.json();
  }

  private count = async (delayMs: number) => countForm.parse(await this.options.agencies.ask({ delayMs }));
}
