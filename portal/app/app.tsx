/// <reference lib="dom" />
import { useCallback, useMemo, useRef, useState } from 'react';
import { MayI, type WhoAmIQuery } from '../operations/stored';
import type { SessionContext } from '../session/session-context';
import { type Asker, createAsker } from './asking/ask';
import { withNewest } from './asking/limits';
import { useAsked } from './asking/use-asked';
import type { Chosen, Said } from './family/chosen';
import type { Glass, Opened } from './family/opened';
import { Frame } from './look/frame';
import { BreakGlassPage } from './pages/break-glass';
import { CaseloadPage } from './pages/caseload';
import { ClaimPage } from './pages/claim';
import { FamilyPage } from './pages/family';
import { Find } from './pages/find';
import { MatchPage } from './pages/match';
import { ProtocolPage } from './pages/protocol';
import { ReviewsPage } from './pages/reviews';
import { SignIn, type SignInProps } from './pages/sign-in';
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
  return <Inside key={JSON.stringify(entered.me)} {...entered} signOut={signOut} />;
}

function Inside({ sessionContext, me, signOut }: Entered & { readonly signOut: () => void }) {
  const [limits, setLimits] = useState<Session['limits']>([]);
  const asker = useMemo(
    () => createAsker(sessionContext, (told) => setLimits((before) => withNewest(before, told, Date.now()))),
    [sessionContext],
  );
  const [opened, setOpened] = useState<readonly Opened[]>([]);
  const count = useRef(0);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const countChosen = useRef(0);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const may = useWhatIMay(asker);
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
  const say = useCallback((one: Said) => setSaid((before) => [...before, one]), []);
  const breakGlass = useCallback((at: number, broken: Glass) => setGlass({ ...broken, at }), []);
  const closeGlass = useCallback(() => setGlass(null), []);
  const session = useMemo(
    (): Session => ({
      ...{ sessionContext, me, asker, limits, signOut },
      ...{ opened, open, replace, may, chosen, choose, said, say, glass, breakGlass, closeGlass },
    }),
    [
      sessionContext,
      me,
      asker,
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
    ],
  );
  return (
    <SessionProvider value={session}>
      <Frame>
        <Route />
      </Frame>
    </SessionProvider>
  );
}

/** What the graph offers this role for this purpose: nothing is offered here that it would refuse. */
function useWhatIMay(asker: Asker): Session['may'] {
  const { told } = useAsked(asker, MayI, {});
  return useMemo(() => {
    const open = (field: string): boolean =>
      (told?.data?.explainAccess ?? []).some((one) => one.field === field && one.decision === 'GRANTED');
    return { claim: open('Mutation.claimRelationship'), match: open('Mutation.confirmMatch') };
  }, [told]);
}

function Route() {
  const [page, at = '', agency = ''] = useRoute();
  const { opened, chosen, me } = useSession();
  const about = chosen[Number(at)];
  const family = page === 'family' ? opened[Number(at)] : undefined;
  const underGlass = page === 'glass' ? opened[Number(at)] : undefined;
  if (underGlass !== undefined) return <BreakGlassPage key={at} at={Number(at)} opened={underGlass} />;
  if (family !== undefined) return <FamilyPage key={at} at={Number(at)} opened={family} />;
  if (page === 'claim' && about !== undefined) return <ClaimPage key={at} chosen={about} />;
  if (page === 'match' && about !== undefined) return <MatchPage key={at} chosen={about} agency={agency} />;
  if (page === 'caseload') return <CaseloadPage />;
  if (page === 'protocol') return <ProtocolPage />;
  if (page === 'reviews') return <ReviewsPage />;
  return me.role === 'IG_OFFICER' && page !== 'find' ? <ProtocolPage /> : <Find />;
}
