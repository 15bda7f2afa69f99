import type { HeldAddress } from '../../connector';
import type { AddressLevel } from './levels';

/** Compares where somebody lives with where the record has them, now and before. */
export function compareAddresses(
  asked: HeldAddress,
  held: HeldAddress & { readonly formerAddresses?: readonly HeldAddress[] },
): AddressLevel {
  const now = compareTwo(asked, held);
  if (now === 'UPRN' || now === 'POSTCODE' || now === 'NEIGHBOUR') return now;
  const before = (held.formerAddresses ?? []).map((former) => compareTwo(asked, former));
  return before.includes('UPRN') || before.includes('POSTCODE') ? 'FORMER' : now;
}

function compareTwo(one: HeldAddress, other: HeldAddress): AddressLevel {
  const bothUprns = one.uprn !== null && other.uprn !== null;
  if (bothUprns && one.uprn === other.uprn) return 'UPRN';
  if (one.postcode === null || other.postcode === null) return bothUprns ? 'DIFFERENT' : 'MISSING';
  if (one.postcode === other.postcode) return bothUprns ? 'NEIGHBOUR' : 'POSTCODE';
  return one.postcode.split(' ')[0] === other.postcode.split(' ')[0] ? 'OUTWARD' : 'DIFFERENT';
}
