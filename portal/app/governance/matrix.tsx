import { useState } from 'react';
import { Choice } from '../look/choice';
import { Records } from '../look/records';
import { day, word } from '../look/words';
import { saveFile } from '../looks/save-file';
import type { Answered } from './agreements';
import { LawfulBasis } from './lawful-basis';
import { SharedWith } from './shared-with';
import { sharingCsv } from './sharing-csv';

type Stream = Answered['streams'][number];

/** What is shared with whom, for what, when and by which clause. */
export function Matrix({ sharing }: { readonly sharing: Answered }) {
  const { streams, agreements } = sharing;
  const [text, setText] = useState('');
  const [role, setRole] = useState('');
  const [purpose, setPurpose] = useState('');
  const roles = [...new Set(streams.flatMap(({ shared }) => shared.map((one) => one.role)))].sort();
  const purposes = [...new Set(streams.flatMap(({ shared }) => shared.map((one) => one.purpose)))];
  const rows = streams.flatMap((stream) => {
    const shared = stream.shared.filter(
      (one) => (role === '' || one.role === role) && (purpose === '' || one.purpose === purpose),
    );
    const asked = role !== '' || purpose !== '';
    const fits = wordsOf({ ...stream, shared }).includes(text.trim().toLowerCase());
    return fits && (!asked || shared.length > 0) ? [{ ...stream, shared }] : [];
  });
  const texts = new Map(
    agreements.flatMap((agreement) => clausesOf(agreement).map((clause) => [clause.id, clause] as const)),
  );
  return (
    <section aria-labelledby="matrix">
      <h2 className="govuk-heading-m" id="matrix" tabIndex={-1}>
        Who may see what
      </h2>
      <p className="govuk-body-s">
        As of today. <em>part</em>: shown changed, as a year or half a postcode. <em>if</em>: only under the condition
        that follows. Who is not named does not see it. Level: <em>existence</em>, that an agency works with somebody;{' '}
        <em>contact</em>, whom to ring; <em>content</em>, the record; <em>act</em>, what may be done there. Emergency
        access is not counted here: what it opens, and to whom, stands in the agreement under <em>breakGlass</em>.
      </p>
      <LawfulBasis agreements={agreements} />
      <form className="filters no-print" onSubmit={(event) => event.preventDefault()}>
        <div className="govuk-form-group">
          <label className="govuk-label govuk-label--s" htmlFor="matrix-text">
            Stream, field or clause
          </label>
          <input
            className="govuk-input govuk-input--width-20"
            id="matrix-text"
            type="search"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <Choice label="Role" id="matrix-role" value={role} onChange={setRole}>
          <option value="">Every role</option>
          {roles.map((one) => (
            <option key={one} value={one}>
              {word(one)}
            </option>
          ))}
        </Choice>
        <Choice label="Purpose" id="matrix-purpose" value={purpose} onChange={setPurpose}>
          <option value="">Every purpose</option>
          {purposes.map((one) => (
            <option key={one} value={one}>
              {word(one)}
            </option>
          ))}
        </Choice>
      </form>
      <p className="govuk-body-s" role="status">
        {rows.length} of {streams.length} streams
      </p>
      <p className="no-print">
        <button
          type="button"
          className="govuk-button govuk-button--secondary"
          disabled={rows.length === 0}
          onClick={() => saveFile('what-is-shared.csv', sharingCsv({ agreements, streams: rows }, new Date()))}
        >
          Save these as CSV
        </button>
      </p>
      <Records
        caption="Streams and who may have them"
        rows={rows}
        columns={[
          [
            'Stream',
            (row) => (
              <>
                <strong>{row.label}</strong>
                <span className={`agency agency--${row.agency}`}>{row.stream}</span>
              </>
            ),
          ],
          ['Level', (row) => word(row.detail)],
          [
            'Shared with',
            (row) => (
              <>
                <SharedWith shared={row.shared} />
                <Clauses shared={row.shared} texts={texts} />
              </>
            ),
          ],
          ['Fields', (row) => <Fields fields={row.fields} />],
        ]}
      />
    </section>
  );
}

const wordsOf = ({ stream, label, detail, fields, shared }: Stream): string =>
  [stream, label, detail, ...fields, ...shared.flatMap(({ clauses }) => clauses)].join(' ').toLowerCase();

interface Clause {
  readonly id: string;
  readonly text: string;
  /** Of which agreement it is, and until when it holds. */
  readonly standing: string;
}
const clausesOf = ({
  title,
  version,
  validUntil,
  clauses,
  ending,
}: Answered['agreements'][number]): readonly Clause[] =>
  clauses.map(({ id, text }) => {
    const until = ending.find(({ clause }) => clause === id)?.until ?? validUntil;
    return { id, text, standing: `${title}, version ${version}. It ends on ${day(until)}.` };
  });

/** What the agreements say, word for word, of what stands above. */
function Clauses({
  shared,
  texts,
}: {
  readonly shared: Stream['shared'];
  readonly texts: ReadonlyMap<string, Clause>;
}) {
  const ids = [...new Set(shared.flatMap(({ clauses }) => clauses))].filter((id) => texts.has(id));
  if (ids.length === 0) return null;
  return (
    <details>
      <summary>Text of {ids.length === 1 ? 'the clause' : `${ids.length} clauses`}</summary>
      {ids.map((id) => (
        <div key={id}>
          <pre className="clause">{texts.get(id)!.text}</pre>
          <p className="govuk-body-s">{texts.get(id)!.standing}</p>
        </div>
      ))}
    </details>
  );
}

function Fields({ fields }: { readonly fields: readonly string[] }) {
  if (fields.length === 0) return <span className="said">through the contract only</span>;
  return (
    <details>
      <summary>
        {fields.length} field{fields.length === 1 ? '' : 's'}
      </summary>
      {fields.join(', ')}
    </details>
  );
}
