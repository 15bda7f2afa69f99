/// <reference lib="dom" />
import { useCallback, useMemo, useRef, useState } from 'react';
import { MayI, Partners, type WhoAmIQuery } from '../operations/stored';
import type { SessionContext } from '../session/session-context';
import { useWhatIMayDo } from './acts/use-what-i-may-do';
import { type Asker, createAsker } from './asking/ask';
import { withNewest } from './asking/limits';
import { useAsked } from './asking/use-asked';
import type { Chosen, Said } from './family/chosen';
import type { Glass, Opened } from './family/opened';
import { Frame, isForFigures } from './look/frame';
import { type LockedBy, LockScreen } from './look/lock-screen';
import { useIdle } from './look/use-idle';
import { BreakGlassPage } from './pages/break-glass';
import { CaseloadPage } from './pages/caseload';
import { ChangesPage } from './pages/changes';
import { ClaimPage } from './pages/claim';
import { FamilyPage } from './pages/family';
import { FiguresPage } from './pages/figures';
import { Find } from './pages/find';
import { LinkedFamilyPage } from './pages/linked-family';
import { MatchPage } from './pages/match';
import { MyLooksPage } from './pages/my-looks';
import { NotFoundPage } from './pages/not-found';
import { PerformanceReportPage } from './pages/performance-report';
import { ProtocolPage } from './pages/protocol';
import { ReferPage } from './pages/refer';
import { ReviewsPage } from './pages/reviews';
import { SignIn, type SignInProps } from './pages/sign-in';
import { StopsPage } from './pages/stops';
import { TeamAroundFamilyPage } from './pages/team-around-family';
import { WhoLookedPage } from './pages/who-looked';
import { WorklistPage } from './pages/worklist';
import { goTo, useRoute } from './route';
import { type Session, SessionProvider, useSession } from './session';

interface Entered {
  readonly sessionContext: SessionContext;
  readonly me: WhoAmIQuery['me'];
}

export function App({ personas, signIn, token }: Omit<SignInProps, 'onEnter'>) {
  const [entered, setEntered] = useState<Entered | null>(null);
  const signOut = useCallback(() => setEntered(null), []);
  if (entered === null)
    return (
      <SignIn
        personas={personas}
        signIn={signIn}
        token={token}
        onEnter={(sessionContext, me) => setEntered({ sessionContext, me })}
      />
    );
  // Whatever was shown under another standing goes with it.
  return <Inside key={JSON.stringify(entered.me)} {...entered} signIn={signIn} signOut={signOut} />;
}

function Inside({
  sessionContext,
  me,
  signIn,
  signOut,
}: Entered & Pick<SignInProps, 'signIn'> & { readonly signOut: () => void }) {
  const [locked, setLocked] = useState<LockedBy | null>(null);
  useIdle(useCallback(() => setLocked((before) => before ?? 'idle'), []));
  const [limits, setLimits] = useState<Session['limits']>([]);
  const asker = useMemo(
    () =>
      createAsker(
        sessionContext,
        (told) => setLimits((before) => withNewest(before, told, Date.now())),
        () => setLocked('expired'),
      ),
    [sessionContext],
  );
  const [opened, setOpened] = useState<readonly Opened[]>([]);
  const count = useRef(0);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const countChosen = useRef(0);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const may = useWhatIMay(asker);
  const { mayDo, mayDoAsked } = useWhatIMayDo(asker);
  const [drafts] = useState<Session['drafts']>(() => new Map());
  const partners = useAsked(asker, Partners, {});
  const [glass, setGlass] = useState<Session['glass']>(null);
  const open = useCallback((family: Opened) => {
    setOpened((before) => [...before, family]);
    const at = count.current++;
    goTo(`family/${at}`);
    return at;
  }, []);
  const replace = useCallback(
    (at: number, family: Opened) => setOpened((before) => before.map((one, index) => (index === at ? family : one))),
    [],
  );
  const choose = useCallback((one: Chosen, agency?: string) => {
    setChosen((before) => [...before, one]);
    goTo(agency === undefined ? `claim/${countChosen.current++}` : `match/${countChosen.current++}/${agency}`);
  }, []);
  const refer = useCallback((one: Chosen) => {
    setChosen((before) => [...before, one]);
    goTo(`refer/${countChosen.current++}`);
  }, []);
  const openTeam = useCallback((one: Chosen) => {
    setChosen((before) => [...before, one]);
    goTo(`team/${countChosen.current++}`);
  }, []);
  const say = useCallback((one: Said) => setSaid((before) => [...before, one]), []);
  const breakGlass = useCallback((at: number, broken: Glass) => setGlass({ ...broken, at }), []);
  const closeGlass = useCallback(() => setGlass(null), []);
  const session = useMemo(
    (): Session => ({
      ...{ sessionContext, me, asker, partners, limits, signOut },
      ...{ opened, open, replace, may, chosen, choose, said, say, glass, breakGlass, closeGlass },
      ...{ refer, openTeam, mayDo, mayDoAsked, drafts },
    }),
    [
      sessionContext,
      me,
      asker,
      partners,
      limits,
      signOut,
      opened,
      open,
      replace,
      may,
      chosen,
      choose,
      said,
      say,
      glass,
      breakGlass,
      closeGlass,
      refer,
      openTeam,
      mayDo,
      mayDoAsked,
      drafts,
    ],
  );
  return (
    <SessionProvider value={session}>
      {locked === null ? null : (
        <LockScreen
          by={locked}
          me={me}
          sessionContext={sessionContext}
          signIn={signIn}
          place={placeNow(opened)}
          onOpen={() => setLocked(null)}
        />
      )}
      <div hidden={locked !== null}>
        <Frame>
          <Route />
        </Frame>
      </div>
    </SessionProvider>
  );
}

