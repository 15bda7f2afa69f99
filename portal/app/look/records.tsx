import type { ReactNode } from 'react';

export type Line = readonly [label: string, value: ReactNode];

/** Facts of one record; those that are not recorded are left out, and if all are, that is said. */
export function Facts({ lines }: { readonly lines: readonly Line[] }) {
  const recorded = lines.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (recorded.length === 0) return <Nothing />;
  return (
    <dl className="govuk-summary-list govuk-summary-list--no-border facts">
      {recorded.map(([label, value]) => (
        <div className="govuk-summary-list__row" key={label}>
          <dt className="govuk-summary-list__key">{label}</dt>
          <dd className="govuk-summary-list__value">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Rows of one kind. On a narrow screen each row stands by itself, with its headings. */
export function Records<Row>({
  caption,
  rows,
  columns,
}: {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly (readonly [heading: string, cell: (row: Row) => ReactNode])[];
}) {
  if (rows.length === 0) return <Nothing />;
  return (
    <table className="govuk-table records">
      <caption className="govuk-visually-hidden">{caption}</caption>
      <thead className="govuk-table__head">
        <tr className="govuk-table__row">
          {columns.map(([heading]) => (
            <th className="govuk-table__header" scope="col" key={heading}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="govuk-table__body">
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: records have no key that may be shown, and their order stands
          <tr className="govuk-table__row" key={at}>
            {columns.map(([heading, cell]) => (
              <td className="govuk-table__cell" data-heading={heading} key={heading}>
                {cell(row) ?? '–'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The agency was asked, answered, and has nothing here. */
export const Nothing = () => <p className="govuk-body-s nothing">Nothing recorded.</p>;

export function Phone({ number }: { readonly number: string | null | undefined }) {
  if (!number) return null;
  return (
    <a className="govuk-link" href={`tel:${number.replaceAll(' ', '')}`}>
      {number}
    </a>
  );
}

interface WorkerLike {
  readonly name: string | null;
  readonly role: string | null;
  readonly team?: string | null;
  readonly phone: string | null;
}

export function Worker({ worker }: { readonly worker: WorkerLike | null }) {
  if (worker === null) return null;
  const { name, role, team, phone } = worker;
  return (
    <>
      {[name, role, team].filter(Boolean).join(', ')}
      {phone ? ' ' : null}
      <Phone number={phone} />
    </>
  );
}
