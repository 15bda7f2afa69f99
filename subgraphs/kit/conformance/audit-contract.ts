/** C: the contract, field by field. */
import { groupOf } from './audit';
import { COUNTERSIGNING, NOTED_RIGHTS } from './audit-contract-3';
import { AGENCY_OF_THE_CONTRACT } from './audit-contract-agency';
import { PEOPLE_OF_THE_CONTRACT } from './audit-contract-people';
import { COUNTS_OF_THE_CONTRACT } from './audit-counts';
import { REFERENCES_OF_THE_CONTRACT } from './audit-references';

export const contractAudits = groupOf('C', 'The contract', [
  ...PEOPLE_OF_THE_CONTRACT,
  ...AGENCY_OF_THE_CONTRACT,
  ...COUNTERSIGNING,
  ...REFERENCES_OF_THE_CONTRACT,
  ...NOTED_RIGHTS,
  ...COUNTS_OF_THE_CONTRACT,
]);
