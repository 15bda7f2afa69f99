import { createContext, useContext } from 'react';
import type { PartnersQuery, WhatIMayDoQuery, WhoAmIQuery } from '../operations/stored';
import type { SessionContext } from '../session/session-context';
import type { MayDo } from './acts/use-what-i-may-do';
import type { Asker } from './asking/ask';
import type { ToldLimit } from './asking/limits';
import type { Asked } from './asking/use-asked';
import type { Chosen, Said } from './family/chosen';
import type { Glass, Opened } from './family/opened';

/** What the graph offers for the purpose that was stated. */
export interface May {
  readonly claim: boolean;
  readonly match: boolean;
  readonly breakGlass: boolean;
  readonly looks: boolean;
  readonly reviews: boolean;
  readonly stops: boolean;
  readonly sharing: boolean;
  readonly figures: boolean;
  readonly cohorts: boolean;
  readonly changes: boolean;
}

/** From signing in to signing out, or to another purpose. All of it is memory of this page, and goes with it. */
export interface Session {
  readonly sessionContext: SessionContext;
  readonly me: WhoAmIQuery['me'];
  readonly asker: Asker;
  /** What the gateway said last of each limit that is near or reached. */
  readonly limits: readonly ToldLimit[];
  /** Which agencies take part: asked once, when somebody enters. */
  readonly partners: Asked<PartnersQuery>;
  readonly opened: readonly Opened[];
  /** Opens a family's page, and says which of those opened it is. */
  readonly open: (opened: Opened) => number;
  /** Puts a family found again in the place of the one whose id had ended. */
  readonly replace: (at: number, opened: Opened) => void;
  /** What the graph lets the requester say of people, for the purpose they stated. */
  readonly may: May;
  readonly chosen: readonly Chosen[];
  /** Opens a form about somebody: that they work with them, or, with an agency, whether its possible match is they. */
  readonly choose: (chosen: Chosen, agency?: string) => void;
  /** Opens the referral form about somebody. */
  readonly refer: (chosen: Chosen) => void;
  /** Opens the page of the team around somebody's family. */
  readonly openTeam: (chosen: Chosen) => void;
  /** At which agencies the requester may do what. */
  readonly mayDo: MayDo;
  /** Whether that is known: that somebody may do nothing is said of what was told, and of no silence. */
  readonly mayDoAsked: Asked<WhatIMayDoQuery>;
  /** What is being written and not sent: each with the key by which it is done once. */
  readonly drafts: Map<string, { readonly given: Readonly<Record<string, string>>; readonly key: string }>;
  /** What was said in the forms, the newest last. */
  readonly said: readonly Said[];
  readonly say: (said: Said) => void;
  readonly glass: (Glass & { readonly at: number }) | null;
  readonly breakGlass: (at: number, glass: Glass) => void;
  readonly closeGlass: () => void;
  readonly signOut: () => void;
}

export const SessionReactContext = createContext<Session | null>(null);
export const SessionProvider = SessionReactContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionReactContext);
  if (session === null) throw new Error('This part of the portal is shown only to somebody who has signed in.');
  return session;
}
