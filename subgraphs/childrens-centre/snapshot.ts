import type { ExportIndex } from './export/export-index';
import type { Refusal } from './export/watch-exports';

/** One export, held still for the length of a request, so that an answer is never half of one export and half of the next. */
export interface Snapshot {
  readonly index: ExportIndex;
  readonly refusal: Refusal | null;
  readonly today: string;
}
