import type { TableName } from '../database/tables';

export interface Counted {
  read: number;
  new: number;
  updated: number;
  unchanged: number;
}

/** What an import read, and what of it was not there before. */
export interface ImportCounts {
  /** `notStored`: without LAchildID, or possibly another child than the one held under it. */
  readonly children: Counted & { notStored: number };
  readonly episodes: Counted;
  readonly assessments: Counted;
  readonly cinPlans: Counted;
  readonly section47Enquiries: Counted;
  readonly protectionPlans: Counted;
  readonly protectionPlanReviews: Counted;
  readonly preProceedings: Counted;
  /** Rows that an earlier return of the same year told of, and this one does not. */
  withdrawn: number;
  faults: number;
}
export type CountedKind = Exclude<keyof ImportCounts, 'children' | 'withdrawn' | 'faults'>;

export const KIND_OF_TABLE: Partial<Record<TableName, CountedKind>> = {
  ssd_cin_episodes: 'episodes',
  ssd_cin_assessments: 'assessments',
  ssd_cin_plans: 'cinPlans',
  ssd_s47_enquiry: 'section47Enquiries',
  ssd_cp_plans: 'protectionPlans',
  ssd_cp_reviews: 'protectionPlanReviews',
  ssd_pre_proceedings: 'preProceedings',
};

const none = (): Counted => ({ read: 0, new: 0, updated: 0, unchanged: 0 });

export const noCounts = (): ImportCounts => ({
  children: { ...none(), notStored: 0 },
  episodes: none(),
  assessments: none(),
  cinPlans: none(),
  section47Enquiries: none(),
  protectionPlans: none(),
  protectionPlanReviews: none(),
  preProceedings: none(),
  withdrawn: 0,
  faults: 0,
});
