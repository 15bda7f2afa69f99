import { type MeasureAsk, type MeasureCells, UnknownMeasure } from '@family-view/kit';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { CaseDatabase } from '../database/open-database';

interface Measure {
  /** What is counted, from where, and the day that `from` and `to` bound. Each starts with the children's current area. */
  readonly counted: RawBuilder<unknown>;
  readonly source: RawBuilder<unknown>;
  readonly day: RawBuilder<unknown>;
  readonly person: RawBuilder<unknown>;
  readonly dimensions: Readonly<Record<string, RawBuilder<unknown>>>;
}

const area = sql`addr_reach_area`;
const MEASURES: Readonly<Record<string, Measure>> = {
  // Children, not episodes: one child with two open episodes counts once under each need, and once in the area.
  'children-in-need': {
    counted: sql`count(distinct cine_person_id)`,
    source: sql`(select * from ssd_cin_episodes where cine_close_date is null and cine_close_reason is null
      and (cine_referral_nfa is null or cine_referral_nfa <> 'Y')) as counted_rows`,
    day: sql`cine_referral_date`,
    person: sql`cine_person_id`,
    dimensions: { area, primaryNeed: sql`cine_cin_primary_need_code` },
  },
  'early-help-episodes': {
    counted: sql`count(distinct earl_episode_id)`,
    source: sql`ssd_early_help_episodes`,
    day: sql`earl_episode_start_date`,
    person: sql`earl_person_id`,
    dimensions: { area },
  },
  referrals: {
    counted: sql`count(distinct cine_referral_id)`,
    source: sql`ssd_cin_episodes`,
    day: sql`cine_referral_date`,
    person: sql`cine_person_id`,
    dimensions: { source: sql`cine_referral_source_code`, area },
  },
};

/** What stands in a cell's key where the record says nothing. */
export const NOT_KNOWN = 'NOT_KNOWN';

const cellRow = z.record(z.string(), z.union([z.string(), z.number(), z.bigint(), z.null()]));

/** Counts by the named dimensions, in the order they were named. No figure is hidden here: the gateway does that, over all agencies. */
export async function countMeasure(database: CaseDatabase, ask: MeasureAsk): Promise<MeasureCells> {
  const measure = Object.hasOwn(MEASURES, ask.measure) ? MEASURES[ask.measure] : undefined;
  if (!measure) throw new UnknownMeasure(ask.measure, Object.keys(MEASURES));
  const dimensions = ask.by.map((name) => {
    const dimension = Object.hasOwn(measure.dimensions, name) ? measure.dimensions[name] : undefined;
    if (!dimension) throw new UnknownMeasure(`${ask.measure} by ${name}`, Object.keys(measure.dimensions));
    return dimension;
  });
  const conditions = [
    sql`1 = 1`,
    ...(ask.area === null ? [] : [sql`addr_reach_area = ${ask.area}`]),
    ...(ask.from === null ? [] : [sql`${measure.day} >= ${ask.from}`]),
    ...(ask.to === null ? [] : [sql`${measure.day} <= ${ask.to}`]),
  ];
  const keys = dimensions.map((dimension, place) => sql`${dimension} as ${sql.ref(`key_${place}`)}`);
  const answer = await sql<unknown>`
    select ${sql.join([...keys, sql`${measure.counted} as counted`])} from ${measure.source}
    left join ssd_address on addr_person_id = ${measure.person} and addr_address_end_date is null
    where ${sql.join(conditions, sql` and `)}
    ${dimensions.length === 0 ? sql`` : sql`group by ${sql.join(dimensions)} order by ${sql.join(dimensions)}`}
  `.execute(database);
  return answer.rows.map((unchecked) => {
    const row = cellRow.parse(unchecked);
    return { key: dimensions.map((_, place) => String(row[`key_${place}`] ?? NOT_KNOWN)), count: Number(row.counted) };
  });
}
