/** Import of a CIN census return (DfE, XML) into a case-management database. */
export { openCaseDatabase } from '../database/open-database';
export type { Counted, ImportCounts } from './counts';
export { type CensusFault, CensusFileBroken, CensusReturnSuperseded } from './faults';
export { type ImportEvents, importCensus, type ReturnBytes } from './import-census';
