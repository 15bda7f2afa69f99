import { useCallback, useEffect, useMemo, useState } from 'react';
import { Caseload, type CaseloadQuery, ReachAreas } from '../../operations/stored';
import type { Notice, Told } from '../asking/told';
import { useAsked } from '../asking/use-asked';
import { ATTENTION_KINDS, type Attention, attentionOf } from '../family/attention';
import { openFamily } from '../family/open-family';
import { foundBy } from '../family/opened';
import { bornLine } from '../look/answer-words';
import { Page } from '../look/page';
import { Skeleton, Unavailable, WithheldPart } from '../look/parts';
import { Records } from '../look/records';
import { useSitting } from '../sitting';

type Listed = NonNullable<NonNullable<NonNullable<CaseloadQuery['caseload']>['nodes']>[number]>;
interface Row extends Listed {
  readonly attention: readonly Attention[];
}
interface Loaded {
  readonly rows: readonly Row[];
  readonly notices: readonly Notice[];
  /** Null where all has come. */
  readonly next: string | null;
  readonly state: 'asking' | 'told' | 'failed';
  readonly refused: string | null;
}

const PAGE = 20;
const NOTHING_YET: Loaded = { rows: [], notices: [], next: null, state: 'asking', refused: null };
const SORTS = {
  attention: (a: Row, b: Row) => b.attention.length - a.attention.length || name(a).localeCompare(name(b)),
  name: (a: Row, b: Row) => name(a).localeCompare(name(b)),
  youngest: (a: Row, b: Row) => (b.dateOfBirth ?? '').localeCompare(a.dateOfBirth ?? ''),
};

/** The people on one's own desk, or in a reach area, page by page, with what needs attention. */
export function CaseloadPage() {
  const { asker, me } = useSitting();
  const areas = useAsked(asker, ReachAreas, {});
  const [area, setArea] = useState<string>(me.area ?? '');
  const [sort, setSort] = useState<keyof typeof SORTS>('attention');
  const [kind, setKind] = useState<'' | 'ANY' | Attention['kind']>('');
  const reachAreas = useMemo(() => {
    const named = (areas.told?.data?.centres ?? []).flatMap(({ reachArea }) =>
      reachArea?.id && reachArea.name ? [[reachArea.id, reachArea.name] as const] : [],
    );
    return [...new Map(named)];
  }, [areas.told]);
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
  const shown = loaded.rows
    .filter(({ attention }) => kind === '' || attention.some((one) => kind === 'ANY' || one.kind === kind))
    .sort(SORTS[sort]);
  const silent = loaded.notices.filter((notice) => notice.kind === 'UNAVAILABLE');
  const withheld = loaded.notices.filter((notice) => notice.kind === 'WITHHELD');
  return (
    <>
      <p className="govuk-body-s" role="status">
        {progress(loaded, shown.length)}
      </p>
      {silent.map(({ message, ring }) => (
        <Unavailable key={message} what="them" message={message} ring={ring} again={again} />
      ))}
      {loaded.state === 'failed' && silent.length === 0 ? (
        <Unavailable what="the list" message={loaded.refused ?? undefined} again={again} />
      ) : null}
      {shown.length === 0 ? null : <People rows={shown} />}
      {loaded.state === 'asking' ? <Skeleton what="the next people" /> : null}
      {loaded.state === 'told' && loaded.next !== null ? (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={more}>
          Load the next {PAGE}
        </button>
      ) : null}
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
    </>
  );
}

function useCaseload(area: string) {
  const { asker } = useSitting();
  const [loaded, setLoaded] = useState<Loaded>(NOTHING_YET);
  const [asked, setAsked] = useState<{ readonly after: string | null; readonly turn: number }>({
    after: null,
    turn: 0,
  });
  useEffect(() => {
    let left = false;
    const put = (change: (before: Loaded) => Loaded): void => {
      if (!left) setLoaded(change);
    };
    put((before) => ({ ...before, state: 'asking', refused: null }));
    asker.ask(Caseload, { area: area || null, first: PAGE, after: asked.after }).then(
      (told) => put((before) => withPage(before, told)),
      () => put((before) => ({ ...before, state: 'failed' })),
    );
    return () => {
      left = true;
    };
  }, [asker, area, asked]);
  const more = useCallback(() => setAsked(({ turn }) => ({ after: loaded.next, turn })), [loaded.next]);
  // From the beginning: what came while an agency was silent may lack what needs attention.
  const again = useCallback(() => {
    setLoaded(NOTHING_YET);
    setAsked(({ turn }) => ({ after: null, turn: turn + 1 }));
  }, []);
  return { loaded, more, again };
}

function withPage(before: Loaded, { data, errors, notices }: Told<CaseloadQuery>): Loaded {
  const page = data?.caseload;
  if (!page?.nodes) {
    const refused = notices.find((one) => one.kind === 'UNAVAILABLE')?.message ?? errors[0]?.message ?? null;
    return { ...before, state: 'failed', refused };
  }
  const rows = page.nodes.map((node) => ({ ...node, attention: attentionOf(node) }));
  return {
    rows: [...before.rows, ...rows],
    notices: [...new Map([...before.notices, ...notices].map((one) => [one.message, one])).values()],
    next: page.pageInfo?.hasNextPage ? page.pageInfo.endCursor : null,
    state: 'told',
    refused: null,
  };
}

function People({ rows }: { readonly rows: readonly Row[] }) {
  const { asker, open } = useSitting();
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

function progress({ rows, next, state }: Loaded, shown: number): string {
  if (state === 'asking' && rows.length === 0) return 'Asking the agencies…';
  const some = shown === rows.length ? `${rows.length} people` : `${shown} of ${rows.length} people`;
  const more = state === 'asking' ? '; loading more…' : next === null ? '; that is everybody.' : '; there are more.';
  return state === 'failed' ? `${some}; the next page did not come.` : `${some}${more}`;
}
