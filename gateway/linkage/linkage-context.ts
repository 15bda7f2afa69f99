import type { Entry } from '../identity/types';
import type { OperationContext } from '../operation-context';
import type { AccessExplanation } from '../policy/explain/explain';
import type { ActReply, ActRequest } from '../subgraph-client/send-act';
import type { FactsReader } from './facts-reader';
import type { LinkageEvents } from './linkage-events';
import type { Linker } from './linker';
import type { SingleViewReader } from './single-view';
import type { PersonSlots } from './types';

/** What linkage's resolvers are handed: one of each for each operation. */
export interface LinkageContext {
  readonly run: OperationContext;
  readonly linker: Linker;
  readonly facts: FactsReader;
  readonly reader: SingleViewReader;
  /** Explains fields to this requester, or as they would be to another role; with a person, conditions are settled. */
  readonly explain: (asking: Explaining) => Promise<readonly AccessExplanation[]>;
  readonly governance: Governance & Published & Accounts & Reviewing & Stopping & Partners;
  readonly figures: Figures;
  readonly acts: Acts;
  /** The same operation under break-glass. */
  readonly widen: WithBreakGlass;
  readonly events: LinkageEvents;
}

/** What may be done at the agencies, and what is told of them. */
export interface Acts {
  /** Once, and never again by itself. */
  send(agency: string, request: ActRequest): Promise<ActReply>;
  nameOf(agency: string): string;
  /** As the protocol has the party: a requester of that type is of that agency. */
  organisationTypeOf(agency: string): string | null;
}

/** What everybody is told of the agencies that take part. */
export interface Partners {
  partners(): readonly object[];
}

/** What information governance alone is told of the protocols. */
export interface Governance {
  sharing(): object;
  protocolChanges(proposed: string): Promise<object>;
}

/** What it is told of what the agencies publish. */
export interface Published {
  published(): Promise<object | null>;
  /** What a version changed of the one before it; null: what staging would change. */
  publishedChanges(version: number | null): Promise<object>;
}

/** Counts across agencies. Dimensions in the words of the schema's enum. */
export interface Figures {
  measureCatalogue(): readonly object[] | null;
  areaVersions(): readonly object[] | null;
  boundaryMismatches(): readonly object[] | null;
  measures(
    asked: {
      readonly measure: string;
      readonly by: readonly string[];
      readonly area?: string | null;
      readonly from?: string | null;
      readonly to?: string | null;
    },
    run: OperationContext,
  ): Promise<object | null>;
  cohort(
    asked: {
      readonly where: readonly {
        readonly measure: string;
        readonly values?: readonly { readonly dimension: string; readonly values: readonly string[] }[] | null;
        readonly not?: boolean | null;
      }[];
      readonly area?: string | null;
      readonly from?: string | null;
      readonly to?: string | null;
    },
    run: OperationContext,
  ): Promise<object | null>;
  emergingNeeds(
    asked: { readonly measures?: readonly string[] | null; readonly area?: string | null },
    run: OperationContext,
  ): Promise<object | null>;
}

/** What is looked for in the audit: everything given must hold. */
export interface LooksBy {
  readonly person?: string | null;
  readonly references?: readonly string[] | null;
  readonly together?: boolean | null;
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

/** Whom is asked about: by their id, or by references. */
export interface AskingOf {
  readonly run: Pick<OperationContext, 'answers'>;
  readonly linker: Pick<Linker, 'openForAccount'>;
}

/** What it is told of who looked at whom. Whom it asks about is noted in the run. */
export interface Accounts {
  /** The requester's own. */
  myLooks(
    asked: { readonly first: number; readonly before?: number | null },
    run: Pick<OperationContext, 'entry'>,
  ): Promise<object>;
  looks(
    asked: { readonly by: LooksBy; readonly first: number; readonly before?: number | null },
    context: AskingOf,
  ): Promise<object>;
  subjectReport(
    asked: {
      readonly person?: string | null;
      readonly references?: readonly string[] | null;
      readonly since?: string | null;
      readonly until?: string | null;
    },
    context: AskingOf,
  ): Promise<object>;
}

export interface ReviewsAsked {
  readonly state?: readonly ('OPEN' | 'ASSIGNED' | 'CLEARED' | 'ESCALATED')[] | null;
  readonly kind?: string | null;
  readonly overdue?: boolean | null;
  readonly first: number;
  readonly before?: number | null;
}

/** What was done that a person looks at afterwards: by whom, what was seen, and what became of the review. */
export interface Reviewing {
  reviews(asked: ReviewsAsked, run: Pick<OperationContext, 'entry'>): Promise<object>;
  review(reference: string, run: Pick<OperationContext, 'entry'>): Promise<object | null>;
  assignReview(
    asked: { readonly reference: string; readonly to?: string | null },
    context: LinkageContext,
  ): Promise<object | null>;
  decideReview(
    asked: {
      readonly reference: string;
      readonly outcome: 'CLEARED' | 'ESCALATED';
      readonly note: string;
      readonly supersedes?: string | null;
    },
    context: LinkageContext,
  ): Promise<object | null>;
}

/** What is to be stopped, as it is asked. */
export interface StopAsked {
  readonly kind: 'CHILD' | 'STREAM' | 'CLAUSE' | 'REQUESTER' | 'AGENCY';
  readonly target?: string | null;
  /** Of a requester. */
  readonly organisation?: string | null;
  readonly person?: string | null;
  readonly references?: readonly string[] | null;
  readonly until?: string | null;
  readonly why: string;
}

/** What it closes at once, without another version of the protocols. */
export interface Stopping {
  stops(asked: { readonly over: boolean }): Promise<readonly object[]>;
  stop(asked: StopAsked, context: LinkageContext): Promise<object>;
  liftStop(asked: { readonly reference: string; readonly why: string }, context: LinkageContext): Promise<object>;
}

export interface Explaining {
  readonly fields: readonly string[];
  readonly person: PersonSlots | null;
  readonly as: string | null;
}

export type WithBreakGlass = (glass: NonNullable<Entry['breakGlass']>) => Linker;
