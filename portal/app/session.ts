import { createContext, useContext } from 'react';
import type { WhoAmIQuery } from '../operations/stored';
import type { SessionContext } from '../session/session-context';
import type { Asker } from './asking/ask';
import type { ToldLimit } from './asking/limits';
import type { Chosen, Said } from './family/chosen';
import type { Glass, Opened } from './family/opened';

/** From signing in to signing out, or to another purpose. All of it is memory of this page, and goes with it. */
export interface Session {
  readonly sessionContext: SessionContext;
  readonly me: WhoAmIQuery['me'];
  readonly asker: Asker;
  /** What the gateway said last of each limit that is near or reached. */
  readonly limits: readonly ToldLimit[];
  readonly opened: readonly Opened[];
  /** Opens a family's page, and says which of those opened it is. */
  readonly open: (opened: Opened) => number;
  /** Puts a family found again in the place of the one whose id had ended. */
  readonly replace: (at: number, opened: Opened) => void;
  /** What the graph lets the requester say of people, for the purpose they stated. */
  readonly may: { readonly claim: boolean; readonly match: boolean };
  readonly chosen: readonly Chosen[];
  /** Opens a form about somebody: that they work with them, or, with an agency, whether its possible match is they. */
  readonly choose: (chosen: Chosen, agency?: string) => void;
  /** What was said in the forms, the newest last. */
  readonly said: readonly Said[];
  readonly say: (said: Said) => void;
  readonly glass: (Glass & { readonly at: number }) | null;
  readonly breakGlass: (at: number, glass: Glass) => void;
  readonly closeGlass: () => void;
  readonly signOut: () => void;
}

const SessionReactContext = createContext<Session | null>(null);
export const SessionProvider = SessionReactContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionReactContext);
  if (session === null) throw new Error('This part of the portal is shown only to somebody who has signed in.');
  return session;
}
