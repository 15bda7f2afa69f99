/// <reference lib="dom" />
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { AgencyParts } from '../family/agency-parts';
import { type Chosen, withheldOf } from '../family/chosen';
import { Conflicts } from '../family/conflicts';
import { identitiesOf } from '../family/involved';
import { Needs } from '../family/needs';
import { NotShown } from '../family/not-shown';
import { findAgain } from '../family/open-family';
import { foundBy, type Opened } from '../family/opened';
import { OtherFamilies } from '../family/other-families';
import { People, type Saying } from '../family/people';
import { WhatWasSaid } from '../family/said';
import { EndedTies } from '../family/ties';
import { Timeline } from '../family/timeline';
import { type Family, type Member, useFamily } from '../family/use-family';
import { Page } from '../look/page';
import { Skeleton, Unavailable } from '../look/parts';
import { word } from '../look/words';
import { goTo } from '../route';
import { useSession } from '../session';
import { UnderGlass } from './break-glass';

/** The family on one page. */
export function FamilyPage({ at, opened }: { readonly at: number; readonly opened: Opened }) {
  const { asker, glass } = useSession();
  const mine = glass?.at === at ? glass : null;
  const family = useFamily(asker, opened, mine);
  const stopped = useFoundAgain(at, opened, family);
  const saying = useSaying(at, opened, family, mine !== null);
  return (
    <Page title={titleOf(opened, family)} caption={opened.person.displayName ?? undefined}>
      {stopped === null ? null : (
        <div className="govuk-inset-text stopped" role="alert">
          {stopped} <a href="#/find">Find a person</a>
        </div>
      )}
      {mine === null ? <WhatWasSaid at={at} family={family} /> : <UnderGlass />}
      <FamilyContent
        opened={opened}
        family={family}
        onBreakGlass={mine === null ? () => goTo(`glass/${at}`) : undefined}
        saying={saying}
      />
    </Page>
  );
}

const SECTIONS = [
  ['working', 'Who is working with them'],
  ['need', 'Level of need'],
  ['timeline', 'What happened'],
  ['conflicts', 'Where agencies differ'],
  ['records', 'What each agency has recorded'],
  ['not-shown', 'What is not shown to you'],
] as const;

function FamilyContent({
  opened,
  family,
  onBreakGlass,
  saying,
}: {
  readonly opened: Opened;
  readonly family: Family;
  readonly onBreakGlass: (() => void) | undefined;
  readonly saying: Saying;
}) {
  const [everythingOpen, setEverythingOpen] = useState(false);
  const [printed, setPrinted] = useState(false);
  const shown = SECTIONS.filter(([id]) => id !== 'need' || !family.alone);
  const contents: Readonly<Record<(typeof SECTIONS)[number][0], ReactNode>> = {
    working: <Working opened={opened} family={family} saying={saying} />,
    need: <Needs family={family} onBreakGlass={onBreakGlass} />,
    timeline: <Timeline family={family} whole={printed} />,
    conflicts: <Conflicts family={family} />,
    records: (
      <>
        <button
          type="button"
          className="link-button no-print"
          aria-pressed={everythingOpen}
          onClick={() => setEverythingOpen((before) => !before)}
        >
          {everythingOpen ? 'Close all records' : 'Open all records'}
        </button>
        <AgencyParts family={family} everythingOpen={everythingOpen} onBreakGlass={onBreakGlass} />
      </>
    ),
    'not-shown': <NotShown family={family} onBreakGlass={onBreakGlass} />,
  };
  return (
    <>
      <PrintHead />
      <nav aria-label="On this page" className="no-print">
        <ul className="page-sections">
          {shown.map(([id, title]) => (
            <li key={id}>
              <button type="button" className="link-button" onClick={() => showSection(id)}>
                {title}
              </button>
            </li>
          ))}
          <li className="page-sections__print">
            <button
              type="button"
              className="link-button"
              onClick={() => {
                flushSync(() => {
                  setEverythingOpen(true);
                  setPrinted(true);
                });
                window.print();
              }}
            >
              Print for a meeting
            </button>
          </li>
        </ul>
      </nav>
      {shown.map(([id, title]) => (
        <section aria-labelledby={id} key={id} className="family-section">
          <h2 className="govuk-heading-m family-section__title" id={id} tabIndex={-1}>
            {title}
          </h2>
          {contents[id]}
        </section>
      ))}
    </>
  );
}

