import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * Looks names up, and refuses those that lead where no agency is: an address is checked when it is published, and its name
 * may lead elsewhere later.
 */
export function ssrfSafeLookup(isBlockedAddress: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (fault, found) => {
      if (fault) return callback(fault, '');
      const good = found.filter(({ address }) => !isBlockedAddress(address));
      const [first] = good;
      if (!first)
        return callback(Object.assign(new Error('the name leads where no agency is'), { code: 'ENOTFOUND' }), '');
      if (options.all) callback(null, good);
      else callback(null, first.address, first.family);
    });
  };
}
