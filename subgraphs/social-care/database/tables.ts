/**
 * The case-management tables, named after the standard safeguarding dataset (SSD, data-to-insight/ssd-data-model). What
 * the SSD has no table for (early-help meetings, need levels, markers, faults) has a plain name of its own.
 *
 * Written once: Kysely's types, the check on what is read back, and the first migration all come from here. Once a
 * database is in use a change goes into a new migration, not into the columns that the first one creates.
 */
export type ColumnKind = 'key' | 'text' | 'date' | 'integer';
type Columns = Readonly<Record<string, ColumnKind>>;

const person = {
  pers_person_id: 'key',
  /** `case-management`, or `cin-census` where the child is known from a census return only. */
  pers_source: 'text',
  pers_la_code: 'text',
  pers_la_child_id: 'text',
  pers_upn: 'text',
  pers_upn_unknown: 'text',
  pers_forename: 'text',
  pers_surname: 'text',
  pers_sex: 'text',
  pers_ethnicity: 'text',
  pers_dob: 'date',
  pers_expected_dob: 'date',
  pers_death_date: 'date',
  pers_life_state: 'text',
  /** The SSD's name for the NHS number. */
  pers_single_unique_id: 'text',
  pers_nhs_number_status: 'text',
  pers_first_language: 'text',
  pers_allocated_worker_id: 'text',
  /** Y where a case record is kept, so that no rows means none; N where none is, so that no rows means not known. */
  pers_social_care_record: 'text',
  pers_early_help_record: 'text',
  pers_looked_after_record: 'text',
  pers_as_of: 'text',
  pers_census_run: 'text',
} as const satisfies Columns;