function showSection(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

function Working({
  opened,
  family,
  saying,
}: {
  readonly opened: Opened;
  readonly family: Family;
  readonly saying: Saying;
}) {
  const { asked } = family;
  return (
    <>
      {family.alone ? (
        <p className="govuk-body">
          {opened.familyWithheld ?? 'No agency that may tell you asserts a family: this person is shown alone.'}
        </p>
      ) : null}
      {!family.alone && asked.state === 'asking' ? <Skeleton what="who is in the family" /> : null}
      {!family.alone && asked.state !== 'asking' && family.members.length === 0 ? (
        <Unavailable what="who is in the family" message={asked.told?.errors[0]?.message} again={asked.again} />
      ) : null}
      <People family={family} saying={saying} />
      <EndedTies ties={family.endedTies} />
      <OtherFamilies of={opened.person.displayName} families={opened.otherFamilies} />
    </>
  );
}

/** A printed page says who printed it, for what and when: it leaves the office. */
function PrintHead() {
  const { me } = useSession();
  return (
    <div className="print-head">
      <p>
        Printed from Family View on {new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })} by{' '}
        {me.name ?? me.id}, {word(me.role)}, {me.organisation}. Purpose: {word(me.purpose)}. Case reference:{' '}
        {me.caseReference ?? 'none stated'}.
      </p>
      <p>
        It shows what the protocol shares with this role for this purpose, as the agencies answered at that time. For
        the meeting only: do not copy or keep it.
      </p>
    </div>
  );
}

/** The ways to the forms about somebody, where the graph takes what they say. Not under break-glass: its ids are its own. */
function useSaying(at: number, opened: Opened, family: Family, broken: boolean): Saying {
  const { may, choose } = useSession();
  const about = (member: Member): Chosen => ({
    at,
    person: member,
    by: member.id === opened.person.id ? opened.foundBy : foundBy(member, identitiesOf(family.parts, member.id)),
    withheld: withheldOf(family, member.id),
  });
  return {
    claim: may.claim && !broken ? (member) => choose(about(member)) : null,
    match: may.match && !broken ? (member, agency) => choose(about(member), agency) : null,
  };
}

/** An id that has ended is found again by itself, once; whoever looks sees the page fill again. */
function useFoundAgain(at: number, opened: Opened, { lost }: Family): string | null {
  const { asker, replace, closeGlass, glass } = useSession();
  const [stopped, setStopped] = useState<string | null>(null);
  const tried = useRef<string | null>(null);
  const id = opened.family ?? opened.person.id;
  const broken = glass?.at === at;
  useEffect(() => {
    if (!lost || tried.current === id) return;
    tried.current = id;
    // A key ends with the ids under it: what it opened closes, and the family is shown as it was.
    if (broken) closeGlass();
    findAgain(asker, opened).then(
      (found) => ('stopped' in found ? setStopped(found.stopped) : replace(at, found)),
      () => setStopped('The gateway did not answer.'),
    );
  }, [lost, id, broken, asker, opened, at, replace, closeGlass]);
  return stopped;
}

function titleOf({ person }: Opened, { members }: Family): string {
  const surnames = members.flatMap(({ displayName }) => displayName?.split(' ').at(-1) ?? []);
  const own = person.displayName?.split(' ').at(-1);
  const most = own ?? surnames[0];
  return most === undefined ? 'A family' : `The ${most} family`;
}
