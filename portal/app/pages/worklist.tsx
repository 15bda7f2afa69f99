/// <reference lib="dom" />
import { useState } from 'react';
import { Worklist } from '../../operations/stored';
import { ActOn } from '../acts/act-on';
import { SERVICES, STATUSES, WORKLISTS } from '../acts/act-words';
import type { Listed } from '../acts/listed';
import { useAsked } from '../asking/use-asked';
import { NoAnswer } from '../look/no-answer';
import { Page } from '../look/page';
import { Skeleton, Unavailable } from '../look/parts';
import { agencyName, day, joined, listed } from '../look/words';
import { useSession } from '../session';

/** On whom the requester may do something next: a tab for each act and agency that is open to them. */
export function WorklistPage() {
  const { mayDo, mayDoAsked } = useSession();
  const tabs = WORKLISTS.flatMap(([act, title]) =>
    (mayDo.get(act) ?? []).map((agency) => ({ act, agency, title: `${title}: ${agencyName(agency)}` })),
  );
  const [chosen, setChosen] = useState(0);
  const tab = tabs[chosen];
  if (!tab)
    return (
      <Page title="Referrals and decisions">
        {mayDoAsked.state === 'asking' ? <Skeleton what="the protocol" /> : null}
        {mayDoAsked.state === 'failed' || mayDoAsked.told?.data === null ? (
          <NoAnswer what="the protocol" told={mayDoAsked.told} again={mayDoAsked.again} />
        ) : null}
        {mayDoAsked.told?.data ? (
          <p className="govuk-body">For this purpose your role refers nobody and decides nothing.</p>
        ) : null}
      </Page>
    );
  return (
    <Page title="Referrals and decisions">
      <nav aria-label="Lists">
        <ul className="tabs">
          {tabs.map(({ title }, at) => (
            <li key={title}>
              <button
                type="button"
                className="tabs__tab"
                aria-current={at === chosen ? 'true' : undefined}
                onClick={() => setChosen(at)}
              >
                {title}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <List key={tab.title} act={tab.act} agency={tab.agency} />
    </Page>
  );
}

function List({ act, agency }: { readonly act: string; readonly agency: string }) {
  const { asker } = useSession();
  const [after, setAfter] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const { state, told, again } = useAsked(asker, Worklist, { act, agency, after });
  const page = told?.data?.worklist;
  const people = page?.nodes ?? [];
  const silent = (told?.notices ?? []).filter(({ kind }) => kind === 'UNAVAILABLE');
  return (
    <>
      <p className="govuk-body" role="status">
        {said ?? ''}
      </p>
      {state === 'asking' ? <Skeleton what="the list" /> : null}
      {state !== 'asking' && !page?.nodes ? <NoAnswer what={agencyName(agency)} told={told} again={again} /> : null}
      {page?.nodes?.length === 0 ? (
        <p className="govuk-body">
          Nobody is waiting here, of those whom {agencyName(agency)} may tell you of
          {silent.length === 0 ? '' : `; ${joined(silent.map((one) => agencyName(one.agency)))} did not answer`}.
        </p>
      ) : null}
      {page?.nodes
        ? silent.map(({ agency: of, message, ring }) => (
            <Unavailable key={of} what={agencyName(of)} message={message} ring={ring} again={again} />
          ))
        : null}
      <ul className="govuk-list cards">
        {people.map((person) =>
          person === null ? null : (
            <li className="card card--tall" key={person.id}>
              <div>
                <h2 className="govuk-heading-s govuk-!-margin-bottom-1">{person.displayName ?? 'Name not told'}</h2>
                <Born person={person} />
                {act === 'submitReferral' ? (
                  <Mine person={person} />
                ) : (
                  <ActOn
                    act={act}
                    agency={agency}
                    person={person}
                    onDone={(words) => {
                      setSaid(words);
                      again();
                    }}
                  />
                )}
              </div>
            </li>
          ),
        )}
      </ul>
      {page?.pageInfo?.hasNextPage ? (
        <button
          type="button"
          className="govuk-button govuk-button--secondary"
          onClick={() => setAfter(page.pageInfo?.endCursor ?? null)}
        >
          Show the next
        </button>
      ) : null}
    </>
  );
}

function Born({ person }: { readonly person: Listed }) {
  const born = person.dateOfBirth ? `Born ${day(person.dateOfBirth)}` : null;
  const due = person.expectedDateOfBirth ? `Due ${day(person.expectedDateOfBirth)}` : null;
  const services = [
    ...new Set(
      (person.involvements ?? []).filter(({ status }) => status === 'CURRENT').map(({ agency }) => agencyName(agency)),
    ),
  ];
  return (
    <p className="govuk-body-s govuk-!-margin-bottom-1">
      {[born ?? due, services.length > 0 ? `working with them: ${listed(services)}` : null].filter(Boolean).join('; ')}
    </p>
  );
}

/** The requester's own, as they stand. */
function Mine({ person }: { readonly person: Listed }) {
  const mine = [person.earlyHelp, person.childrensCentre, person.health].flatMap((record) => record?.myReferrals ?? []);
  return (
    <ul className="govuk-list govuk-body-s">
      {mine.map((one) => (
        <li key={one.reference}>
          {one.service ? SERVICES[one.service] : 'Service'}: {STATUSES[one.status ?? ''] ?? one.status}, sent{' '}
          {day(one.submittedOn)}
          {one.decidedOn ? `, decided ${day(one.decidedOn)}` : `, to be decided by ${day(one.decideBy)}`}
          {one.decisionReason ? `: ${one.decisionReason}` : ''}
        </li>
      ))}
    </ul>
  );
}
