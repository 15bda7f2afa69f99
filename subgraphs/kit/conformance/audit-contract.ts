/** C: the contract, field by field. */
import { groupOf } from './audit';
import { AGENCY_OF_THE_CONTRACT } from './audit-contract-agency';
import { PEOPLE_OF_THE_CONTRACT } from './audit-contract-people';

export const contractAudits = groupOf('C', 'The contract', [...PEOPLE_OF_THE_CONTRACT, ...AGENCY_OF_THE_CONTRACT]);
