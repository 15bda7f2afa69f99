import type { ContractStream } from '@family-view/schema';

/** Streams that every agency may share through the contract, whether or not its SDL names them. */
const CONTRACT: Readonly<Record<ContractStream, true>> = {
  existence: true,
  contact: true,
  identity: true,
  address: true,
  identifiers: true,
  family: true,
  household: true,
  facts: true,
  roster: true,
  figures: true,
};

export const isContractStream = (name: string): boolean => Object.hasOwn(CONTRACT, name);
