import { useState } from 'react';
import { type OneVersionFragment, Published, PublishedChanges } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { Choice } from '../look/choice';
import { NoAnswer } from '../look/no-answer';
import { Skeleton } from '../look/parts';
import { Records } from '../look/records';
import { agencyName, day, listed } from '../look/words';
import { useSession } from '../session';
import { SharedWith } from './shared-with';

/** What the agencies publish: which version is served, what is tried before it is, and what each version changed. */
export function PublishedVersions() {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, Published, {});
  const published = told?.data?.published;
  const fault = told?.errors[0]?.message;
  return (
    <section aria-labelledby="published">
      <h2 className="govuk-heading-m" id="published" tabIndex={-1}>
        What the agencies publish
      </h2>
      {state === 'asking' ? <Skeleton what="what is published" /> : null}
      {state === 'failed' || fault ? <NoAnswer what="What is published" told={told} again={again} /> : null}
      {state === 'told' && !fault && !published ? (
        <p className="govuk-body">This gateway serves one schema, and keeps no versions of it.</p>
      ) : null}
      {published ? (
        <>
          <p className="govuk-body">
            {published.served === null
              ? 'The version that is served is not one of those below.'
              : `Version ${published.served.version} is served, since ${day(published.served.at)}: ${cameBy(published.served)}.`}
          </p>
          <h3 className="govuk-heading-s">In staging: what would change</h3>
          {published.staged.length === 0 ? (
            <p className="govuk-body">No agency tries a change before publishing it.</p>
          ) : (
            <Changes version={null} what={`what ${listed(published.staged.map(agencyName))} would change`} />
          )}
          <Earlier versions={published.versions} />
        </>
      ) : null}
    </section>
  );
}

function Earlier({ versions }: { readonly versions: readonly OneVersionFragment[] }) {
  const after = versions.filter(({ version }) => version > 1);
  const [chosen, setChosen] = useState(String(after[0]?.version ?? ''));
  return (
    <>
      <h3 className="govuk-heading-s">What a version changed of the one before it</h3>
      {after.length === 0 ? (
        <p className="govuk-body">There is one version. Nothing has been published over it yet.</p>
      ) : (
        <>
          <Choice label="Version" id="version" value={chosen} onChange={setChosen}>
            {after.map((one) => (
              <option key={one.version} value={one.version}>
                {one.version}, {day(one.at)}: {cameBy(one)}
              </option>
            ))}
          </Choice>
          <Changes version={Number(chosen)} what={`what version ${chosen} changed`} />
        </>
      )}
    </>
  );
}

/** @param version null: what is tried in staging, against what is served. */
function Changes({ version, what }: { readonly version: number | null; readonly what: string }) {
  const { asker } = useSession();
  const { state, told, again } = useAsked(asker, PublishedChanges, { version });
  const changes = told?.data?.publishedChanges;
  if (state === 'asking') return <Skeleton what={what} />;
  if (!changes) return <NoAnswer what="What changed" told={told} again={again} />;
  const { changed, opened, went, moved, sentences, agreements } = changes;
  return (
    <>
      <p className="govuk-body" role="status">
        {changed.length === 0 ? '' : `Changed by ${listed(changed.map(agencyName))}. `}
        New, or in another stream: {countOf(opened.flatMap(({ fields }) => fields))}. Gone: {countOf(went)}.
      </p>
      {opened.length === 0 ? null : (
        <Records
          caption="Fields that came, or moved to another stream, and who may have them as of today"
          rows={opened}
          columns={[
            ['Fields', (row) => listed(row.fields)],
            [
              'Stream',
              (row) => (
                <>
                  <strong>{row.label ?? 'In no protocol of today'}</strong>
                  <span className={`agency agency--${row.agency}`}>{row.stream}</span>
                </>
              ),
            ],
            ['Shared with', (row) => <SharedWith shared={row.shared} />],
          ]}
        />
      )}
      <Sentences title="Fields that went" lines={went} />
      <Sentences title="Fields that moved" lines={moved} />
      <Sentences title="By the protocols" lines={agreements} />
      {sentences.length === 0 ? null : (
        <details className="govuk-details">
          <summary className="govuk-details__summary">
            <span className="govuk-details__summary-text">
              Everything that changes for those who ask ({sentences.length})
            </span>
          </summary>
          <div className="govuk-details__text">
            <Bullets lines={sentences} />
          </div>
        </details>
      )}
    </>
  );
}

/** `2 fields`: each once, whatever number of streams opens it. */
function countOf(fields: readonly string[]): string {
  const { size } = new Set(fields);
  return size === 0 ? 'none' : `${size} field${size === 1 ? '' : 's'}`;
}

const Sentences = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <>
      <h4 className="govuk-heading-s">{title}</h4>
      <Bullets lines={lines} />
    </>
  );

const Bullets = ({ lines }: { readonly lines: readonly string[] }) => (
  <ul className="govuk-list govuk-list--bullet">
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

/** How a version came to be, as people say it. */
function cameBy({ kind, by, changed, rolledBackTo }: OneVersionFragment): string {
  const agencies = listed(changed.map(agencyName));
  switch (kind) {
    case 'FOUNDED':
      return 'the first, from files';
    case 'PUBLISHED':
      return `published by ${agencyName(by)}`;
    case 'EDITED':
      return `edited in files${agencies === null ? '' : ` of ${agencies}`}`;
    case 'ROLLED_BACK':
      return rolledBackTo === null ? 'rolled back' : `rolled back to version ${rolledBackTo}`;
    case 'RECOMPOSED':
      return 'put together anew by another gateway';
    case 'PROTOCOL':
      return 'under another protocol';
    default:
      return kind;
  }
}
