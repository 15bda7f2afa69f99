import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { FamilyViewError } from '../errors';
import { countUnderWay, createFairQueue } from '../shared/fair-queue';

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

export interface LoadLimits {
  readonly inFlight: number;
  /** While the event loop is busy all the time: more at once would only have each take longer. */
  readonly inFlightBusy: number;
  /** Of one requester, while others ask too. */
  readonly inFlightEach?: number;
  /** The same while the event loop is busy: each of theirs then takes time from others'. */
  readonly inFlightEachBusy?: number;
  readonly waiting: number;
  /** Milliseconds: whoever would wait longer is sent away, having cost nothing. */
  readonly waitMs: number;
}

export interface ConcurrencyLimiter {
  /**
   * Runs work while there is room for it, keeps a little of it waiting, and refuses the rest with `Overloaded`.
   * @param who whose it is: those who wait have their turns one after another, whoever waits with how much.
   */
  carry<T>(work: () => Promise<T>, who?: string): Promise<T>;
  /** Whether work of theirs would be refused now: whoever is sent away had better not be read first. */
  isFull(who?: string): boolean;
}

interface Waiting {
  readonly go: () => void;
  readonly turnAway: () => void;
}

export function createConcurrencyLimiter(
  { inFlight, inFlightBusy, inFlightEach = inFlight, inFlightEachBusy = inFlightEach, waiting, waitMs }: LoadLimits,
  isBusy: () => boolean = () => false,
): ConcurrencyLimiter {
  const queue = createFairQueue<Waiting>(waiting);
  const carried = countUnderWay(() => (isBusy() ? Math.min(inFlightEach, inFlightEachBusy) : inFlightEach));

  const hasRoom = (): boolean => carried.total < (isBusy() ? Math.min(inFlight, inFlightBusy) : inFlight);
  const isFull = (who = ''): boolean => !(hasRoom() && carried.mayBegin(who)) && queue.isFullFor(who);
  const turn = (who: string): Promise<void> => {
    if (hasRoom() && carried.mayBegin(who)) {
      carried.begin(who);
      return Promise.resolve();
    }
    if (isFull(who)) throw new Overloaded();
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        go: () => {
          clearTimeout(timer);
          carried.begin(who);
          resolve();
        },
        turnAway: () => {
          clearTimeout(timer);
          reject(new Overloaded());
        },
      };
      const timer = setTimeout(() => {
        queue.leave(who, one);
        reject(new Overloaded());
      }, waitMs);
      queue.join(who, one)?.turnAway();
    });
  };
  const pass = (who: string): void => {
    carried.end(who);
    for (let next = hasRoom() && queue.next(carried.mayBegin); next; next = hasRoom() && queue.next(carried.mayBegin))
      next.go();
  };

  return {
    isFull,
    async carry(work, who = '') {
      await turn(who);
      try {
        return await work();
      } finally {
        pass(who);
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
