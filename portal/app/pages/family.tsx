/// <reference lib="dom" />
import { useEffect, useState } from 'react';
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
import { Skeleton } from '../look/parts';
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
  const again = useFoundAgain(at, opened, family);
  usePrintedBy();
  const saying = useSaying(at, opened, family, mine !== null);
  return (
    <Page title={titleOf(opened, family)} caption={opened.person.displayName ?? undefined}>
      {again.state === 'finding' ? (
        <div className="govuk-inset-text">
          An agency has come back, or the day has ended: this family is being found again.
          <Skeleton what="for this family again" />
        </div>
      ) : null}
      {again.state === 'stopped' ? (
        <div className="govuk-inset-text stopped" role="alert">
          {again.why} <a href="#/find">Find a person</a>
        </div>
      ) : null}
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

type FoundAgain =
  | { readonly state: 'no need' }
  | { readonly state: 'finding' }
  | { readonly state: 'stopped'; readonly why: string };

/** An id that has ended is found again by itself, once; whoever looks is told, and sees the page fill again. */
function useFoundAgain(at: number, opened: Opened, { lost }: Family): FoundAgain {
  const { asker, replace, closeGlass, glass } = useSession();
  const id = opened.family ?? opened.person.id;
  const [tried, setTried] = useState<{ readonly id: string; readonly why: string | null } | null>(null);
  const isTried = tried?.id === id;
  const isFinding = lost && !isTried;
  const broken = glass?.at === at;
  useEffect(() => {
    if (!isFinding) return;
    // A key ends with the ids under it: what it opened closes, and the family is asked for as it was.
    if (broken) return closeGlass();
    let left = false;
    const stop = (why: string | null): void => {
      if (!left) setTried({ id, why });
    };
    findAgain(asker, opened).then(
      (found) => {
        stop('stopped' in found ? found.stopped : null);
        if (!left && !('stopped' in found)) replace(at, found);
      },
      () => stop('The gateway did not answer.'),
    );
    return () => {
      left = true;
    };
  }, [isFinding, id, broken, asker, opened, at, replace, closeGlass]);
  if (isFinding) return { state: 'finding' };
  return isTried && tried.why !== null ? { state: 'stopped', why: tried.why } : { state: 'no need' };
}

function titleOf({ person }: Opened, { members }: Family): string {
  const surnames = members.flatMap(({ displayName }) => displayName?.split(' ').at(-1) ?? []);
  const own = person.displayName?.split(' ').at(-1);
  const most = own ?? surnames[0];
  return most === undefined ? 'A family' : `The ${most} family`;
}
