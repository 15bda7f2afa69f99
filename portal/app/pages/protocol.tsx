import { type FormEvent, useState } from 'react';
import { ProtocolChanges, Sharing, type SharingQuery } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { Choice } from '../look/choice';
import { Page } from '../look/page';
import { Skeleton, Unavailable } from '../look/parts';
import { Records } from '../look/records';
import { agencyName, day, listed, word } from '../look/words';
import { useSession } from '../session';
import { PublishedVersions } from './published';
import { SharedWith } from './shared-with';

type Answered = NonNullable<SharingQuery['sharing']>;
type Stream = Answered['streams'][number];

const SOON_DAYS = 60;

/** For information governance: what is shared with whom, what falls due, and what another version would change. */
export function ProtocolPage() {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, Sharing, {});
  const sharing = told?.data?.sharing;
  return (
    <Page title="Sharing agreements">
      {state === 'asking' ? <Skeleton what="the protocols" /> : null}
      {state !== 'asking' && !sharing ? (
        <Unavailable what="the protocols" message={told?.errors[0]?.message} again={again} />
      ) : null}
      {sharing ? (
        <>
          <Agreements sharing={sharing} />
          <Matrix streams={sharing.streams} />
          <Proposed />
        </>
      ) : null}
      <PublishedVersions />
    </Page>
  );
}

function Agreements({ sharing: { agreements } }: { readonly sharing: Answered }) {
  const soon = new Date(Date.now() + SOON_DAYS * 86_400_000).toISOString().slice(0, 10);
  const due = agreements.flatMap(({ title, reviewNext, validUntil, onOverdue, parties, ending }) => [
    ...(reviewNext <= soon
      ? [
          `${title}: its review is due on ${day(reviewNext)}${onOverdue === 'DENY' ? '; after that nothing is shared' : ''}.`,
        ]
      : []),
    ...(validUntil <= soon ? [`${title} ends on ${day(validUntil)}.`] : []),
    ...ending
      .filter(({ until }) => until <= soon)
      .map(({ clause, until }) => `Clause ${clause} ends on ${day(until)}.`),
    ...parties.filter(({ signedOn }) => signedOn === null).map((party) => `${party.name} has not signed ${title}.`),
  ]);
  return (
    <section aria-labelledby="due">
      <h2 className="govuk-heading-m" id="due">
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
            (row) => listed(row.parties.filter(({ signedOn }) => signedOn !== null).map(({ id }) => agencyName(id))),
          ],
        ]}
      />
    </section>
  );
}

function Matrix({ streams }: { readonly streams: readonly Stream[] }) {
  const [text, setText] = useState('');
  const [role, setRole] = useState('');
  const [purpose, setPurpose] = useState('');
  const roles = [...new Set(streams.flatMap(({ shared }) => shared.map((one) => one.role)))].sort();
  const purposes = [...new Set(streams.flatMap(({ shared }) => shared.map((one) => one.purpose)))];
  const wanted = text.trim().toLowerCase();
  const rows = streams.flatMap((stream) => {
    const shared = stream.shared.filter(
      (one) => (role === '' || one.role === role) && (purpose === '' || one.purpose === purpose),
    );
    const words = [
      stream.stream,
      stream.label,
      stream.detail,
      ...stream.fields,
      ...shared.map(({ clause }) => clause ?? ''),
    ]
      .join(' ')
      .toLowerCase();
    const asked = role !== '' || purpose !== '';
    return words.includes(wanted) && (!asked || shared.length > 0) ? [{ ...stream, shared }] : [];
  });
  return (
    <section aria-labelledby="matrix">
      <h2 className="govuk-heading-m" id="matrix">
        Who may see what
      </h2>
      <p className="govuk-body-s">
        As of today. <em>part</em>: shown changed, as a year or half a postcode. <em>if</em>: only under a condition
        about the family or who asks. Who is not named does not see it.
      </p>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
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
          ['Shared with', (row) => <SharedWith shared={row.shared} />],
          ['Fields', (row) => <Fields fields={row.fields} />],
        ]}
      />
    </section>
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

/** Pasted, compared, and kept nowhere. */
function Proposed() {
  const { asker } = useSession();
  const [text, setText] = useState('');
  const [told, setTold] = useState<{
    readonly changes: readonly string[] | null;
    readonly fault: string | null;
  } | null>(null);
  const compare = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTold(null);
    const answer = await asker.ask(ProtocolChanges, { proposed: text }).catch(() => null);
    const changes = answer?.data?.protocolChanges ?? null;
    setTold({
      changes,
      fault: changes === null ? (answer?.errors[0]?.message ?? 'The gateway did not answer.') : null,
    });
  };
  return (
    <section aria-labelledby="proposed">
      <h2 className="govuk-heading-m" id="proposed">
        What would a new version of the protocol change?
      </h2>
      <form onSubmit={(event) => void compare(event)}>
        <div className="govuk-form-group">
          <label className="govuk-label govuk-label--s" htmlFor="proposed-text">
            The proposed protocol
          </label>
          <div className="govuk-hint" id="proposed-hint">
            The whole YAML file. It is compared with the version in use, and not kept.
          </div>
          <textarea
            className="govuk-textarea"
            id="proposed-text"
            rows={8}
            spellCheck={false}
            aria-describedby="proposed-hint"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
        <button className="govuk-button" type="submit">
          Compare
        </button>
      </form>
      <div aria-live="polite">
        {told === null ? null : told.fault !== null ? (
          <div className="part part--unavailable">
            <pre className="fault">{told.fault}</pre>
          </div>
        ) : told.changes?.length === 0 ? (
          <p className="govuk-body">Nothing changes for anybody.</p>
        ) : (
          <ul className="govuk-list govuk-list--bullet">
            {told.changes?.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
