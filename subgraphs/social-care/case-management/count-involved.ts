import { addMonths } from '@family-view/kit/figures';
import type { ActedCounts } from '../early-help/count-acts';
import type { CountedTables } from './counted-tables';
import { runsOn } from './read-table';

/** Who works with whom, by the agency's own record and by what was allocated through the gateway. */
export interface Involved {
  /** Workers of each person on the day. */
  readonly workersOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Workers of each person at some time in the 12 months before. */
  readonly before: ReadonlyMap<string, ReadonlySet<string>>;
}

export async function readInvolved(
  tables: CountedTables,
  acted: Pick<ActedCounts, 'work'>,
  day: string,
): Promise<Involved> {
  const since = addMonths(day, -12);
  const isChild = await tables.childrenOn(day);
  const [workersOf, before] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const put = (to: Map<string, Set<string>>, ref: string, worker: string): void => {
    to.set(ref, (to.get(ref) ?? new Set()).add(worker));
  };
  const recorded = (await tables.rows('ssd_involvements')).map((one) => ({
    ...{ ref: one.invo_person_id, worker: one.invo_professional_id },
    ...{ from: one.invo_involvement_start_date, until: one.invo_involvement_end_date },
  }));
  for (const { ref, worker, from, until } of [...recorded, ...(await acted.work())]) {
    if (ref === null || worker === null || from === null || from > day || !isChild(ref)) continue;
    if (runsOn(from, until, day)) put(workersOf, ref, worker);
    else if (until !== null && until > since) put(before, ref, worker);
  }
  return { workersOf, before };
}