export const TABLES = {
  ssd_person: person,
  ssd_linked_identifiers: {
    link_table_id: 'key',
    link_person_id: 'text',
    link_identifier_type: 'text',
    link_identifier_value: 'text',
  },
  ssd_address: {
    addr_table_id: 'key',
    addr_person_id: 'text',
    addr_address_start_date: 'date',
    addr_address_end_date: 'date',
    addr_address_postcode: 'text',
    addr_address_json: 'text',
    addr_uprn: 'text',
    addr_reach_area: 'text',
  },
  ssd_disability: { disa_table_id: 'key', disa_person_id: 'text', disa_disability_code: 'text' },
  ssd_mother: { moth_table_id: 'key', moth_person_id: 'text', moth_childs_person_id: 'text' },
  ssd_family: {
    fami_table_id: 'key',
    fami_family_id: 'text',
    fami_person_id: 'text',
    fami_relationship: 'text',
    fami_related_person_id: 'text',
    fami_start_date: 'date',
    fami_end_date: 'date',
    fami_parental_responsibility: 'text',
  },
  ssd_professionals: {
    prof_professional_id: 'key',
    prof_professional_name: 'text',
    prof_professional_job_title: 'text',
    prof_professional_department: 'text',
    prof_organisation: 'text',
    prof_phone: 'text',
    prof_email: 'text',
  },
  ssd_involvements: {
    invo_involvements_id: 'key',
    invo_person_id: 'text',
    invo_professional_id: 'text',
    invo_professional_role_id: 'text',
    invo_professional_team: 'text',
    invo_service: 'text',
    invo_involvement_start_date: 'date',
    invo_involvement_end_date: 'date',
    invo_last_contact_date: 'date',
  },
  ssd_cin_episodes: {
    cine_referral_id: 'key',
    cine_person_id: 'text',
    cine_referral_date: 'date',
    cine_referral_source_code: 'text',
    cine_cin_primary_need_code: 'text',
    /** Y or N. */
    cine_referral_nfa: 'text',
    cine_close_date: 'date',
    cine_close_reason: 'text',
    cine_initial_cpc_date: 'date',
  },
  ssd_cin_assessments: {
    cina_assessment_id: 'key',
    cina_person_id: 'text',
    cina_referral_id: 'text',
    cina_assessment_start_date: 'date',
    cina_internal_review_date: 'date',
    cina_assessment_auth_date: 'date',
  },
  ssd_assessment_factors: {
    cinf_table_id: 'key',
    cinf_person_id: 'text',
    cinf_assessment_id: 'text',
    cinf_assessment_factors_json: 'text',
  },
  ssd_cin_plans: {
    cinp_cin_plan_id: 'key',
    cinp_person_id: 'text',
    cinp_referral_id: 'text',
    cinp_cin_plan_start_date: 'date',
    cinp_cin_plan_end_date: 'date',
  },
  ssd_s47_enquiry: {
    s47e_s47_enquiry_id: 'key',
    s47e_person_id: 'text',
    s47e_referral_id: 'text',
    s47e_s47_start_date: 'date',
    s47e_icpc_target_date: 'date',
    s47e_icpc_date: 'date',
    s47e_icpc_not_required: 'text',
  },
  ssd_cp_plans: {
    cppl_cp_plan_id: 'key',
    cppl_person_id: 'text',
    cppl_referral_id: 'text',
    cppl_cp_plan_start_date: 'date',
    cppl_cp_plan_end_date: 'date',
    cppl_cp_plan_initial_category: 'text',
    cppl_cp_plan_latest_category: 'text',
    cppl_previous_cp_plans: 'integer',
  },
  ssd_cp_reviews: {
    cppr_cp_review_id: 'key',
    cppr_person_id: 'text',
    cppr_cp_plan_id: 'text',
    cppr_cp_review_date: 'date',
  },
  ssd_pre_proceedings: {
    prep_table_id: 'key',
    prep_person_id: 'text',
    prep_referral_id: 'text',
    prep_pre_pro_start_date: 'date',
    prep_pre_pro_letter_date: 'date',
    prep_fgdm_meeting_offered: 'text',
    prep_fgdm_meeting_facilitated: 'text',
    prep_initial_pre_pro_meeting_date: 'date',
    prep_pre_pro_meetings_num: 'integer',
    prep_step_decision_date: 'date',
    prep_pre_pro_outcome: 'text',
    prep_court_application_date: 'date',
    prep_care_pro_letter_date: 'date',
  },
  ssd_cla_episodes: {
    clae_cla_episode_id: 'key',
    clae_person_id: 'text',
    clae_cla_episode_start_date: 'date',
    clae_cla_episode_ceased_date: 'date',
  },
  ssd_cla_care_plan: {
    lacp_table_id: 'key',
    lacp_person_id: 'text',
    lacp_cla_care_plan_start_date: 'date',
    lacp_cla_care_plan_end_date: 'date',
  },
  /** Reviews of child-in-need and care plans; those of protection plans are in ssd_cp_reviews. */
  plan_reviews: {
    plrv_review_id: 'key',
    plrv_person_id: 'text',
    plrv_plan_id: 'text',
    plrv_review_date: 'date',
  },
  ssd_early_help_episodes: {
    earl_episode_id: 'key',
    earl_person_id: 'text',
    earl_episode_start_date: 'date',
    earl_episode_end_date: 'date',
    earl_episode_reason: 'text',
    earl_episode_end_reason: 'text',
    earl_episode_organisation: 'text',
  },
  early_help_caf: {
    ecaf_caf_id: 'key',
    ecaf_person_id: 'text',
    ecaf_start_date: 'date',
    ecaf_completed_date: 'date',
    ecaf_author_id: 'text',
  },
  early_help_taf_meetings: {
    etaf_meeting_id: 'key',
    etaf_person_id: 'text',
    etaf_meeting_date: 'date',
    etaf_attendees_json: 'text',
  },
  early_help_taf_actions: {
    etac_action_id: 'key',
    etac_person_id: 'text',
    etac_meeting_id: 'text',
    etac_order: 'integer',
    etac_action: 'text',
    etac_owner: 'text',
    etac_due_date: 'date',
    etac_done: 'text',
  },
  early_help_steps: {
    estp_step_id: 'key',
    estp_person_id: 'text',
    estp_date: 'date',
    estp_direction: 'text',
    estp_from_level: 'text',
    estp_to_level: 'text',
    estp_reason: 'text',
  },
  family_need_levels: {
    need_level_id: 'key',
    need_family_id: 'text',
    need_scheme: 'text',
    need_code: 'text',
    need_from_date: 'date',
    need_until_date: 'date',
  },
  family_lead_professionals: {
    lead_table_id: 'key',
    lead_family_id: 'text',
    lead_professional_id: 'text',
    lead_from_date: 'date',
    lead_until_date: 'date',
  },
  person_markers: { mark_table_id: 'key', mark_person_id: 'text', mark_marker: 'text' },
  /** Faults found on the way in, each with the value as it came where that could not be stored as its type. */
  record_faults: {
    faul_fault_id: 'key',
    faul_person_id: 'text',
    faul_record_id: 'text',
    faul_field: 'text',
    faul_fault: 'text',
    faul_value_text: 'text',
  },
  /** The census return that stands, for each authority and year. */
  cin_returns: {
    cret_return_id: 'key',
    cret_la_code: 'text',
    cret_year: 'text',
    cret_sent_at: 'text',
    cret_serial: 'text',
    cret_run: 'text',
  },
  /** Which rows the return of which year told of, so that a corrected return replaces the one before it. */
  cin_return_rows: {
    retr_row_id: 'key',
    retr_person_id: 'text',
    retr_table: 'text',
    retr_row_key: 'text',
    retr_la_code: 'text',
    retr_year: 'text',
    retr_run: 'text',
  },
  stand_in_seedings: { seed_key: 'key', seed_today: 'text' },
} as const satisfies Readonly<Record<string, Columns>>;

