import { countUnderWay, createFairQueue, type FairQueue, type UnderWay } from '../shared/fair-queue';

export interface BulkheadSettings {
  /** Calls to one agency at a time. */
  readonly atOnce: number;
  /** Fewer than these are never the limit, however late the agency is. */
  readonly leastAtOnce?: number;
  /** Milliseconds: an answer that took longer, and twice as long as where few were asked at once, was slow for their number. */
  readonly slowFrom?: number;
  /** Of these, those of one requester while others ask too: their answers come between, and not after all of theirs. */
  readonly each?: number;
  /** The clock of who has asked of late, and of how late a call is. */
  readonly now?: () => number;
  /** Calls that may wait for their turn. */
  readonly waiting: number;
}

/** What a caller is told: its turn has come (to be given back), there is no room, or its time was over first. */
export type Turn =
  | { readonly kind: 'come'; readonly among: number; readonly end: () => void }
  | { readonly kind: 'full' | 'too late' };

export interface AnsweredCall {
  /** By the bulkhead's clock. */
  readonly began: number;
  readonly milliseconds: number;
  /** How many were under way when it began, itself among them. */
  readonly among: number;
}

interface Waiting {
  readonly come: () => void;
  readonly turnAway: () => void;
}

/** What is left of the limit. */
const LATE = 0.5;
const SLOW = 0.9;
/** How much one answer counts against all before. */
const OF_CALM = 0.1;

/**
 * Keeps one slow agency from taking the gateway's memory and connections: turns go round by requester, within bounds. An
 * agency that is late though it answers is asked less at once, half as much each time; one that is slower than it is where
 * few ask at once, a tenth less; and a little more with each answer in time (additive increase, multiplicative decrease):
 * calls then wait here, in turn, and not in the agency's own queue.
 */
export class Bulkhead {
  private readonly underWay: UnderWay;
  private readonly waiting: FairQueue<Waiting>;
  private readonly now: () => number;
  private readonly least: number;
  private most: number;
  private readonly lastAnswer = new Map<string, number>();
  /** Milliseconds of an answer while few are asked at once, by endpoint. */
  private readonly calm = new Map<string, number>();
  private shrunkAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly settings: BulkheadSettings) {
    this.now = settings.now ?? (() => performance.now());
    this.most = settings.atOnce;
    this.least = Math.min(settings.atOnce, settings.leastAtOnce ?? settings.atOnce);
    this.underWay = countUnderWay({
      each: () => Math.min(settings.each ?? settings.atOnce, Math.max(1, Math.ceil(this.most / 2))),
      now: this.now,
    });
    this.waiting = createFairQueue(settings.waiting);
  }

  /** Calls that may be under way now. */
  get limit(): number {
    return Math.floor(this.most);
  }

  /** Calls that are under way, and calls that wait for their turn. */
  get calls(): { readonly underWay: number; readonly waiting: number } {
    return { underWay: this.underWay.total, waiting: this.waiting.size };
  }

  /** A call to one of its endpoints has ended well. */
  answered(endpoint: string, call?: AnsweredCall): void {
    this.lastAnswer.set(endpoint, this.now());
    if (!call || !this.isSlow(endpoint, call)) this.most = Math.min(this.settings.atOnce, this.most + 1 / this.most);
    // Once for all that were asked among as many.
    else if (this.shrunkAt < call.began) this.shrink(SLOW);
  }

  /** Whether those who wait, wait for others': it answers, and asking it less at once would not make it well. */
  isBusy(ofLate: number): boolean {
    return this.limit > this.least && Math.max(...this.lastAnswer.values()) > this.now() - ofLate;
  }

  /**
   * A call was late that began then. Whether that may come of how much it is asked at once: the same endpoint answered
   * others meanwhile. Then it is asked less from now on, or has been since the call began.
   */
  late(endpoint: string, began: number): boolean {
    if ((this.lastAnswer.get(endpoint) ?? Number.NEGATIVE_INFINITY) < began) return false;
    if (this.shrunkAt >= began) return true;
    if (this.limit <= this.least) return false;
    this.shrink(LATE);
    return true;
  }

  private shrink(to: number): void {
    this.most = Math.max(this.least, this.most * to);
    this.shrunkAt = this.now();
  }

  private isSlow(endpoint: string, { milliseconds, among }: AnsweredCall): boolean {
    const calm = this.calm.get(endpoint);
    if (among <= this.least) {
      this.calm.set(endpoint, calm === undefined ? milliseconds : calm + (milliseconds - calm) * OF_CALM);
      return false;
    }
    return milliseconds > Math.max(2 * (calm ?? 0), this.settings.slowFrom ?? Number.POSITIVE_INFINITY);
  }

  /** @param who whose call it is: those who wait have their turns one after another, whoever waits with how many. */
  enter(milliseconds: number, who = ''): Turn | Promise<Turn> {
    if (this.underWay.total < this.limit && this.underWay.mayBegin(who)) return this.begin(who);
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
    const among = this.underWay.total;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      this.underWay.end(who);
      this.letCome();
    };
    return { kind: 'come', among, end };
  }

  /** As many as there is room for: more, where the limit has grown. */
  private letCome(): void {
    while (this.underWay.total < this.limit) {
      const next = this.waiting.next(this.underWay.mayBegin);
      if (!next) return;
      next.come();
    }
  }
}
