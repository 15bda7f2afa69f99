import type { SharingQuery } from '../../operations/stored';
import { Records } from '../look/records';
import { agencyName, day, listed, word } from '../look/words';

export type Answered = NonNullable<SharingQuery['sharing']>;
type Agreement = Answered['agreements'][number];

const SOON_DAYS = 60;

/** The agreements, and what of them falls due. */
export function Agreements({ sharing: { agreements } }: { readonly sharing: Answered }) {
  const due = dueOf(agreements, new Date(Date.now() + SOON_DAYS * 86_400_000).toISOString().slice(0, 10));
  return (
    <section aria-labelledby="due">
      <h2 className="govuk-heading-m" id="due" tabIndex={-1}>
        Agreements, and what falls due
      </h2>
      {due.length === 0 ? (
        <p className="govuk-body">Nothing falls due within {SOON_DAYS} days.</p>
      ) : (
        <ul className="govuk-list govuk-list--bullet">
          {due.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <Records
        caption="Agreements"
        rows={agreements}
        columns={[
          ['Agreement', (row) => `${row.title}, version ${row.version}`],
          ['Status', (row) => word(row.status)],
          ['Next review', (row) => day(row.reviewNext)],
          ['Ends', (row) => day(row.validUntil)],
          ['Clauses that end', (row) => listed(row.ending.map(({ clause, until }) => `${clause} (${day(until)})`))],
          [
            'Signed by',
            (row) =>
              listed(
                row.parties
                  .filter(({ signedOn, withdrewOn }) => signedOn !== null && withdrewOn === null)
                  .map(({ id }) => agencyName(id)),
              ),
          ],
        ]}
      />
    </section>
  );
}

/** What asks for somebody's attention: reviews, ends, and parties that do not share. */
const dueOf = (agreements: readonly Agreement[], soon: string): readonly string[] =>
  agreements.flatMap(({ title, reviewNext, validUntil, onOverdue, parties, ending }) => [
    ...(reviewNext <= soon
      ? [
          `${title}: its review is due on ${day(reviewNext)}${onOverdue === 'DENY' ? '; after that nothing is shared' : ''}.`,
        ]
      : []),
    ...(validUntil <= soon ? [`${title} ends on ${day(validUntil)}.`] : []),
    ...ending
      .filter(({ until }) => until <= soon)
      .map(({ clause, until }) => `Clause ${clause} ends on ${day(until)}.`),
    ...parties
      .filter(({ signedOn }) => signedOn === null)
      .map(({ name }) => `${name} has not signed ${title}: nothing of it is shared.`),
    ...parties.flatMap(({ name, withdrewOn }) =>
      withdrewOn === null
        ? []
        : [`${name} withdraws from ${title} on ${day(withdrewOn)}: nothing of it is shared from then.`],
    ),
  ]);
