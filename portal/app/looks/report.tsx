/// <reference lib="dom" />
import { useEffect } from 'react';
import { SubjectReport } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { Records } from '../look/records';
import { day, listed, time } from '../look/words';
import { useSession } from '../session';
import { PrintOrSave } from './print-or-save';

export const REPORT_TITLE = 'Who looked at information about you';

interface ReportProps {
  readonly person?: string;
  readonly references?: readonly string[];
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
  readonly onClose: () => void;
}

/** The report for a family as it is printed; and for the officer alone, on the screen, what was left out of it. */
export function ReportOf({ person, references, since, until, onClose }: ReportProps) {
  const { asker } = useSession();
  // The page's own heading is the report's while it is shown.
  useEffect(() => document.querySelector<HTMLElement>('.page-title')?.focus(), []);
  const variables = {
    person: person ?? null,
    references: references ?? null,
    since: since ?? null,
    until: until ?? null,
  };
  const { state, told, again } = useAsked(asker, SubjectReport, variables);
  const report = told?.data?.subjectReport;
  return (
    <section aria-label={REPORT_TITLE} className="report">
      {state === 'asking' ? <Skeleton what="the record" /> : null}
      {state !== 'asking' && !report ? <NoAnswer what="the report" told={told} again={again} /> : null}
      {report ? (
        <>
          <p className="govuk-body">
            This lists each time that somebody used Family View to look at information about you. It was made on{' '}
            {day(new Date().toISOString())}.
          </p>
          {report.lines.length === 0 ? (
            <p className="govuk-body">We have no record to show you of anybody looking.</p>
          ) : (
            <Records
              caption="Who looked"
              rows={report.lines}
              columns={[
                ['When', ({ at }) => listed([day(at), time(at)])],
                ['Who', ({ who }) => who],
                ['Why', ({ why }) => why],
                ['What kind of information', ({ what }) => what],
                ['From', ({ from }) => listed(from)],
              ]}
            />
          )}
          <p className="govuk-body">{report.note}</p>
          <p className="govuk-body-s no-print">
            The report names nobody: say in your letter whom it is about. It lists every look, whatever else was chosen
            under <em>Only these</em>, but for the days.
          </p>
          <PrintOrSave file="who-looked-at-you.csv" csv={() => report.csv}>
            <button type="button" className="govuk-button govuk-button--secondary" onClick={onClose}>
              Back to the looks
            </button>
          </PrintOrSave>
          <section aria-labelledby="left-out" className="no-print left-out">
            <h2 className="govuk-heading-s" id="left-out">
              For you alone: {report.omissions.length} left out
            </h2>
            <p className="govuk-body-s">The report does not say so, and this list is not printed. Do not hand it on.</p>
            {report.omissions.length === 0 ? null : (
              <ul className="govuk-list govuk-list--bullet govuk-body-s">
                {report.omissions.map(({ sequence, at, because }) => (
                  <li key={sequence}>
                    {day(at)}, {time(at)}: {because}
                  </li>
                ))}
              </ul>
            )}
          </section>
        </>
      ) : null}
    </section>
  );
}
