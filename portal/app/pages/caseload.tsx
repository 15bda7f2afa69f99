import { useMemo, useState } from 'react';
import { ReachAreas } from '../../operations/stored';
import { useAsked } from '../asking/use-asked';
import { ATTENTION_KINDS, type Attention } from '../family/attention';
import { openFamily } from '../family/open-family';
import { foundBy } from '../family/opened';
import { bornLine } from '../look/answer-words';
import { Page } from '../look/page';
import { Skeleton, Unavailable, WithheldPart } from '../look/parts';
import { Records } from '../look/records';
import { useSession } from '../session';
import { type Listed, type Loaded, PAGE, type Row, useCaseload } from './use-caseload';

const SORTS = {
  attention: (a: Row, b: Row) => b.attention.length - a.attention.length || name(a).localeCompare(name(b)),
  name: (a: Row, b: Row) => name(a).localeCompare(name(b)),
  youngest: (a: Row, b: Row) => (b.dateOfBirth ?? '').localeCompare(a.dateOfBirth ?? ''),
};

/** The people on one's own desk, or in a reach area, page by page, with what needs attention. */
export function CaseloadPage() {
  const { asker, me } = useSession();
  const areas = useAsked(asker, ReachAreas, {});
  const [area, setArea] = useState<string>(me.area ?? '');
  const [sort, setSort] = useState<keyof typeof SORTS>('attention');
  const [kind, setKind] = useState<'' | 'ANY' | Attention['kind']>('');
  const reachAreas = useMemo(() => {
    const named = (areas.told?.data?.centres ?? []).flatMap(({ reachArea }) =>
      // A list is for one's own area: another's would be refused.
      reachArea?.id && reachArea.name && reachArea.id === me.area ? [[reachArea.id, reachArea.name] as const] : [],
    );
    return [...new Map(named)];
  }, [areas.told, me.area]);
  return (
    <Page title="Caseload">
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice label="Whose" id="area" value={area} onChange={setArea}>
          <option value="">My own caseload</option>
          {reachAreas.map(([id, title]) => (
            <option key={id} value={id}>
              {title} reach area
            </option>
          ))}
        </Choice>
        <Choice label="Show" id="kind" value={kind} onChange={(value) => setKind(value as typeof kind)}>
          <option value="">Everybody</option>
          <option value="ANY">Anything that needs attention</option>
          {ATTENTION_KINDS.map(([one, title]) => (
            <option key={one} value={one}>
              {title}
            </option>
          ))}
        </Choice>
        <Choice label="Sort by" id="sort" value={sort} onChange={(value) => setSort(value as typeof sort)}>
          <option value="attention">What needs attention</option>
          <option value="name">Name</option>
          <option value="youngest">Youngest first</option>
        </Choice>
      </form>
      <List key={area} area={area} kind={kind} sort={sort} />
    </Page>
  );
}

interface ListProps {
  readonly area: string;
  readonly kind: '' | 'ANY' | Attention['kind'];
  readonly sort: keyof typeof SORTS;
}

