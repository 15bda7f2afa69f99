import { Records } from '../look/records';
import { word } from '../look/words';
import type { Answered } from './agreements';

/** On which law each agreement stands, purpose by purpose. */
export const LawfulBasis = ({ agreements }: Pick<Answered, 'agreements'>) => (
  <details className="govuk-details">
    <summary className="govuk-details__summary">
      <span className="govuk-details__summary-text">Lawful basis of each purpose</span>
    </summary>
    <div className="govuk-details__text">
      <Records
        caption="Lawful basis of each purpose"
        rows={agreements.flatMap(({ title, purposes }) => purposes.map((purpose) => ({ title, ...purpose })))}
        columns={[
          ['Purpose', (row) => word(row.code)],
          ['Agreement', (row) => row.title],
          [
            'Lawful basis',
            (row) =>
              row.lawful.length === 0 ? (
                <span className="said">none stated in the agreement</span>
              ) : (
                <ul className="govuk-list govuk-!-margin-bottom-0">
                  {row.lawful.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              ),
          ],
        ]}
      />
    </div>
  </details>
);
