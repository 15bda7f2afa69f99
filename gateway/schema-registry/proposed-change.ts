import type { CatalogueTexts } from '../catalogue/read-catalogue';
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
  /** `measures.yaml` and `areas.yaml`: what agencies are to count. */
  readonly catalogue?: CatalogueTexts | null;
  /** What is served now; null where nothing is. */
  readonly before: string | null;
  /** Stored operations, by what names them. */
  readonly operations: readonly (readonly [name: string, text: string])[];
  /** Whether a change that breaks those who ask as before is refused, or only told. */
  readonly breaking: 'REFUSED' | 'TOLD';
  readonly development: boolean;
}
