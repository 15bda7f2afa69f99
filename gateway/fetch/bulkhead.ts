export interface BulkheadSettings {
  /** Calls to one agency at a time. */
  readonly atOnce: number;
  /** Calls that may wait for their turn. */
  readonly waiting: number;
}

/** What a caller is told: its turn has come (to be given back), there is no room, or its time was over first. */
export type Turn = { readonly kind: 'come'; readonly end: () => void } | { readonly kind: 'full' | 'too late' };

/** Keeps one slow agency from taking the gateway's memory and connections: first come, first served, within bounds. */
export class Bulkhead {
  private underWay = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly settings: BulkheadSettings) {}

  enter(milliseconds: number): Turn | Promise<Turn> {
    if (this.underWay < this.settings.atOnce) return this.begin();
    if (this.waiting.size >= this.settings.waiting) return { kind: 'full' };
    return new Promise((resolve) => {
      const come = (): void => {
        clearTimeout(timer);
        resolve(this.begin());
      };
      const timer = setTimeout(() => {
        this.waiting.delete(come);
        resolve({ kind: 'too late' });
      }, milliseconds);
      this.waiting.add(come);
    });
  }

  private begin(): Turn {
    this.underWay += 1;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      this.underWay -= 1;
      const [next] = this.waiting;
      if (!next) return;
      this.waiting.delete(next);
      next();
    };
    return { kind: 'come', end };
  }
}
