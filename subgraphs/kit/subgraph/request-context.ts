import type { GrantStatement } from '@family-view/schema';
import type { Agency, AgencyContext } from '../agency';
import type { Connector } from '../connector';
import { type GrantedStreams, NOTHING_GRANTED, readGrantedStreams } from '../grant/granted-streams';
import { type Veto, vetoOver } from '../veto';

/** One entity that an `_entities` call asks for, checked; null where the representation was none. */
export type AskedEntity = { readonly type: string; readonly ref: string } | null;

/** What the kit keeps of one request, beside what a resolver sees. Made afresh for each: shield keeps things in it. */
export interface KitContext<C extends Connector = Connector> extends AgencyContext<C> {
  readonly granted: GrantedStreams;
  readonly veto: Veto;
  /** What each `_entities` of the operation asked for, by its response key: it may be there twice, under aliases. */
  readonly asked: Map<string, readonly AskedEntity[]>;
}

const NOBODY = { id: '', organisation: '', role: '', area: null } as const;

/** Fresh context for one request; `statement` is null only for a request that reads nothing but the SDL. */
export function openRequest<C extends Connector>(
  agency: Agency<C>,
  statement: GrantStatement | null,
): KitContext<C> & Record<string, unknown> {
  const connector = agency.openConnector?.() ?? agency.connector;
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
    asked: new Map(),
  };
}
