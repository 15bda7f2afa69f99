import type { Pool } from 'undici';
import { originsOf } from '../shared/agency-address';
import { Breaker, type BreakerSettings, type CallEnd } from './breaker';

/** One of the addresses at which an agency answers. */
interface Instance {
  readonly pool: Pool;
  readonly breaker: Breaker;
  underWay: number;
  /** As of the last look at its `/health`. */
  isWell: boolean;
}

/** A call that may be made at one of them. `end` must be called when it has ended. */
export interface AdmittedCall {
  readonly pool: Pool;
  end(how: CallEnd): void;
}

/**
 * The instances of one agency, each with a breaker of its own. A call goes to one that is well, and of those to whichever has
 * the least to do.
 */
export class AgencyInstances {
  private readonly all: readonly Instance[];

  constructor(
    address: string,
    open: (origin: string) => Pool,
    settings?: { readonly breaker?: BreakerSettings; readonly now?: () => number },
  ) {
    this.all = originsOf(address).map((origin) => ({
      pool: open(origin),
      breaker: new Breaker(settings?.breaker, settings?.now),
      underWay: 0,
      isWell: true,
    }));
  }

  get count(): number {
    return this.all.length;
  }

  /** Whether none would be asked now. */
  refuses(): boolean {
    return this.all.every(({ breaker }) => breaker.refuses());
  }

  /** Of the one that is best off. */
  get state(): Breaker['state'] {
    const states = new Set(this.all.map(({ breaker }) => breaker.state));
    return states.has('closed') ? 'closed' : states.has('half open') ? 'half open' : 'open';
  }

  /** @param not that was asked already; null: there is no other, or none may be asked. */
  admit(not?: AdmittedCall): AdmittedCall | null {
    const others = this.all.filter(({ pool }) => pool !== not?.pool);
    const inOrder = others.toSorted(
      (one, other) => Number(other.isWell) - Number(one.isWell) || one.underWay - other.underWay,
    );
    for (const instance of inOrder) {
      const record = instance.breaker.admit();
      if (!record) continue;
      instance.underWay += 1;
      return {
        pool: instance.pool,
        end(how) {
          instance.underWay -= 1;
          record(how);
        },
      };
    }
    return null;
  }

  /** Looks at each; true where one is well. */
  async isWell(milliseconds: number): Promise<boolean> {
    await Promise.all(
      this.all.map(async (instance) => {
        instance.isWell = await isWell(instance.pool, milliseconds);
      }),
    );
    return this.all.some((instance) => instance.isWell);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(({ pool }) => pool.destroy()));
  }
}

async function isWell(pool: Pool, milliseconds: number): Promise<boolean> {
  try {
    const { statusCode, body } = await pool.request({
      path: '/health',
      method: 'GET',
      signal: AbortSignal.timeout(milliseconds),
    });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}
