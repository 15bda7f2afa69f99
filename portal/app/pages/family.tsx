/// <reference lib="dom" />
import { useEffect, useRef, useState } from 'react';
import { TEAM_PAGE } from '../acts/use-what-i-may-do';
import { type Chosen, withheldOf } from '../family/chosen';
import { FamilyContent } from '../family/family-content';
import { identitiesOf } from '../family/involved';
import { findAgain } from '../family/open-family';
import { foundBy, type Opened } from '../family/opened';
import type { Saying } from '../family/people';
import { WhatWasSaid } from '../family/said';
import { type Family, type Member, useFamily } from '../family/use-family';
import { Page } from '../look/page';
import { usePrintSheet } from '../look/print-sheet';
import { organisationName, word } from '../look/words';
import { goTo } from '../route';
import { useSession } from '../session';
import { UnderGlass } from './break-glass';

/** The family on one page. */
export function FamilyPage({ at, opened }: { readonly at: number; readonly opened: Opened }) {
  const session = useSession();
  const { glass } = session;
  const mine = glass?.at === at ? glass : null;
  const family = useFamily(session, opened, mine);
  const stopped = useFoundAgain(at, opened, family);
  usePrintedBy();
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
        onBreakGlass={mine === null ? (place) => goTo(`glass/${at}${place ? `/${place}` : ''}`) : undefined}
        saying={saying}
      />
    </Page>
  );
}

/** A printed page says who printed it, for what and when: it leaves the office. */
function usePrintedBy(): void {
  const { me } = useSession();
  const when = new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
  usePrintSheet(
    `Family View, printed ${when} by ${me.name ?? me.id}, ${word(me.role)}, ${organisationName(me.organisation)}. Purpose: ${word(me.purpose)}. Case: ${me.caseReference ?? 'none stated'}.`,
    'For the meeting only: do not copy or keep it.',
  );
}

/** The ways to the forms about somebody, where the graph takes what they say. Not under break-glass: its ids are its own. */
function useSaying(at: number, opened: Opened, family: Family, broken: boolean): Saying {
  const { may, mayDo, choose, refer, openTeam } = useSession();
  const about = (member: Member): Chosen => ({
    at,
    person: member,
    by: member.id === opened.person.id ? opened.foundBy : foundBy(member, identitiesOf(family.parts, member.id)),
    withheld: withheldOf(family, member.id),
  });
  return {
    claim: may.claim && !broken ? (member) => choose(about(member)) : null,
    match: may.match && !broken ? (member, agency) => choose(about(member), agency) : null,
    refer: mayDo.has('submitReferral') && !broken ? (member) => refer(about(member)) : null,
    team: mayDo.has(TEAM_PAGE) && !broken ? (member) => openTeam(about(member)) : null,
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
