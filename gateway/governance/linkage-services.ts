import type { GraphQLSchema } from 'graphql';
import type { Narrowed } from '../authorize/authorized-operation-cache';
import type { Catalogue } from '../catalogue/catalogue-document';
import type { OverlapBudget } from '../disclosure/overlap-budget';
import type { LinkageEvents } from '../linkage/linkage-events';
import type { OperationContext } from '../operation-context';
import type { CompiledProtocol } from '../policy/decide/compile-protocol';
import type { Ownership } from '../schema-registry/read-ownership';
import type { SchemaCheck } from '../schema-registry/schema-check-client';
import type { Stops } from '../stops/open-stops';
import type { GrantSigner } from '../subgraph-client/sign-grants';
import type { ActAs } from './explain-to';
import type { KeptVersions } from './published';
import type { EventParts } from './record-events';

/** What linkage and governance need that outlives every version. */
export interface LinkageServices extends EventParts {
  readonly sign: GrantSigner;
  /** The ownership file as it stands now: whose word counts for which fact. */
  readonly ownership: () => Ownership;
  /** Where versions are kept; null where one supergraph is served, and no other. */
  readonly kept: () => KeptVersions | null;
  /** Reads a proposed protocol, on a thread of its own. */
  readonly compareProposal: SchemaCheck['compareProposal'];
  /** What may be counted across agencies; null where this gateway has no catalogue. */
  readonly catalogue: Catalogue | null;
  /** How many overlapping tables one requester, and one organisation, may have. */
  readonly figuresBudget: OverlapBudget;
  /** Milliseconds that one call to an agency may take that counts over all its records. */
  readonly figuresTimeout: number;
  /** What is closed at this moment, whatever the protocols say. */
  readonly stops: Stops;
  /** In development only: whom `explainAccess(as:)` takes for another role. */
  readonly actAs: ActAs | null;
}

/** One operation, as linkage is begun for it. */
export interface LinkedOperation {
  readonly run: OperationContext;
  /** Kinds of facts that it depends on. */
  readonly kinds: Narrowed['kinds'];
  /** With what is stopped closed. */
  readonly protocol: CompiledProtocol;
  readonly events: LinkageEvents;
  /** How each field is decided for the requester, and the schema that they could ever be shown. */
  readonly decide: Narrowed['decide'];
  readonly visible: () => GraphQLSchema;
}