/** Where one comes back to after signing in elsewhere: a family by its link, since nothing else of it outlives the page. */
function placeNow(opened: Session['opened']): string {
  const [, page, at] = window.location.hash.split('/');
  const person = page === 'family' || page === 'glass' ? opened[Number(at)]?.person.id : undefined;
  return person === undefined ? window.location.hash : `#/link/${person}`;
}

/** What the graph offers this role for this purpose: nothing is offered here that it would refuse. */
function useWhatIMay(asker: Asker): Session['may'] {
  const { told } = useAsked(asker, MayI, {});
  return useMemo(() => {
    const open = (field: string): boolean =>
      (told?.data?.explainAccess ?? []).some((one) => one.field === field && one.decision === 'GRANTED');
    return {
      claim: open('Mutation.claimRelationship'),
      match: open('Mutation.confirmMatch'),
      looks: open('Query.looks'),
      reviews: open('Query.reviews'),
      stops: open('Query.stops'),
      sharing: open('Query.sharing'),
      figures: open('Query.measures'),
      cohorts: open('Query.cohort'),
      changes: open('Query.emergingNeeds'),
      breakGlass: open('Mutation.breakGlass'),
    };
  }, [told]);
}

function Route() {
  const [page, at = '', agency = ''] = useRoute();
  const { opened, chosen, me } = useSession();
  const about = chosen[Number(at)];
  const family = page === 'family' ? opened[Number(at)] : undefined;
  const underGlass = page === 'glass' ? opened[Number(at)] : undefined;
  if (underGlass !== undefined)
    return <BreakGlassPage key={at} at={Number(at)} opened={underGlass} place={agency || undefined} />;
  if (family !== undefined) return <FamilyPage key={at} at={Number(at)} opened={family} />;
  if (page === 'claim' && about !== undefined) return <ClaimPage key={at} chosen={about} />;
  if (page === 'refer' && about !== undefined) return <ReferPage key={at} at={at} chosen={about} />;
  if (page === 'team' && about !== undefined) return <TeamAroundFamilyPage key={at} at={at} chosen={about} />;
  if (page === 'work') return <WorklistPage />;
  if (page === 'match' && about !== undefined) return <MatchPage key={at} chosen={about} agency={agency} />;
  if (page === 'caseload') return <CaseloadPage />;
  if (page === 'protocol') return <ProtocolPage />;
  if (page === 'looks') return <WhoLookedPage />;
  if (page === 'reviews') return <ReviewsPage />;
  if (page === 'stops') return <StopsPage />;
  if (page === 'figures') return <FiguresPage />;
  if (page === 'changes') return <ChangesPage />;
  if (page === 'report') return <PerformanceReportPage />;
  if (page === 'mine') return <MyLooksPage />;
  if (page === 'link' && at !== '') return <LinkedFamilyPage key={at} id={at} />;
  if (page === undefined && isForFigures(me)) return <FiguresPage />;
  if (page === 'find' || page === undefined) return me.role === 'IG_OFFICER' ? <ProtocolPage /> : <Find />;
  return <NotFoundPage key={page} family={['family', 'glass', 'claim', 'match', 'refer', 'team'].includes(page)} />;
}