export type TableName = keyof typeof TABLES;
type Cell<Kind extends ColumnKind> = Kind extends 'key'
  ? string
  : Kind extends 'integer'
    ? number | null
    : string | null;
export type Row<Table extends TableName> = {
  -readonly [Column in keyof (typeof TABLES)[Table]]: (typeof TABLES)[Table][Column] extends ColumnKind
    ? Cell<(typeof TABLES)[Table][Column]>
    : never;
};
export type CaseTables = { [Table in TableName]: Row<Table> };
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];
/** Those that a database made by the first migration alone does not have. */
export const CENSUS_TABLES: readonly TableName[] = ['cin_returns', 'cin_return_rows'];

/** Rows on their way into the database, table by table. */
export type CaseRows = { readonly [Table in TableName]: Row<Table>[] };

export function noRows(): CaseRows {
  const lists: { [Table in TableName]?: Row<Table>[] } = {};
  for (const table of TABLE_NAMES) lists[table] = [];
  return lists as CaseRows;
}

/** Searched columns, and the expressions that forgive spaces and small letters. */
export const INDEXES: readonly { readonly table: TableName; readonly on: string }[] = [
  { table: 'ssd_person', on: 'pers_dob' },
  { table: 'ssd_person', on: 'pers_expected_dob' },
  { table: 'ssd_person', on: 'pers_la_child_id' },
  { table: 'ssd_person', on: 'upper(pers_upn)' },
  { table: 'ssd_person', on: "replace(pers_single_unique_id, ' ', '')" },
  { table: 'ssd_person', on: 'pers_allocated_worker_id' },
  { table: 'ssd_address', on: "upper(replace(addr_address_postcode, ' ', ''))" },
  { table: 'ssd_address', on: 'addr_uprn' },
  { table: 'ssd_address', on: 'addr_reach_area' },
  { table: 'ssd_linked_identifiers', on: "upper(replace(link_identifier_value, ' ', ''))" },
  { table: 'ssd_mother', on: 'moth_person_id' },
  { table: 'ssd_mother', on: 'moth_childs_person_id' },
  { table: 'ssd_family', on: 'fami_family_id' },
  { table: 'ssd_involvements', on: 'invo_professional_id' },
  { table: 'cin_return_rows', on: 'retr_row_key' },
  { table: 'cin_return_rows', on: 'retr_la_code, retr_year' },
  { table: 'family_need_levels', on: 'need_family_id' },
  { table: 'family_lead_professionals', on: 'lead_family_id' },
  { table: 'family_lead_professionals', on: 'lead_professional_id' },
];

/** Every table about a person has one column that says whom. */
export function personColumn(table: TableName): string | undefined {
  return Object.keys(TABLES[table]).find((column) => /^[a-z0-9]+_person_id$/.test(column));
}
export const keyColumn = (table: TableName): string => Object.keys(TABLES[table])[0]!;
