import type { GrantStatement } from '@family-view/schema';
import type { ActRegister } from '../acts/act-register';
import type { WithActs } from '../acts/with-acts';
import type { Agency, AgencyContext } from '../agency';
import type { Connector } from '../connector';
import { type GrantedStreams, NOTHING_GRANTED, readGrantedStreams } from '../grant/granted-streams';
import { londonDay } from '../london-day';
import { type Veto, vetoOver } from '../veto';

/** One entity that an `_entities` call asks for, checked; null where the representation was none. */
export type AskedEntity = { readonly type: string; readonly ref: string } | null;

/** What the kit keeps of one request, beside what a resolver sees. Made afresh for each: shield keeps things in it. */
export interface KitContext<C extends Connector = Connector> extends AgencyContext<C> {
  readonly granted: GrantedStreams;
  readonly veto: Veto;
  readonly statement: GrantStatement | null;
  readonly register: ActRegister | null;
  readonly now: () => Date;
  /** The agency's own day, ISO. */
  readonly today: () => string;
  /** Whether the grant lets the requester do this act of somebody whom it need not name. */
  mayDo(act: string): boolean;
  /** What each `_entities` of the operation asked for, by its response key: it may be there twice, under aliases. */
  readonly asked: Map<string, readonly AskedEntity[]>;
}

const NOBODY = { id: '', organisation: '', role: '', area: null } as const;

/** What an agency keeps of acts, beyond one request. */
export interface ActsOfAgency {
  readonly register: ActRegister;
  readonly telling: WithActs;
  readonly now: () => Date;
  /** The streams of each act, any of which is enough. */
  readonly streams: ReadonlyMap<string, readonly string[]>;
}

/** Fresh context for one request; `statement` is null only for a request that reads nothing but the SDL. */
export function openRequest<C extends Connector>(
  agency: Agency<C>,
  statement: GrantStatement | null,
  acts: ActsOfAgency | null = null,
): KitContext<C> & Record<string, unknown> {
  const own = agency.openConnector?.() ?? agency.connector;
  const connector = acts ? acts.telling(own) : own;
  const now = acts?.now ?? (() => new Date());
  const veto = vetoOver(connector);
  const loaders = new Map<string, unknown>();
  const granted = statement ? readGrantedStreams(statement) : NOTHING_GRANTED;
  return {
    connector,
    requester: statement?.requester ?? NOBODY,
    purpose: statement?.purpose ?? '',
    isClosed: veto.isClosed,
    isGranted: (ref, stream) => granted.forPerson(ref).has(stream),
    // The name stands for the type: one resolver file names its loaders, so a name is never made as two types.
    load<T>(name: string, make: () => T): T {
      if (!loaders.has(name)) loaders.set(name, make());
      return loaders.get(name) as T;
    },
    granted,
    veto,
    statement,
    register: acts?.register ?? null,
    now,
    today: () => own.today?.() ?? londonDay(now()),
    mayDo: (act) => (acts?.streams.get(act) ?? []).some((stream) => granted.general.has(stream)),
    actsOf: (ref) => acts?.register.of(ref) ?? [],
    asked: new Map(),
  };
}
