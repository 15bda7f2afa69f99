import { useState } from 'react';
import { openFamily } from '../family/open-family';
import { foundBy } from '../family/opened';
import { Skeleton, Unavailable } from '../look/parts';
import { WithheldLine } from '../look/withheld-line';
import { agencyName } from '../look/words';
import { useSession } from '../session';
import { type FamilyRow, familiesOf, isInNoCentre, SORTS } from './families';
import { FamilyCard } from './family-card';
import { type Kind, notLookedAt, progress } from './progress';
import { type Loaded, PAGE, type Row, useCaseload } from './use-caseload';

/** The list itself: page by page, with what of it did not come and what it could not look at. */
export function CaseloadList({
  area,
  kind,
  sort,
}: {
  readonly area: string;
  readonly kind: Kind;
  readonly sort: keyof typeof SORTS;
}) {
  const { loaded, more, again } = useCaseload(area);
  const { rows, notices, state } = loaded;
  const families = familiesOf(rows).filter(isOfKind(kind)).sort(SORTS[sort]);
  const shown = families.reduce((sum, { people }) => sum + people.length, 0);
  const withheld = notices.filter((notice) => notice.kind === 'WITHHELD');
  const silent = notices.filter((notice) => notice.kind === 'UNAVAILABLE');
  const gap = notLookedAt(kind, notices);
  return (
    <section aria-label="The list">
      <p className="govuk-body-s progress" role="status" tabIndex={-1} data-keeps-focus>
        {progress(loaded, shown)}
      </p>
      {gap === '' ? null : <p className="govuk-body-s part part--withheld">{gap}</p>}
      {silent.map(({ message, ring }) => (
        <Unavailable key={message} what="them" message={message} ring={ring} again={again} />
      ))}
      <Families families={families} silent={silent.map(({ agency }) => agencyName(agency))} />
      {state === 'asking' && rows.length === 0 ? <Skeleton what="the agencies" /> : null}
      {state === 'failed' ? <DidNotCome loaded={loaded} again={again} /> : null}
      {rows.length > 0 && loaded.more ? <Onward state={state} more={more} again={again} /> : null}
      {withheld.length === 0 || rows.length === 0 ? null : (
        <section aria-labelledby="not-looked-at">
          <h2 className="govuk-heading-m" id="not-looked-at">
            What this list could not look at
          </h2>
          <WithheldLine
            parts={withheld.map((one) => ({ ...one, kind: 'withheld' as const, also: [] }))}
            person={null}
            onBreakGlass={undefined}
          />
        </section>
      )}
    </section>
  );
}

const isOfKind =
  (kind: Kind) =>
  ({ people }: FamilyRow): boolean => {
    if (kind === '') return true;
    if (kind === 'NO_CENTRE') return people.some(isInNoCentre);
    return people.some(({ attention }) => attention.some((one) => kind === 'ANY' || one.kind === kind));
  };

/** What is withheld or reached a limit did not fail to come: asking again would change nothing. */
function DidNotCome({
  loaded: { rows, refused, why },
  again,
}: {
  readonly loaded: Loaded;
  readonly again: () => void;
}) {
  if (why === 'limit') return <p className="govuk-inset-text">{refused}</p>;
  if (why === 'withheld')
    return (
      <p className="part part--withheld govuk-body-s">
        <span className="part__mark">Withheld</span> {refused}
      </p>
    );
  return (
    <Unavailable
      what={rows.length === 0 ? 'The list' : 'The next people'}
      message={refused ?? undefined}
      again={rows.length === 0 ? again : undefined}
    />
  );
}

/** One button all the while, so that it keeps the focus. */
const Onward = ({
  state,
  more,
  again,
}: {
  readonly state: Loaded['state'];
  readonly more: () => void;
  readonly again: () => void;
}) => (
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

function Families({
  families,
  silent,
}: {
  readonly families: readonly FamilyRow[];
  readonly silent: readonly string[];
}) {
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
      {families.map((family) => (
        <FamilyCard key={family.id} family={family} silent={silent} onOpen={(row) => void show(row)} />
      ))}
    </>
  );
}
