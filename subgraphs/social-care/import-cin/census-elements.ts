/** One element of the return, with the line it begins on. `text` is its own text, without that of its parts. */
export interface CensusElement {
  readonly name: string;
  readonly line: number;
  readonly text: string;
  /** Line of the first character of the text that is not space. */
  readonly textLine: number;
  readonly parts: readonly CensusElement[];
}

/** The head of the return: whose it is and what time it covers. */
export interface CensusHeader {
  /** Three-digit DfE code of the local authority. */
  readonly laCode: string;
  /** The year of the return, `2026`; `undated` where the header does not say. */
  readonly year: string;
  /** When the file was made, and its number, as the header writes them: by these a corrected return is the later one. */
  readonly sentAt: string | null;
  readonly serial: string | null;
  /** The last day of the census year; null where the header does not say a real day. */
  readonly referenceDate: string | null;
  /** The first day of the census year. */
  readonly periodStart: string | null;
}
