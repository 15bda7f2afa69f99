import type { NamedText } from '../policy/read/load-protocols';
import type { AgencySubgraph } from './published-set';
import type { Ownership } from './read-ownership';

/** What is to be checked: the agencies as they would be, and which of them have changed. */
export interface ProposedChange {
  readonly agencies: readonly AgencySubgraph[];
  readonly changed: readonly string[];
  readonly sharedSdl: string;
  readonly ownership: Ownership;
  readonly protocols: readonly NamedText[];
  /** What is served now; null where nothing is. */
  readonly before: string | null;
  /** Stored operations, by what names them. */
  readonly operations: readonly (readonly [name: string, text: string])[];
  readonly development: boolean;
}
