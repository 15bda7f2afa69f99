/// <reference lib="dom" />
import { useCallback, useMemo, useRef, useState } from 'react';
import type { WhoAmIQuery } from '../operations/stored';
import type { Standing } from '../standing/standing';
import { createAsker } from './asking/ask';
import type { Glass, Opened } from './family/opened';
import { Frame } from './look/frame';
import { CaseloadPage } from './pages/caseload';
import { FamilyPage } from './pages/family';
import { Find } from './pages/find';
import { GlassPage } from './pages/glass';
import { ProtocolPage } from './pages/protocol';
import { ReviewsPage } from './pages/reviews';
import { SignIn, type SignInProps } from './pages/sign-in';
import { goTo, useRoute } from './route';
import { type Sitting, SittingProvider, useSitting } from './sitting';

interface Entered {
  readonly standing: Standing;
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
        onEnter={(standing, me) => setEntered({ standing, me })}
      />
    );
  // Whatever was shown under another standing goes with it.
  return <Inside key={JSON.stringify(entered.me)} {...entered} signOut={signOut} />;
}

function Inside({ standing, me, signOut }: Entered & { readonly signOut: () => void }) {
  const asker = useMemo(() => createAsker(standing), [standing]);
  const [opened, setOpened] = useState<readonly Opened[]>([]);
  const count = useRef(0);
  const [glass, setGlass] = useState<Sitting['glass']>(null);
  const open = useCallback((family: Opened) => {
    setOpened((before) => [...before, family]);
    goTo(`family/${count.current++}`);
  }, []);
  const replace = useCallback(
    (at: number, family: Opened) => setOpened((before) => before.map((one, index) => (index === at ? family : one))),
    [],
  );
  const breakGlass = useCallback((at: number, broken: Glass) => setGlass({ ...broken, at }), []);
  const closeGlass = useCallback(() => setGlass(null), []);
  const sitting = useMemo(
    (): Sitting => ({ standing, me, asker, opened, open, replace, glass, breakGlass, closeGlass, signOut }),
    [standing, me, asker, opened, open, replace, glass, breakGlass, closeGlass, signOut],
  );
  return (
    <SittingProvider value={sitting}>
      <Frame>
        <Route />
      </Frame>
    </SittingProvider>
  );
}

function Route() {
  const [page, at = ''] = useRoute();
  const { opened, me } = useSitting();
  const family = page === 'family' ? opened[Number(at)] : undefined;
  const underGlass = page === 'glass' ? opened[Number(at)] : undefined;
  if (underGlass !== undefined) return <GlassPage key={at} at={Number(at)} opened={underGlass} />;
  if (family !== undefined) return <FamilyPage key={at} at={Number(at)} opened={family} />;
  if (page === 'caseload') return <CaseloadPage />;
  if (page === 'protocol') return <ProtocolPage />;
  if (page === 'reviews') return <ReviewsPage />;
  return me.role === 'IG_OFFICER' && page !== 'find' ? <ProtocolPage /> : <Find />;
}
