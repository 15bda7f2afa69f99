import { AgenciesBusy } from '../limits/errors';

/** Who looks for somebody asks each agency several times in turn; who opens what is known asks it once or twice. */
export type OperationKind = 'search' | 'known';

export interface AgencyLoadSettings {
  /** Calls that the agency is asked at once, as it stands now. */
  readonly limit: () => number;
  /** Whether nothing is asked of it now: then nobody waits for it. */
  readonly isSpared: () => boolean;
  /** Milliseconds that the calls of an operation may wait for others' in all. */
  readonly longestWait: number;
}

/** Of the room there is, what is left to those who have nothing under way. */
const FOR_OTHERS = 0.25;
const CALLS_AT_FIRST = 1;
/** How much one measurement counts against all before. */
const OF_LATENCY = 0.1;
const OF_CALLS = 0.1;

/**
 * What one agency has to do for the operations that have begun: the calls that they have yet to make, as operations of
 * their kind did before. By the latency that is measured it tells how long one more would wait (Little's law), so that an
 * operation begins only where it gets all that it asks, and is refused before anybody is asked where it would not.
 */
export class AgencyLoad {
  private ahead = 0;
  private latency = 0;
  private readonly usual = { search: CALLS_AT_FIRST, known: CALLS_AT_FIRST };
  private readonly underWay = new Map<string, number>();

  constructor(private readonly settings: AgencyLoadSettings) {}

  /** A call has been answered. */
  answered(milliseconds: number): void {
    this.latency = this.latency === 0 ? milliseconds : average(this.latency, milliseconds, OF_LATENCY);
  }

  /** Milliseconds that one more call would wait for those that are ahead of it. */
  get wait(): number {
    return (this.ahead * this.latency) / Math.max(1, this.settings.limit());
  }

  /** Whether one more of theirs would get all that it asks. Nobody waits while there are fewer calls than may be made at once. */
  hasRoom(who: string, kind: OperationKind): boolean {
    if (this.settings.isSpared()) return true;
    const limit = Math.max(1, this.settings.limit());
    const most = this.latency === 0 ? Infinity : Math.max(limit, (this.settings.longestWait * limit) / this.latency);
    return this.ahead + this.usual[kind] <= (this.underWay.has(who) ? most * (1 - FOR_OTHERS) : most);
  }

  begin(who: string, kind: OperationKind): AgencyShare {
    let left = this.usual[kind];
    let made = 0;
    this.ahead += left;
    this.underWay.set(who, (this.underWay.get(who) ?? 0) + 1);
    return {
      called: () => {
        made += 1;
        const one = Math.min(1, left);
        left -= one;
        this.ahead -= one;
      },
      end: () => {
        this.ahead = Math.max(0, this.ahead - left);
        left = 0;
        const own = this.underWay.get(who)! - 1;
        if (own > 0) this.underWay.set(who, own);
        else this.underWay.delete(who);
        this.usual[kind] = average(this.usual[kind], made, OF_CALLS);
      },
    };
  }
}

/** What one operation has yet to ask of one agency. */
export interface AgencyShare {
  /** A call of its has ended. */
  called(): void;
  end(): void;
}

const average = (before: number, next: number, weight: number): number => before + (next - before) * weight;

/** All of them, or none. @throws {AgenciesBusy} before anything is asked. */
export function beginAtAll(
  loads: ReadonlyMap<string, AgencyLoad>,
  who: string,
  kind: OperationKind,
): ReadonlyMap<string, AgencyShare> {
  const full = [...loads.values()].filter((load) => !load.hasRoom(who, kind));
  if (full.length > 0) throw new AgenciesBusy(Math.max(...full.map(({ wait }) => wait)));
  return new Map([...loads].map(([agency, load]) => [agency, load.begin(who, kind)]));
}