function List({ area, kind, sort }: ListProps) {
  const { loaded, more, again } = useCaseload(area);
  const { rows, notices, state } = loaded;
  const shown = rows
    .filter(({ attention }) => kind === '' || attention.some((one) => kind === 'ANY' || one.kind === kind))
    .sort(SORTS[sort]);
  const silent = notices.filter((notice) => notice.kind === 'UNAVAILABLE');
  const withheld = notices.filter((notice) => notice.kind === 'WITHHELD');
  return (
    <section aria-label="The list">
      <p className="govuk-body-s progress" role="status" tabIndex={-1} data-keeps-focus>
        {progress(loaded, shown.length)}
      </p>
      {silent.map(({ message, ring }) => (
        <Unavailable key={message} what="them" message={message} ring={ring} again={again} />
      ))}
      {shown.length === 0 ? null : <People rows={shown} />}
      {state === 'asking' && rows.length === 0 ? <Skeleton what="the agencies" /> : null}
      {state === 'failed' && loaded.isLimit ? (
        <p className="govuk-inset-text">{loaded.refused}</p>
      ) : state === 'failed' ? (
        <Unavailable
          what={rows.length === 0 ? 'the list' : 'the next people'}
          message={loaded.refused ?? undefined}
          again={rows.length === 0 ? again : undefined}
        />
      ) : null}
      {rows.length > 0 && loaded.more ? <Onward state={state} more={more} again={again} /> : null}
      {withheld.length === 0 ? null : (
        <section aria-labelledby="not-looked-at">
          <h2 className="govuk-heading-m" id="not-looked-at">
            What this list could not look at
          </h2>
          {withheld.map(({ message, stream, fields, ring }) => (
            <WithheldPart
              key={message}
              part={{ kind: 'withheld', message, also: [], stream, fields, ring }}
              person={null}
            />
          ))}
        </section>
      )}
    </section>
  );
}

interface OnwardProps {
  readonly state: Loaded['state'];
  readonly more: () => void;
  readonly again: () => void;
}

/** One button all the while, so that it keeps the focus. */
const Onward = ({ state, more, again }: OnwardProps) => (
  <button
    type="button"
    className="govuk-button govuk-button--secondary"
    aria-disabled={state === 'asking'}
    onClick={state === 'told' ? more : state === 'failed' ? again : undefined}
  >
    {state === 'asking'
      ? 'Loading…'
      : state === 'failed'
        ? `Try again to load the next ${PAGE}`
        : `Load the next ${PAGE}`}
  </button>
);

function People({ rows }: { readonly rows: readonly Row[] }) {
  const { asker, open } = useSession();
  const [stopped, setStopped] = useState<string | null>(null);
  const show = async (row: Row): Promise<void> => {
    setStopped(null);
    const opened = await openFamily(asker, row, foundBy(row, row.identities)).catch(() => null);
    if (opened === null) setStopped('The gateway did not answer. Try again.');
    else if ('stopped' in opened) setStopped(opened.stopped);
    else open(opened);
  };
  return (
    <>
      {stopped === null ? null : (
        <div className="govuk-inset-text stopped" role="alert">
          {stopped}
        </div>
      )}
      <Records
        caption="People on this list"
        rows={rows}
        columns={[
          [
            'Person',
            (row) => (
              <button type="button" className="link-button" onClick={() => void show(row)}>
                {name(row)}
              </button>
            ),
          ],
          ['Born', (row) => bornLine(row)],
          ['Needs attention', (row) => <Needs attention={row.attention} />],
        ]}
      />
    </>
  );
}

function Needs({ attention }: { readonly attention: readonly Attention[] }) {
  if (attention.length === 0) return <span className="said">nothing seen in what you may see</span>;
  return (
    <ul className="govuk-list govuk-!-margin-bottom-0">
      {attention.map(({ what }) => (
        <li key={what}>{what}</li>
      ))}
    </ul>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: React.ReactNode;
}

export const Choice = ({ label, id, value, onChange, children }: ChoiceProps) => (
  <div className="govuk-form-group">
    <label className="govuk-label govuk-label--s" htmlFor={id}>
      {label}
    </label>
    <select className="govuk-select" id={id} value={value} onChange={({ target }) => onChange(target.value)}>
      {children}
    </select>
  </div>
);

const name = ({ displayName }: Pick<Listed, 'displayName'>): string => displayName ?? 'Name not shared';

function progress({ rows, more, state }: Loaded, shown: number): string {
  if (state === 'asking' && rows.length === 0) return 'Asking the agencies…';
  const some = shown === rows.length ? `${rows.length} people` : `${shown} of ${rows.length} people`;
  if (state === 'failed') return rows.length === 0 ? 'The list did not come.' : `${some}; the next page did not come.`;
  if (state === 'asking') return `${some}; asking the agencies…`;
  return more ? `${some}; there are more.` : `${some}; that is everybody.`;
}
