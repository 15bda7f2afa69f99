import { setTimeout as later } from 'node:timers/promises';
import { DatabaseUnavailable, type Postgres } from './postgres';

export interface PostgresWait {
  /** Milliseconds that one question waits at most; 0: none does. */
  readonly longest: number;
  /** So many wait at most: each has an answer in its hands. */
  readonly most?: number;
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const MOST_WAITING = 100;
/** Between two looks; how often the server itself is tried is for `openPostgres` to say. */
const LOOK_MS = 50;

/**
 * The same, for counts: where the server is away for a moment, as when it is started again, what is asked waits for it in
 * place of being refused. It is refused in the end where the server stays away, and at once where many wait already.
 *
 * `ask` is asked again though the server may have done it: what is asked so may be counted once too often, and never not at
 * all. A transaction is made again only where it was not about to be kept.
 */
export function waitForPostgres(
  postgres: Postgres,
  { longest, most = MOST_WAITING, now = () => performance.now(), wait = later }: PostgresWait,
): Pick<Postgres, 'ask' | 'inTransaction'> {
  let waiting = 0;
  const patiently = async <T>(work: () => Promise<T>, mayRepeat = () => true): Promise<T> => {
    const until = now() + longest;
    let waits = false;
    try {
      for (;;) {
        try {
          return await work();
        } catch (fault) {
          const isAway = fault instanceof DatabaseUnavailable && fault.isAway;
          if (!isAway || !mayRepeat() || now() >= until || (!waits && waiting >= most)) throw fault;
        }
        if (!waits) waiting += 1;
        waits = true;
        await wait(LOOK_MS);
      }
    } finally {
      if (waits) waiting -= 1;
    }
  };
  return {
    ask: (text, values) => patiently(() => postgres.ask(text, values)),
    inTransaction: (work) => {
      let isDone = false;
      const once = () =>
        postgres.inTransaction(async (ask) => {
          const done = await work(ask);
          isDone = true;
          return done;
        });
      return patiently(once, () => !isDone);
    },
  };
}
