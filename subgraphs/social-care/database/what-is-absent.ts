import type { PartnerSchema } from './partner-schema';
import { TABLES, type TableName } from './tables';

/** What follows for those who ask where the partner's dataset lacks a table; tables of the import's own are left out. */
const WITHOUT: Partial<Record<TableName, string>> = {
  ssd_linked_identifiers: 'former names and superseded numbers are not known',
  ssd_address: 'nobody is found by an address',
  ssd_mother: 'mothers and unborn children are not known',
  ssd_family: 'no family is told',
  ssd_professionals: 'no worker is named',
  ssd_involvements: "no involvement is told, and nobody is anybody's worker",
  ssd_cin_episodes: 'whether a child is in need is unavailable',
  ssd_cin_assessments: 'assessments are unavailable',
  ssd_assessment_factors: 'factors of assessments are not known',
  ssd_cin_plans: 'plans are unavailable',
  ssd_cp_plans: 'whether there is a child protection plan is unavailable',
  ssd_cp_reviews: 'reviews of plans are not known',
  ssd_cla_episodes: 'whether a child is looked after is unavailable',
  ssd_cla_care_plan: 'plans are unavailable',
  ssd_early_help_episodes: 'episodes of early help are not known',
  early_help_caf: 'common assessments are not known',
  early_help_taf_meetings: 'meetings of a Team Around the Family are not known',
  early_help_steps: 'steps up and down are not known',
  family_need_levels: 'levels of need are not known',
  family_lead_professionals: "nobody is anybody's lead professional",
  person_markers:
    'NOBODY IS SHIELDED OR RESTRICTED BY THIS DATABASE: give it this table, or withhold such people from it',
};

/** Sentences for the operator's log, once at the start. */
export function whatIsAbsent(partner: PartnerSchema | null): readonly string[] {
  if (partner === null) return [];
  const tables = Object.entries(WITHOUT).filter(([table]) => !isHeld(partner, table));
  const columns = [...partner].flatMap(([table, { columns: held }]) => {
    const absent = Object.keys(TABLES[table]).filter((column) => !held.has(column));
    return absent.length === 0 ? [] : [`${table} has no ${absent.join(', ')}: derived where it can be, else not known`];
  });
  return [...tables.map(([table, follows]) => `the case database has no ${table}: ${follows}`), ...columns];
}

const isHeld = (partner: PartnerSchema, table: string): boolean => [...partner.keys()].some((held) => held === table);
