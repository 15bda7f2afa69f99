import { countUnderWay, createFairQueue, type FairQueue, type UnderWay } from '../shared/fair-queue';

export interface BulkheadSettings {
  /** Calls to one agency at a time. */
  readonly atOnce: number;
  /** Of these, those of one requester while others ask too: their answers come between, and not after all of theirs. */
  readonly each?: number;
  /** The clock of who has asked of late. */
  readonly now?: () => number;
  /** Calls that may wait for their turn. */
  readonly waiting: number;
}

/** What a caller is told: its turn has come (to be given back), there is no room, or its time was over first. */
export type Turn = { readonly kind: 'come'; readonly end: () => void } | { readonly kind: 'full' | 'too late' };

interface Waiting {
  readonly come: () => void;
  readonly turnAway: () => void;
}

/** Keeps one slow agency from taking the gateway's memory and connections: turns go round by requester, within bounds. */
export class Bulkhead {
  private readonly underWay: UnderWay;
  private readonly waiting: FairQueue<Waiting>;

  constructor(private readonly settings: BulkheadSettings) {
    this.underWay = countUnderWay(() => settings.each ?? settings.atOnce, settings.now);
    this.waiting = createFairQueue(settings.waiting);
  }

  /** @param who whose call it is: those who wait have their turns one after another, whoever waits with how many. */
  enter(milliseconds: number, who = ''): Turn | Promise<Turn> {
    if (this.underWay.total < this.settings.atOnce && this.underWay.mayBegin(who)) return this.begin(who);
    if (this.waiting.isFullFor(who)) return { kind: 'full' };
    return new Promise((resolve) => {
      const one: Waiting = {
        come: () => {
          clearTimeout(timer);
          resolve(this.begin(who));
        },
        turnAway: () => {
          clearTimeout(timer);
          resolve({ kind: 'full' });
        },
      };
      const timer = setTimeout(() => {
        this.waiting.leave(who, one);
        resolve({ kind: 'too late' });
      }, milliseconds);
      this.waiting.join(who, one)?.turnAway();
    });
  }

  private begin(who: string): Turn {
    this.underWay.begin(who);
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      this.underWay.end(who);
      this.waiting.next(this.underWay.mayBegin)?.come();
    };
    return { kind: 'come', end };
  }
}
