/** A tenth of the calls, and not more than a few at once: an agency that fails is not asked twice as often for it. */
const SHARE = 0.1;
const MOST_KEPT = 5;

/** How many calls to one agency may be made a second time. */
export class RetryBudget {
  private kept = 1;

  /** A call was made for the first time. */
  earn(): void {
    this.kept = Math.min(MOST_KEPT, this.kept + SHARE);
  }

  /** Whether one may be made again; if so, it counts. */
  spend(): boolean {
    // Tenths do not add up to a whole exactly.
    if (this.kept < 1 - 1e-9) return false;
    this.kept -= 1;
    return true;
  }
}
