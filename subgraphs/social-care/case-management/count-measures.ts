import { type CountedAsk, type KeptAct, type MeasureAsk, type MeasureCells, UnknownMeasure } from '@family-view/kit';
import {
  type AreaFinder,
  addDays,
  addMonths,
  type Count,
  type Counts,
  countRows,
  peopleCounted,
} from '@family-view/kit/figures';
import type { CaseDatabase } from '../database/open-database';
import type { Row, TableName } from '../database/tables';
import { type ActedCounts, openActedCounts } from '../early-help/count-acts';
import { type Involved, readInvolved } from './count-involved';
import { type CountedTables, openCountedTables } from './counted-tables';
import { runsOn } from './read-table';

export interface Counting {
  readonly database: CaseDatabase;
  readonly areas: AreaFinder;
  readonly today: string;
  /** What was done through the gateway, the oldest first. */
  readonly acts: readonly KeptAct[];
  /** Whether the case-management system has a table: without it nothing is known, which is not nothing. */
  has(table: TableName): boolean;
}

const PLACES = ['area', 'ward', 'sex'] as const;
const AGED = [...PLACES, 'ageBand'] as const;

/** Counts by the named dimensions. No figure is hidden here: the gateway does that, over all agencies. */
export async function countMeasure(counting: Counting, ask: MeasureAsk): Promise<MeasureCells> {
  return countRows(countsFor(counting, ask.measure), ask, counting.today);
}

/** References of those whom a count is of. */
export async function countedPeople(counting: Counting, ask: CountedAsk): Promise<readonly string[]> {
  return peopleCounted(countsFor(counting, ask.measure), ask, counting.today);
}

function countsFor(counting: Counting, name: string): Counts {
  const kept = Object.entries(TABLES_OF).filter(([, tables]) => tables.every((table) => counting.has(table)));
  const known = new Set(kept.map(([one]) => one));
  if (!known.has(name)) throw new UnknownMeasure(name, [...known]);
  const tables = openCountedTables(counting.database, counting.areas, counting.acts);
  return countsOf(tables, openActedCounts(counting.acts, tables));
}

const TABLES_OF: Readonly<Record<string, readonly TableName[]>> = {
  'children-in-need': ['ssd_cin_episodes', 'ssd_cp_plans', 'ssd_cla_episodes'],
  referrals: ['ssd_cin_episodes'],
  're-referrals': ['ssd_cin_episodes'],
  'referrals-by-wait': ['ssd_cin_episodes', 'ssd_involvements'],
  'early-help-referrals': [],
  'early-help-open': ['ssd_early_help_episodes', 'family_need_levels', 'ssd_family'],
  steps: ['early_help_steps'],
  'open-involvements': ['ssd_involvements'],
  'workers-with-cases': ['ssd_involvements'],
  'children-with-worker': ['ssd_involvements'],
  'worker-changed': ['ssd_involvements'],
};

