import type { RefusalRecorder } from '../audit/record-refusals';
import { createAuthorizedOperationCache } from '../authorize/authorized-operation-cache';
import { createVariableCoercion } from '../authorize/coerce-variables';
import type { narrow as narrowOperation } from '../authorize/narrow';
import type { OperationTerms } from '../execution/open-operation';
import type { LinkageServices } from '../governance/linkage-services';
import { type Linkage, openLinkage } from '../governance/open-linkage';
import { type LimitTerms, strictestTerms } from '../limits/limit-terms';
import type { RequesterLimits } from '../limits/requester-limits';
import type { OperationContext } from '../operation-context';
import type { PlanningLimits } from '../planning/start-planner';
import type { CacheBudget } from '../shared/cache-budget';
import type { Stops } from '../stops/open-stops';
import { CountedClient } from '../subgraph-client/agency-calls';
import { buildVersion, type ServedVersion, type VersionParts } from '../supergraph/served-version';

/** What outlives every version. */
export interface GatewayParts extends LinkageServices, Pick<OperationTerms, 'operationDeadline' | 'agencyTimeout'> {
  readonly refusals: RefusalRecorder;
  readonly maxSelections: number;
  readonly planning?: PlanningLimits;
  /** Bytes that all that is remembered may take, of every version and of none. */
  readonly caches: CacheBudget;
  /** What is closed at this moment, whatever the protocols say. */
  readonly stops: Stops;
  /** What one requester may cost families and agencies. */
  readonly limits: RequesterLimits;
  /** In place of what the protocols say of it. */
  readonly limitTerms?: LimitTerms;
  /** Told of trouble, by agency and kind, and of our own faults. Never of a person. */
  readonly log: (event: string, about: Readonly<Record<string, unknown>>) => void;
  /** Told how many fields of an operation were granted, and how many withheld by reason. */
  readonly decided?: (granted: number, withheld: ReadonlyMap<string, number>) => void;
  /** The `authorize` stage's narrowing. Tests put another in its place to see that theirs would notice. */
  readonly narrow?: typeof narrowOperation;
}

/** What the stages share under one version. */
export interface Stages {
  readonly parts: GatewayParts;
  readonly version: ServedVersion;
  readonly coerceVariables: ReturnType<typeof createVariableCoercion>;
  readonly operations: ReturnType<typeof createAuthorizedOperationCache>;
  readonly terms: LimitTerms;
  readonly clientOf: (agency: string, operation: Pick<OperationContext, 'calls'>) => CountedClient;
  readonly linkage: Linkage;
}

export async function openStages(parts: GatewayParts, versionParts: Omit<VersionParts, 'caches'>): Promise<Stages> {
  const version = await buildVersion({ ...versionParts, caches: parts.caches.section() }, parts.planning);
  const clientOf: Stages['clientOf'] = (agency, { calls }) =>
    new CountedClient(agency, version.clients.get(agency)!, calls);
  return {
    parts,
    version,
    coerceVariables: createVariableCoercion(version.schema),
    operations: createAuthorizedOperationCache(version, parts.maxSelections, parts.narrow),
    terms: parts.limitTerms ?? strictestTerms(version.protocol.documents.map((one) => one.limits)),
    clientOf,
    linkage: openLinkage(parts, version, clientOf),
  };
}
