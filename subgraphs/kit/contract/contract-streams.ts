import { type ContractStream, contractStream } from '@family-view/schema';
import type { GrantedStreams } from '../grant/granted-streams';
import { NotGranted } from '../not-granted';

/** Asks the grant about this agency's own streams of the contract. */
export interface ContractStreams {
  /** Is the stream open for this person? */
  for(ref: string, stream: ContractStream): boolean;
  /** Is the stream open without a person? */
  generally(stream: ContractStream): boolean;
  /** Throws `NotGranted` where it is not: for fields about no one ref there is no "nothing held" to answer with. */
  require(stream: ContractStream): void;
}

/** Reads a grant by the contract's own stream names. */
export function contractStreams(agency: string, granted: GrantedStreams): ContractStreams {
  const generally = (stream: ContractStream): boolean => granted.general.has(contractStream(agency, stream));
  return {
    for: (ref, stream) => granted.forPerson(ref).has(contractStream(agency, stream)),
    generally,
    require: (stream) => {
      if (!generally(stream)) throw new NotGranted();
    },
  };
}