function countsOf(tables: CountedTables, acted: ActedCounts): Counts {
  const referral = (
    more: readonly string[],
    kept: (all: Referrals) => readonly Referral[],
    of: (one: Referral, all: Referrals) => object,
  ): Count => ({
    kind: 'HAPPENED',
    dimensions: [...PLACES, ...more],
    rows: async () => {
      const all = await readReferrals(tables, acted);
      const attributes = await tables.attributes('9999-12-31');
      return kept(all).map((one) => ({
        ...attributes(one.ref),
        day: one.day,
        source: one.source,
        ...of(one, all),
      }));
    },
  });
  const involved = (dimensions: readonly string[], pick: (of: Involved, day: string) => readonly string[]): Count => ({
    kind: 'STOOD',
    dimensions,
    rows: async (day) => {
      const [open, attributes] = await Promise.all([readInvolved(tables, acted, day), tables.attributes(day)]);
      return pick(open, day).map((ref) => attributes(ref));
    },
  });
  return {
    'children-in-need': {
      kind: 'STOOD',
      dimensions: [...AGED, 'ethnicGroup', 'status'],
      rows: async (day) => {
        const [statuses, attributes] = await Promise.all([readStatuses(tables, day), tables.attributes(day)]);
        return [...statuses].map(([ref, status]) => ({ ...attributes(ref), status }));
      },
    },
    referrals: referral(
      ['source', 'outcome'],
      ({ list }) => list,
      ({ outcome }) => ({ outcome }),
    ),
    're-referrals': referral(
      ['source'],
      ({ list, hasEarlier }) => list.filter(hasEarlier),
      () => ({}),
    ),
    'referrals-by-wait': referral(
      ['wait'],
      ({ list }) => list.filter(({ outcome }) => outcome !== 'NO_FURTHER_ACTION'),
      (one, { waitOf }) => ({ wait: waitOf(one) }),
    ),
    'early-help-open': {
      kind: 'STOOD',
      dimensions: [...AGED, 'needLevel'],
      rows: async (day) => {
        const [episodes, recorded, attributes, decided] = await Promise.all([
          tables.rows('ssd_early_help_episodes'),
          readLevels(tables, day),
          tables.attributes(day),
          acted.standing(day),
        ]);
        const running = episodes
          .filter((one) => runsOn(one.earl_episode_start_date, one.earl_episode_end_date, day))
          .map((one) => one.earl_person_id);
        return decided
          .stillOpen(running)
          .map((ref) => ({ ...attributes(ref), needLevel: decided.levelOf(ref) ?? recorded(ref) }));
      },
    },
    'early-help-referrals': {
      kind: 'HAPPENED',
      dimensions: [...PLACES, 'source', 'decision'],
      rows: async () => {
        const attributes = await tables.attributes('9999-12-31');
        return acted.toEarlyHelp().map(({ ref, ...one }) => ({
          ...attributes(ref),
          ...one,
          source: sourceOf(one.source),
        }));
      },
    },
    steps: {
      kind: 'HAPPENED',
      dimensions: [...PLACES, 'direction'],
      rows: async () => {
        const steps = await tables.rows('early_help_steps');
        const attributes = await tables.attributes('9999-12-31');
        const recorded = steps.map((one) => ({
          ref: one.estp_person_id,
          day: one.estp_date,
          direction: one.estp_direction === 'UP' || one.estp_direction === 'DOWN' ? one.estp_direction : null,
        }));
        return [...recorded, ...(await acted.steps(recorded))].map(({ ref, ...one }) => ({
          ...attributes(ref),
          ...one,
        }));
      },
    },
    'open-involvements': involved([], ({ workersOf }) => [...workersOf.keys()]),
    'workers-with-cases': {
      kind: 'STOOD',
      dimensions: [],
      rows: async (day) => {
        const { workersOf } = await readInvolved(tables, acted, day);
        return [...new Set([...workersOf.values()].flatMap((all) => [...all]))].map(() => ({}));
      },
    },
    'children-with-worker': involved(AGED, ({ workersOf }) => [...workersOf.keys()]),
    'worker-changed': involved(AGED, ({ workersOf, before }) =>
      [...workersOf]
        .filter(([ref, now]) => [...(before.get(ref) ?? [])].some((one) => !now.has(one)))
        .map(([ref]) => ref),
    ),
  };
}

/** One status for each child: looked after before a protection plan, and that before need (CIN census). */
async function readStatuses(tables: CountedTables, day: string): Promise<ReadonlyMap<string, string>> {
  const [episodes, plans, looked] = await Promise.all([
    tables.rows('ssd_cin_episodes'),
    tables.rows('ssd_cp_plans'),
    tables.rows('ssd_cla_episodes'),
  ]);
  const statuses = new Map<string, string>();
  const put = (ref: string | null, status: string, from: string | null, until: string | null): void => {
    if (ref !== null && runsOn(from, until, day)) statuses.set(ref, status);
  };
  for (const one of episodes)
    if (one.cine_referral_nfa !== 'Y' && !(one.cine_close_reason !== null && one.cine_close_date === null))
      put(one.cine_person_id, 'CHILD_IN_NEED', one.cine_referral_date, one.cine_close_date);
  for (const one of plans)
    put(one.cppl_person_id, 'PROTECTION_PLAN', one.cppl_cp_plan_start_date, one.cppl_cp_plan_end_date);
  for (const one of looked)
    put(one.clae_person_id, 'LOOKED_AFTER', one.clae_cla_episode_start_date, one.clae_cla_episode_ceased_date);
  return statuses;
}

interface Referral {
  readonly ref: string | null;
  readonly day: string;
  readonly source: string | null;
  readonly outcome: string;
}
interface Referrals {
  readonly list: readonly Referral[];
  /** Another of the same child in the 12 months before. */
  hasEarlier(one: Referral): boolean;
  waitOf(one: Referral): string;
}

