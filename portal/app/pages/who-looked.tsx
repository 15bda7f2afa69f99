import { useState } from 'react';
import { FindForAccount, WhoLooked, type WhoLookedQuery, type WhoLookedQueryVariables } from '../../operations/stored';
import { Page } from '../look/page';
import { Skeleton, Unavailable } from '../look/parts';
import { agencyName, listed } from '../look/words';
import { AccountForm, type AccountQuestion } from '../looks/account-form';
import { looksCsv } from '../looks/look-words';
import { REPORT_TITLE, ReportOf } from '../looks/report';
import { saveFile } from '../looks/save-file';
import { LooksTimeline } from '../looks/timeline';
import { useLooks } from '../looks/use-pages';
import { useSession } from '../session';

type By = WhoLookedQueryVariables['by'];
interface Asked {
  readonly by: By;
  /** Whom it is about, where it is about one person: of them a report can be written. */
  readonly about: { readonly person?: string; readonly references?: readonly string[] } | null;
  readonly found: string | null;
  /** Of whom it is not known what of the record is about the person. */
  readonly gap: string | null;
}
const readPage = ({ looks }: WhoLookedQuery) => looks;

/** Who looked at a person, who searched by what, and what one requester asked: for information governance. */
export function WhoLookedPage() {
  const { asker } = useSession();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [stopped, setStopped] = useState<string | null>(null);
  const [reporting, setReporting] = useState(false);

  const ask = async ({ kind, details, references, filters }: AccountQuestion): Promise<void> => {
    setStopped(null);
    setReporting(false);
    if (kind === 'SEARCHES') return setAsked({ by: { ...filters, details }, about: null, found: null, gap: null });
    if (kind === 'REQUESTER') return setAsked({ by: filters, about: null, found: null, gap: null });
    if (references.length > 0)
      return setAsked({ by: { ...filters, references }, about: { references }, found: null, gap: null });
    setIsAsking(true);
    const told = await asker.ask(FindForAccount, { by: details }).catch(() => null);
    setIsAsking(false);
    const found = told?.data?.findForAccount;
    setAsked(null);
    if (!found) return setStopped(told?.errors[0]?.message ?? 'The gateway did not answer. Try again.');
    const { person, answers } = found;
    if (person === null) return setStopped(nobodyIn(answers));
    setAsked({ by: { ...filters, person }, about: { person }, found: foundIn(answers), gap: gapIn(answers) });
  };

  return (
    <Page title={reporting ? REPORT_TITLE : 'Who looked'}>
      <p className="govuk-body no-print">
        No record is opened here: agencies are asked whether they know the person, and nothing else. That you asked is
        on record.
      </p>
      <AccountForm onAsk={(question) => void ask(question)} isAsking={isAsking} />
      {stopped === null ? null : (
        <div className="govuk-inset-text stopped" role="alert">
          {stopped}
        </div>
      )}
      {asked === null ? null : (
        <Account key={JSON.stringify(asked.by)} asked={asked} reporting={reporting} setReporting={setReporting} />
      )}
    </Page>
  );
}

function Account({
  asked: { by, about, found, gap },
  reporting,
  setReporting,
}: {
  readonly asked: Asked;
  readonly reporting: boolean;
  readonly setReporting: (reporting: boolean) => void;
}) {
  const { asker } = useSession();
  const { looks, state, fault, more } = useLooks(asker, WhoLooked, { by }, readPage);
  if (reporting && about !== null)
    return <ReportOf {...about} since={by.since} until={by.until} onClose={() => setReporting(false)} />;
  return (
    <section aria-labelledby="looks" className="account">
      <h2 className="govuk-heading-m" id="looks">
        {about === null ? 'On record' : 'Who looked at this person'}
      </h2>
      {found === null ? null : <p className="govuk-body">{found}</p>}
      {state === 'asking' && looks.length === 0 ? <Skeleton what="the record" /> : null}
      {state === 'failed' ? <Unavailable what="the record" message={fault ?? undefined} /> : null}
      <p className="govuk-body" role="status">
        {state !== 'told'
          ? ''
          : looks.length === 0
            ? `Nothing of it is on record${gap === null ? '' : `; ${gap}`}.`
            : countOf(looks.length, more !== null)}
      </p>
      {looks.length === 0 ? null : (
        <p className="account__actions">
          {about === null ? null : (
            <button type="button" className="govuk-button" onClick={() => setReporting(true)}>
              Write the report for the family
            </button>
          )}
          <button
            type="button"
            className="govuk-button govuk-button--secondary"
            onClick={() => saveFile('who-looked.csv', looksCsv(looks))}
          >
            Export these as CSV
          </button>
        </p>
      )}
      <LooksTimeline looks={looks} />
      {more === null ? null : (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={more}>
          Load earlier looks
        </button>
      )}
    </section>
  );
}

type Answers = readonly { readonly agency: string; readonly status: string }[];
const withStatus = (answers: Answers, status: string): string | null =>
  listed(answers.flatMap((one) => (one.status === status ? [agencyName(one.agency)] : [])));

function foundIn(answers: Answers): string {
  const silent = withStatus(answers, 'UNAVAILABLE');
  const maybe = withStatus(answers, 'POSSIBLE');
  const known = withStatus(answers, 'ANSWERED');
  return [
    `Known for certain at ${known ?? 'no agency'}.`,
    maybe && `${maybe} may know them too: looks at what is held there are not below.`,
    silent && `${silent} did not answer: looks at what is held there may be missing below.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** "Nothing is on record" is said with whose records of the person were not looked for. */
function gapIn(answers: Answers): string | null {
  const unsure = listed([withStatus(answers, 'UNAVAILABLE'), withStatus(answers, 'POSSIBLE')]);
  return unsure === null ? null : `what is held at ${unsure} was not looked for`;
}

function nobodyIn(answers: Answers): string {
  const silent = withStatus(answers, 'UNAVAILABLE');
  const maybe = withStatus(answers, 'POSSIBLE');
  return [
    `${silent === null ? 'No agency' : 'No agency that answered'} knows somebody for certain by these details${maybe === null ? '' : `; ${maybe} may know them`}${silent === null ? '' : `; ${silent} did not answer, and may know them`}.`,
    'Give more details, or the references under which agencies hold the person. A closed record is found by its reference alone.',
  ]
    .filter(Boolean)
    .join(' ');
}

const countOf = (count: number, more: boolean): string =>
  `${count} ${count === 1 ? 'entry' : 'entries'}${more ? '; there are more' : ''}.`;
