import type { Entry } from '../identity/types';
import type { AccessExplanation } from '../policy/explain/explain';
import type { LinkageEvents } from './linkage-events';
import type { Linker } from './linker';
import type { RunWithFacts } from './name-openly';
import type { SingleViewReader } from './single-view';
import type { PersonSlots } from './types';

/** What linkage's resolvers are handed: one of each for each operation. */
export interface LinkageContext {
  readonly run: RunWithFacts;
  readonly linker: Linker;
  readonly reader: SingleViewReader;
  /** Explains fields to this requester, or as they would be to another role; with a person, conditions are settled. */
  readonly explain: (asking: Explaining) => Promise<readonly AccessExplanation[]>;
  readonly governance: Governance & Published;
  /** The same operation under break-glass. */
  readonly widen: WithBreakGlass;
  readonly events: LinkageEvents;
}

/** What information governance alone is told of the protocols. */
export interface Governance {
  sharing(): object;
  protocolChanges(proposed: string): Promise<readonly string[]>;
}

/** What it is told of what the agencies publish. */
export interface Published {
  published(): Promise<object | null>;
  /** What a version changed of the one before it; null: what staging would change. */
  publishedChanges(version: number | null): Promise<object>;
}

export interface Explaining {
  readonly fields: readonly string[];
  readonly person: PersonSlots | null;
  readonly as: string | null;
}

export type WithBreakGlass = (glass: NonNullable<Entry['breakGlass']>) => Linker;
