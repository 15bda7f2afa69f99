/** How a call ended, as far as it says anything of whether the agency is well. */
export type CallEnd = 'well' | 'badly' | 'says nothing';

export interface BreakerSettings {
  /** How far back calls count, at least; at most twice as far. */
  readonly windowMs: number;
  /** Fewer calls that ended badly than this never open it. */
  readonly leastBad: number;
  /** Share of the calls that ended badly from which it opens. */
  readonly share: number;
  /** How long nobody is asked, once it is open. */
  readonly openMs: number;
  /** Once that is over: how many calls may be under way at a time, until it closes. */
  readonly halfOpenMax: number;
  /** How many of those must end well for it to close. */
  readonly wellToClose: number;
}

export const BREAKER: BreakerSettings = {
  windowMs: 5_000,
  leastBad: 10,
  share: 0.5,
  openMs: 2_000,
  halfOpenMax: 4,
  wellToClose: 2,
};

/**
 * Spares an agency that is not well, and whoever would wait for it. Counts calls and nothing about them: whose they were
 * and what they asked is not known here.
 */
export class Breaker {
  private counts = { since: 0, well: 0, badly: 0 };
  private before = { well: 0, badly: 0 };
  private openedAt: number | null = null;
  private underWay = 0;
  private wellSince = 0;
  /** Changes whenever it opens or closes: a call that was let through before says nothing of how it is now. */
  private turn = 0;

  constructor(
    private readonly settings: BreakerSettings = BREAKER,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.counts.since = now();
  }

  /** `half open`: its time is over, and a few are let through to try it. */
  get state(): 'closed' | 'half open' | 'open' {
    if (this.openedAt === null) return 'closed';
    return this.now() - this.openedAt < this.settings.openMs ? 'open' : 'half open';
  }

  /** Whether a call would be refused now. */
  refuses(): boolean {
    if (this.openedAt === null) return false;
    return this.now() - this.openedAt < this.settings.openMs || this.underWay >= this.settings.halfOpenMax;
  }

  /** Lets one call through, or null. What is returned must be called when the call has ended. */
  admit(): ((end: CallEnd) => void) | null {
    if (this.refuses()) return null;
    const { turn } = this;
    const onTrial = this.openedAt !== null;
    if (onTrial) this.underWay += 1;
    return (end) => {
      if (turn !== this.turn) return;
      if (onTrial) this.endTrial(end);
      else this.count(end);
    };
  }

  private endTrial(end: CallEnd): void {
    this.underWay -= 1;
    if (end === 'badly') this.change(this.now());
    else if (end === 'well' && ++this.wellSince >= this.settings.wellToClose) this.change(null);
  }

  private count(end: CallEnd): void {
    if (end === 'says nothing') return;
    this.roll();
    this.counts[end] += 1;
    const badly = this.counts.badly + this.before.badly;
    const all = badly + this.counts.well + this.before.well;
    if (badly >= this.settings.leastBad && badly >= all * this.settings.share) this.change(this.now());
  }

  private roll(): void {
    const age = this.now() - this.counts.since;
    if (age < this.settings.windowMs) return;
    const { well, badly } = this.counts;
    this.before = age < 2 * this.settings.windowMs ? { well, badly } : { well: 0, badly: 0 };
    this.counts = { since: this.now(), well: 0, badly: 0 };
  }

  private change(openedAt: number | null): void {
    this.turn += 1;
    this.openedAt = openedAt;
    this.underWay = 0;
    this.wellSince = 0;
    this.counts = { since: this.now(), well: 0, badly: 0 };
    this.before = { well: 0, badly: 0 };
  }
}
