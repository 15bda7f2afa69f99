import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { FamilyViewError } from '../errors';
import { countUnderWay, createFairQueue, type Shares } from '../shared/fair-queue';

/** More is asked than can be carried: refused at once, so that what is carried is answered in time. */
export class Overloaded extends FamilyViewError {
  override readonly retryAfterSeconds = 1;

  constructor() {
    super('The gateway is overloaded. Retry in one second.', {
      code: 'OVERLOADED',
      httpStatus: 503,
    });
  }
}

/** One requester asks more at once than their share, while others ask too: nothing of theirs was begun. */
export class TooManyAtOnce extends FamilyViewError {
  override readonly retryAfterSeconds = 1;

  constructor() {
    super('Too many of your requests are under way at once. Retry in one second.', {
      code: 'TOO_MANY_REQUESTS',
      httpStatus: 429,
    });
  }
}

/** Whether a refusal says that there is too much to do, and not that this may not be asked. */
export const isTooMuch = (code: string, status: number): boolean =>
  code === 'OVERLOADED' || (code === 'TOO_MANY_REQUESTS' && status === 429);

export interface LoadLimits {
  readonly inFlight: number;
  /** While the event loop is busy all the time: more at once would only have each take longer. */
  readonly inFlightBusy: number;
  /** Of one requester, while others ask too. */
  readonly inFlightEach?: number;
  /** The same while the event loop is busy: each of theirs then takes time from others'. */
  readonly inFlightEachBusy?: number;
  /** How many one requester may begin at that pace; see `Shares`. */
  readonly burst?: Shares['burst'];
  readonly waiting: number;
  /** Milliseconds: whoever would wait longer is sent away, having cost nothing. */
  readonly waitMs: number;
  /** Milliseconds, where there is room and it is the requester's own that is in the way: a page that asks for much gets it all. */
  readonly ownWaitMs?: number;
  /** The clock of who has begun how much. */
  readonly now?: () => number;
}

export interface ConcurrencyLimiter {
  /**
   * Runs work while there is room for it, keeps a little of it waiting, and refuses the rest: with `TooManyAtOnce` where it
   * is the requester's own that is in the way, else with `Overloaded`.
   * @param work may say what it cost, where one of usual size costs 1: by that it counts against its requester's burst.
   * @param who whose it is: those who wait have their turns one after another, whoever waits with how much.
   */
  carry<T>(work: (spend: (cost: number) => void) => Promise<T>, who?: string): Promise<T>;
  /** By what work of theirs would be refused now, or null: whoever is sent away had better not be read first. */
  refusal(who?: string): Refusal | null;
  /** How much is worked on, and how much waits. */
  load(): { readonly underWay: number; readonly waiting: number };
}

export type Refusal = Overloaded | TooManyAtOnce;

interface Waiting {
  readonly go: () => void;
  readonly turnAway: () => void;
}

export function createConcurrencyLimiter(limits: LoadLimits, isBusy: () => boolean = () => false): ConcurrencyLimiter {
  const {
    inFlight,
    inFlightBusy,
    inFlightEach = inFlight,
    inFlightEachBusy = inFlightEach,
    ownWaitMs = limits.waitMs,
  } = limits;
  const queue = createFairQueue<Waiting>(limits.waiting);
  const carried = countUnderWay({
    each: () => (isBusy() ? Math.min(inFlightEach, inFlightEachBusy) : inFlightEach),
    burst: limits.burst,
    now: limits.now,
  });

  const hasRoom = (): boolean => carried.total < (isBusy() ? Math.min(inFlight, inFlightBusy) : inFlight);
  const mayBegin = (who: string): boolean => hasRoom() && carried.mayBegin(who);
  /** Where there is room, it is their own that is in the way. */
  const why = (): Refusal => (hasRoom() ? new TooManyAtOnce() : new Overloaded());
  const refusal = (who = ''): Refusal | null => (!mayBegin(who) && queue.isFullFor(who) ? why() : null);
  const turn = (who: string): Promise<void> => {
    if (mayBegin(who)) {
      carried.begin(who);
      return Promise.resolve();
    }
    const refused = refusal(who);
    if (refused) throw refused;
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        go: () => {
          clearTimeout(timer);
          carried.begin(who);
          resolve();
        },
        turnAway: () => {
          clearTimeout(timer);
          reject(why());
        },
      };
      const look = (patience: number): void => {
        // Their share may have grown meanwhile, with nobody ending anything.
        const mayGo = mayBegin(who);
        if (!mayGo && hasRoom() && patience > 0) {
          timer = setTimeout(look, patience, 0);
          return;
        }
        queue.leave(who, one);
        if (mayGo) one.go();
        else reject(why());
      };
      let timer = setTimeout(look, limits.waitMs, Math.max(0, ownWaitMs - limits.waitMs));
      queue.join(who, one)?.turnAway();
    });
  };
  const pass = (who: string, cost: number): void => {
    carried.end(who, cost);
    for (let next = hasRoom() && queue.next(carried.mayBegin); next; next = hasRoom() && queue.next(carried.mayBegin))
      next.go();
  };

  return {
    refusal,
    load: () => ({ underWay: carried.total, waiting: queue.size }),
    async carry(work, who = '') {
      await turn(who);
      let cost = 1;
      try {
        return await work((spent) => {
          cost = spent;
        });
      } finally {
        pass(who, cost);
      }
    },
  };
}

const LOOK_EVERY_MS = 100;
const BUSY_FROM = 0.95;

/** Whether this thread had next to no time to spare of late. Agencies that are slow leave it time; too many askers do not. */
export function watchLoop(read: () => EventLoopUtilization = () => performance.eventLoopUtilization()): {
  isBusy(): boolean;
  close(): void;
} {
  let before = read();
  let busy = false;
  const timer = setInterval(() => {
    const now = read();
    busy = performance.eventLoopUtilization(now, before).utilization >= BUSY_FROM;
    before = now;
  }, LOOK_EVERY_MS).unref();
  return { isBusy: () => busy, close: () => clearInterval(timer) };
}
