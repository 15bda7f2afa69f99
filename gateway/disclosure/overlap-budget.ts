/**
 * The differencing budget. Two breakdowns of one measure that share a dimension, of which neither is a part of the other,
 * overlap: put side by side
 * they narrow cells that neither tells (ONS, differencing; the query-set overlap control of Dobkin, Jones and Lipton). A
 * breakdown that is a part of one asked before, or has one in it, tells nothing new about either: tables are protected from
 * the coarsest down. The judgement looks at what was asked and never at what was answered, so a refusal tells nothing.
 */
import { createHmac } from 'node:crypto';
import { FamilyViewError } from '../errors';
import type { AskedTable, BudgetStore } from './budget-store';

export interface BudgetTerms {
  readonly windowDays: number;
  readonly requester: number;
  readonly organisation: number;
}

export interface BudgetLeft {
  /** What this table cost. */
  readonly cost: number;
  readonly used: number;
  readonly of: number;
  readonly organisationUsed: number;
  readonly organisationOf: number;
  readonly windowDays: number;
}

export class FiguresBudgetSpent extends FamilyViewError {
  override readonly retryAfterSeconds: number;
  constructor(
    whose: 'your' | "your organisation's",
    {
      cost,
      used,
      of,
      windowDays,
    }: { readonly cost: number; readonly used: number; readonly of: number; readonly windowDays: number },
    retryAfterSeconds: number,
  ) {
    super(
      `This table overlaps ${cost} that were asked for in the last ${windowDays} days, and ${whose} budget has ${Math.max(0, of - used)} of ${of} overlaps left. Side by side they could tell of single people. Tables asked for before stay open, and so does any part of one; or ask again in ${Math.ceil(retryAfterSeconds / 86_400)} days.`,
      { code: 'FIGURES_BUDGET_SPENT', httpStatus: 429 },
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What was asked for before and what is asked for now are too much alike to be told to one requester. */
export class FiguresTooNear extends FamilyViewError {
  override readonly retryAfterSeconds: number;
  constructor(what: string, windowDays: number) {
    super(`${what} Side by side the two could tell of single people. Or ask in ${windowDays} days.`, {
      code: 'FIGURES_BUDGET_SPENT',
      httpStatus: 429,
    });
    this.retryAfterSeconds = (windowDays * DAY_MS) / 1_000;
  }
}

const DAY_MS = 86_400_000;

/** How many of these, asked before, a table overlaps. */
export function overlapsWith(table: AskedTable, before: readonly AskedTable[]): number {
  const near = before.filter(
    (one) => one.subject === table.subject && one.strata.some((stratum) => table.strata.includes(stratum)),
  );
  if (near.some((one) => nameOf(one) === nameOf(table) && includesAll(one.strata, table.strata))) return 0;
  const overlapping = new Set(
    near
      .filter(
        (one) => !isWithin(one, table) && !isWithin(table, one) && one.parts.some((part) => table.parts.includes(part)),
      )
      .map(nameOf),
  );
  return overlapping.size;
}

const nameOf = ({ parts }: AskedTable): string => [...parts].sort().join(' ');
const includesAll = (all: readonly string[], some: readonly string[]): boolean =>
  some.every((one) => all.includes(one));
const isWithin = (one: AskedTable, other: AskedTable): boolean => includesAll(other.parts, one.parts);

/** What was kept back of one stretch of one count in the window. */
export interface KeptBefore {
  has(cell: string): boolean;
  readonly size: number;
  /** Keeps these too, for as long again. */
  add(cells: readonly string[]): Promise<void>;
}

export interface OverlapBudget {
  /** Of one part of a measure, in one stretch: shared by all who ask. */
  keptBefore(table: string, terms: Pick<BudgetTerms, 'windowDays'>): Promise<KeptBefore>;
  /**
   * Before any agency is asked.
   * @param tooNear says, of what the same requester asked for in the window, why this cannot be told beside it; null: it can.
   * @throws {FiguresBudgetSpent} {FiguresTooNear}
   */
  spend(
    who: { readonly id: string; readonly organisation: string },
    table: AskedTable,
    terms: BudgetTerms,
    tooNear?: (before: readonly AskedTable[]) => string | null,
  ): Promise<BudgetLeft>;
}

/** @param key keeps requesters' names out of the store. @param enforced false in tests alone, to see that it matters. */
export function createOverlapBudget(options: {
  readonly store: BudgetStore;
  readonly key: Uint8Array;
  readonly now: () => Date;
  readonly enforced?: boolean;
}): OverlapBudget {
  const { store, key, now, enforced = true } = options;
  const digest = (...parts: readonly string[]): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
  return {
    async keptBefore(table, { windowDays }) {
      if (!enforced) return { has: () => false, size: 0, add: async () => {} };
      const at = now().getTime();
      const name = digest('table', table);
      const known = await store.keptBack(name, at - windowDays * DAY_MS);
      return {
        has: (cell) => known.has(digest(name, cell)),
        size: known.size,
        add: (cells) =>
          store.keepBack(
            name,
            cells.map((cell) => digest(name, cell)),
            at,
          ),
      };
    },
    async spend({ id, organisation }, table, { windowDays, ...most }, tooNear = () => null) {
      const at = now().getTime();
      const since = at - windowDays * DAY_MS;
      const names = {
        requester: digest('requester', organisation, id),
        organisation: digest('organisation', organisation),
      };
      let near: string | null = null;
      const spent = await store.spend({ ...names, at, since, table }, (before) => {
        near = tooNear(before.requester.tables);
        const cost = {
          requester: overlapsWith(table, before.requester.tables),
          organisation: overlapsWith(table, before.organisation.tables),
        };
        const fits = (whose: keyof typeof cost): boolean =>
          cost[whose] === 0 || before[whose].used + cost[whose] <= most[whose];
        return { cost, taken: !enforced || (near === null && fits('requester') && fits('organisation')) };
      });
      const { cost, before } = spent;
      if (!spent.taken) {
        if (near !== null) throw new FiguresTooNear(near, windowDays);
        const whose =
          cost.requester > 0 && before.requester.used + cost.requester > most.requester ? 'requester' : 'organisation';
        const oldest = before[whose].oldest ?? at;
        throw new FiguresBudgetSpent(
          whose === 'requester' ? 'your' : "your organisation's",
          { cost: cost[whose], used: before[whose].used, of: most[whose], windowDays },
          Math.max(1, Math.ceil((oldest + windowDays * DAY_MS - at) / 1_000)),
        );
      }
      return {
        cost: cost.requester,
        used: before.requester.used + cost.requester,
        of: most.requester,
        organisationUsed: before.organisation.used + cost.organisation,
        organisationOf: most.organisation,
        windowDays,
      };
    },
  };
}
