import { createFairQueue } from '../shared/fair-queue';
import { Overloaded } from './concurrency-limiter';

/**
 * Lets one text that is new be read in each round of the event loop, in turns by requester. Reading one (parsing,
 * validating, deciding, shaping) takes this thread several milliseconds: all that came at once would be read in one round,
 * and every answer under way would wait for all of them at each of its steps.
 */
export interface ReadingQueue {
  /** Resolves when it is one's turn. @throws {Overloaded} where too many wait */
  turn(who: string): Promise<void>;
}

interface Waiting {
  readonly go: () => void;
  readonly turnAway: () => void;
}

export function createReadingQueue(places: number): ReadingQueue {
  const waiting = createFairQueue<Waiting>(places);
  let taken = false;
  const pass = (): void => {
    const next = waiting.next();
    taken = next !== undefined;
    if (!next) return;
    next.go();
    setImmediate(pass);
  };
  return {
    turn: (who) =>
      new Promise((go, refuse) => {
        if (!taken) {
          taken = true;
          setImmediate(pass);
          return go();
        }
        waiting.join(who, { go, turnAway: () => refuse(new Overloaded()) })?.turnAway();
      }),
  };
}
