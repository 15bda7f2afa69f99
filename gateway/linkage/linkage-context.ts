import type { Entry } from '../identity/types';
import type { OperationContext } from '../operation-context';
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
  readonly governance: Governance & Published & Accounts;
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

/** What is looked for in the audit: everything given must hold. */
export interface LooksBy {
  readonly references?: readonly string[] | null;
  readonly details?: Readonly<Record<string, unknown>> | null;
  readonly requester?: string | null;
  readonly organisation?: string | null;
  readonly agency?: string | null;
  readonly purpose?: string | null;
  readonly clause?: string | null;
  readonly caseReference?: string | null;
  readonly operation?: string | null;
  readonly since?: string | null;
  readonly until?: string | null;
}

/** What it is told of who looked at whom. Whom it asks about is noted in the run. */
export interface Accounts {
  looks(
    asked: { readonly by: LooksBy; readonly first: number; readonly before?: number | null },
    run: Pick<OperationContext, 'answers'>,
  ): Promise<object>;
  subjectReport(
    asked: { readonly references: readonly string[]; readonly since?: string | null; readonly until?: string | null },
    run: Pick<OperationContext, 'answers'>,
  ): Promise<object>;
}

export interface Explaining {
  readonly fields: readonly string[];
  readonly person: PersonSlots | null;
  readonly as: string | null;
}

export type WithBreakGlass = (glass: NonNullable<Entry['breakGlass']>) => Linker;