async function readReferrals(tables: CountedTables, acted: ActedCounts): Promise<Referrals> {
  const episodes = await tables.rows('ssd_cin_episodes');
  const recorded = episodes.flatMap((one): readonly Referral[] =>
    one.cine_referral_date === null
      ? []
      : [
          {
            ref: one.cine_person_id,
            day: one.cine_referral_date,
            source: sourceOf(one.cine_referral_source_code),
            outcome: outcomeOf(one),
          },
        ],
  );
  const list = [...recorded, ...acted.toSocialCare(recorded).map((one) => ({ ...one, source: sourceOf(one.source) }))];
  const daysOf = new Map<string | null, string[]>();
  for (const { ref, day } of list) daysOf.set(ref, [...(daysOf.get(ref) ?? []), day]);
  const workOf = new Map<string | null, { readonly start: string; readonly end: string | null }[]>();
  for (const one of await tables.rows('ssd_involvements')) {
    const { invo_person_id: ref, invo_involvement_start_date: start, invo_involvement_end_date: end } = one;
    if (start !== null && one.invo_professional_id !== null)
      workOf.set(ref, [...(workOf.get(ref) ?? []), { start, end }]);
  }
  for (const { ref, from, until } of await acted.work())
    workOf.set(ref, [...(workOf.get(ref) ?? []), { start: from, end: until }]);
  return {
    list,
    hasEarlier: ({ ref, day }) => (daysOf.get(ref) ?? []).some((other) => other < day && other >= addMonths(day, -12)),
    waitOf({ ref, day }) {
      const work = workOf.get(ref) ?? [];
      // Who has a worker waits for none.
      if (work.some(({ start, end }) => runsOn(start, end, day))) return 'DAYS_0_TO_1';
      const start = work.flatMap((one) => (one.start >= day ? [one.start] : [])).sort()[0];
      if (start === undefined) return 'NOT_ALLOCATED';
      if (start <= addDays(day, 1)) return 'DAYS_0_TO_1';
      if (start <= addDays(day, 10)) return 'DAYS_2_TO_10';
      return start <= addDays(day, 45) ? 'DAYS_11_TO_45' : 'OVER_45_DAYS';
    },
  };
}

/** Sources of the CIN census, by their first figure. */
const SOURCES: Readonly<Record<string, string>> = {
  '1': 'FAMILY',
  '2': 'EDUCATION',
  '3': 'HEALTH',
  '4': 'HOUSING',
  '5': 'COUNCIL',
  '6': 'POLICE',
  '7': 'OTHER',
  '8': 'OTHER',
};
/** 9 is anonymous and 10 not known. */
const sourceOf = (code: string | null): string | null =>
  code === null || code === '10' ? null : (SOURCES[code[0] ?? ''] ?? null);

const outcomeOf = (one: Row<'ssd_cin_episodes'>): string => {
  if (one.cine_referral_nfa === 'Y') return 'NO_FURTHER_ACTION';
  if (one.cine_close_date === null && one.cine_close_reason === null) return 'OPEN';
  return one.cine_close_reason === 'RC9' ? 'TO_EARLY_HELP' : 'CLOSED';
};

const LEVELS = ['UNIVERSAL', 'VULNERABLE', 'COMPLEX', 'ACUTE'];

/** The level of need of a person's family on a day; the highest, where they are in several. */
async function readLevels(tables: CountedTables, day: string): Promise<(ref: string | null) => string | null> {
  const [members, levels] = await Promise.all([tables.rows('ssd_family'), tables.rows('family_need_levels')]);
  const ofFamily = new Map<string | null, string>();
  for (const one of levels)
    if (runsOn(one.need_from_date, one.need_until_date, day) && LEVELS.includes(one.need_code ?? ''))
      ofFamily.set(one.need_family_id, one.need_code!);
  const ofPerson = new Map<string | null, string>();
  for (const { fami_person_id: ref, fami_family_id: family } of members) {
    const level = ofFamily.get(family);
    if (level !== undefined && LEVELS.indexOf(level) > LEVELS.indexOf(ofPerson.get(ref) ?? ''))
      ofPerson.set(ref, level);
  }
  return (ref) => ofPerson.get(ref) ?? null;
}
