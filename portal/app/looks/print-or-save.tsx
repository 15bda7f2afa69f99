import type { ReactNode } from 'react';
import { saveFile } from './save-file';

/** What is done with a page that is told whole: print it, save its rows as a file of CSV, and whatever stands beside. */
export function PrintOrSave({
  file,
  csv,
  waits = false,
  children,
}: {
  readonly file: string;
  readonly csv: () => string;
  /** Not all of it is there yet. */
  readonly waits?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <p className="account__actions no-print">
      <button type="button" className="govuk-button" onClick={() => window.print()}>
        Print, or save as PDF
      </button>
      <button
        type="button"
        className="govuk-button govuk-button--secondary"
        disabled={waits}
        onClick={() => saveFile(file, csv())}
      >
        Save as CSV
      </button>
      {children}
    </p>
  );
}
