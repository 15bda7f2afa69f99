import { FamilyViewError } from '../errors';

/** More is asked than can be carried: refused at once, so that what is carried is answered in time. */
export class Overloaded extends FamilyViewError {
  readonly retryAfterSeconds = 1;

  constructor() {
    super('The gateway has more requests than it can carry. Try again in a second.', {
      code: 'OVERLOADED',
      httpStatus: 503,
    });
  }
}

export interface LoadLimits {
  readonly inFlight: number;
  readonly waiting: number;
  /** Milliseconds: whoever would wait longer is sent away, having cost nothing. */
  readonly waitMs: number;
}

export interface Carrier {
  /** Runs work while there is room for it, keeps a little of it waiting, and refuses the rest with `Overloaded`. */
  carry<T>(work: () => Promise<T>): Promise<T>;
  /** Whether work would be refused now: whoever is sent away had better not be read first. */
  isFull(): boolean;
}

export function createCarrier({ inFlight, waiting, waitMs }: LoadLimits): Carrier {
  const queue = new Set<() => void>();
  let carried = 0;

  const isFull = (): boolean => carried >= inFlight && queue.size >= waiting;
  const turn = (): Promise<void> => {
    if (carried < inFlight) {
      carried += 1;
      return Promise.resolve();
    }
    if (isFull()) throw new Overloaded();
    return new Promise((resolve, reject) => {
      const go = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.delete(go);
        reject(new Overloaded());
      }, waitMs);
      queue.add(go);
    });
  };
  const pass = (): void => {
    const [next] = queue;
    if (!next) {
      carried -= 1;
      return;
    }
    // Its place goes over to the one that has waited longest.
    queue.delete(next);
    next();
  };

  return {
    isFull,
    async carry(work) {
      await turn();
      try {
        return await work();
      } finally {
        pass();
      }
    },
  };
}
