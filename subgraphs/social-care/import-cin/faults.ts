/** One fault of a census return. The file's owner reads it; nothing of it goes into a log. */
export interface CensusFault {
  /** Number of the published CIN validation rule (`1510`, `8608`; a Q marks a query); null where no rule says it. */
  readonly rule: string | null;
  readonly line: number;
  /** Path under `Message`, or under `Child`: `CINdetails/Assessments/AssessmentActualStartDate`. */
  readonly element: string;
  /** LAchildID, or null where the fault is in no child, or in one without an id. */
  readonly child: string | null;
  readonly expected: string;
  readonly came: string;
}

/** What the record itself is told: no value of the return in it, since who sees the fault may not see the value. */
export const toldBesideTheRecord = ({ rule, expected }: Pick<CensusFault, 'rule' | 'expected'>): string =>
  `expected ${expected.replace(/, \d{4}-\d{2}-\d{2}( to \d{4}-\d{2}-\d{2})?/, '')}${rule === null ? '' : ` (CIN rule ${rule})`}`;

/** A fault as found inside one record of a child. `kept` is the text that could not be stored as its type. */
export interface RecordFault extends Omit<CensusFault, 'child'> {
  readonly kept: string | null;
}

/** Keeps a fault to one line: a stray paragraph is told by its beginning. */
export const brief = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
};

/** The file is not a CIN census that can be read to its end. Nothing of it was stored. */
export class CensusFileBroken extends Error {
  readonly code = 'CENSUS_FILE_BROKEN';
  constructor(
    readonly line: number,
    readonly column: number,
    readonly expected: string,
    readonly came: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`line ${line}, column ${column}: expected ${expected}, came ${came}`, options);
    this.name = 'CensusFileBroken';
  }
}

/** A later return of the same authority and year has been imported. Nothing of this one was stored. */
export class CensusReturnSuperseded extends Error {
  readonly code = 'CENSUS_RETURN_SUPERSEDED';
  constructor(year: string, sentAt: string | null, serial: string | null) {
    super(
      `a later return of ${year} is held, made ${sentAt ?? 'at a time not given'}, serial number ${serial ?? 'none'}`,
    );
    this.name = 'CensusReturnSuperseded';
  }
}
