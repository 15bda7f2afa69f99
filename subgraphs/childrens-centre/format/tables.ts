import type { CsvRow } from '@family-view/kit/partner-csv';

/**
 * The six files of a children's centre export. There is no national open format for registration and attendance: names
 * are CBDS where one exists (Forename, Surname, DOB, Sex, PostCode), the registration form's otherwise.
 *
 * Columns may stand in any order; each named here must be there. `keys` are the columns that a row of the wrong length
 * is still trusted for: they come before any free text, so that a stray comma cannot have shifted them.
 */
export const TABLES = {
  registrations: {
    columns: [
      'RegistrationID',
      'CentreURN',
      'FamilyRef',
      'PersonRef',
      'RelationshipToChild',
      'ChildRef',
      'Forename',
      'Surname',
      'DOB',
      'ExpectedDOB',
      'Sex',
      'Ethnicity',
      'FirstLanguage',
      'SENprovision',
      'Disability',
      'Address',
      'PostCode',
      'UPRN',
      'GPPracticeODS',
      'NHSNumber',
      'RecordMarker',
      'RegisteredDate',
      'ConsentToShare',
      'ConsentDate',
      'LeftDate',
    ],
    keys: ['RegistrationID', 'CentreURN', 'FamilyRef', 'PersonRef'],
  },
  attendances: {
    columns: ['CentreURN', 'SessionID', 'PersonRef', 'SessionDate', 'Attended', 'LedByAgency'],
    keys: ['PersonRef'],
  },
  sessions: {
    columns: ['SessionID', 'CentreURN', 'Name', 'VenueUPRN', 'Schedule', 'Tier'],
    keys: ['SessionID'],
  },
  'family-support': {
    columns: [
      'CaseID',
      'PersonRef',
      'OpenedDate',
      'ClosedDate',
      'WorkerID',
      'WorkerName',
      'WorkerRole',
      'WorkerTeam',
      'WorkerOrganisation',
      'WorkerPhone',
      'WorkerEmail',
      'Reason',
      'Outcome',
    ],
    keys: ['CaseID', 'PersonRef'],
  },
  referrals: {
    columns: ['ReferralID', 'PersonRef', 'ReferralDate', 'Status', 'FromAgency', 'Reason'],
    keys: ['ReferralID', 'PersonRef'],
  },
  centres: {
    columns: [
      'CentreURN',
      'Name',
      'Status',
      'Phone',
      'ReachAreaID',
      'ReachAreaName',
      'PostcodeSectors',
      'HeadOfCentreID',
      'HeadOfCentreName',
      'FamilySupportLeadID',
      'FamilySupportLeadName',
    ],
    keys: ['CentreURN'],
  },
} as const;

export type TableName = keyof typeof TABLES;
export type Column<Table extends TableName> = (typeof TABLES)[Table]['columns'][number];

export type Row<Table extends TableName> = CsvRow<Column<Table>>;

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** Without these two nothing can be said of anybody; an export may lack the others, and then says nothing of them. */
export const REQUIRED_TABLES: readonly TableName[] = ['registrations', 'centres'];

export const fileOf = (table: TableName): string => `${table}.csv`;
