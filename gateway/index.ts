/** The gateway: `startGateway(config)` opens every stage and listens. */
import pino from 'pino';
import { createRefusalRecorder } from './audit/record-refusals';
import { catalogueTexts, readCatalogue } from './catalogue/read-catalogue';
import type { Config } from './config';
import { createOverlapBudget } from './disclosure/overlap-budget';
import { countersignAudit } from './governance/countersign-audit';
import { diffOnce, type KeptVersions } from './governance/published';
import { raiseOverdue } from './governance/raise-overdue';
import { recordForeignStops } from './governance/record-foreign-stops';
import type { HttpParts } from './http/http-server';
import { readManifest } from './http/operation-manifest';
import { createPersistedQueries } from './http/persisted-queries';
import { createQueryLimits, DEFAULT_LIMITS } from './http/query-limits';
import { readClaimsMap } from './identity/claims-map';
import { loadDevelopmentKey } from './identity/development-keys';
import { PERSONAS } from './identity/personas';
import { keysOfProvider } from './identity/provider-keys';
import type { LimitTerms } from './limits/limit-terms';
import { createRequesterLimits } from './limits/requester-limits';
import type { GatewayParts } from './pipeline';
import { PLANNING_LIMITS } from './planning/start-planner';
import type { NamedText } from './policy/read/load-protocols';
import { followOwnership } from './schema-registry/follow-ownership';
import { withoutCountersigning } from './schema-registry/read-ownership';
import { isBlockedAddress } from './schema-registry/rules/check-routing';
import { PROPOSAL_LIMITS, type SchemaCheckLimits, startSchemaCheck } from './schema-registry/schema-check-client';
import { openSchemaFolder } from './schema-registry/schema-folder';
import { createCacheBudget } from './shared/cache-budget';
import { createOpened, type Opened } from './shared/opened';
import { openDoors } from './start/open-doors';
import { openState } from './start/open-state';
import type { StopEntry } from './stops/types';
import type { GatewayStores } from './stores/open-stores';
import { type AgencyClient, createAgencyClient } from './subgraph-client/agency-client';
import { openAgencyClients } from './subgraph-client/agency-clients';
import { readAgencyTls } from './subgraph-client/agency-tls';
import { createGrantSigner } from './subgraph-client/sign-grants';
import { ssrfSafeLookup } from './subgraph-client/ssrf-safe-lookup';
import { tryGrant } from './subgraph-client/try-grant';
import { watchAgencies } from './subgraph-client/watch-agencies';
import { startSupergraph } from './supergraph/start-supergraph';
import { openTelemetry } from './telemetry/open-telemetry';

export interface GatewayOptions {
  readonly now?: () => Date;
  /** In place of what is in `schema/`. */
  readonly protocols?: readonly NamedText[];
  readonly supergraphSdl?: string;
  /** A folder like `schema/`. */
  readonly schemaDirectory?: string;
  /** Where it is told what became of a change, in place of the log. */
  readonly tell?: (event: 'version-live' | 'change-refused', sentence: string) => void;
  readonly pages?: HttpParts['pages'];
  /** Where log lines go in place of standard output. */
  readonly logDestination?: { write(line: string): void };
  /** In place of what the protocols say of how much one requester may search for and be told. */
  readonly limitTerms?: LimitTerms;
  /** In place of the embedded ones. */
  readonly stores?: Partial<GatewayStores>;
  /** How long a proposed protocol may be read, and in how much memory: as in real use, unless a test gives others. */
  readonly proposalLimits?: SchemaCheckLimits;
  /** Stages that tests put others in the place of. */
  readonly stages?: Pick<GatewayParts, 'narrow'>;
}

export interface RunningGateway {
  readonly url: string;
  /** Takes the protocols in `schema/` again, and the agencies' SDL where files are followed. What is wrong is told, and changes nothing. */
  reloadFiles(): Promise<void>;
  /** Where metrics and the agencies' states are told. */
  readonly adminUrl: string;
  /** Has the agencies countersign what was recorded up to now, beside the time when they are asked anyway. */
  countersign(): Promise<void>;
  /** Says that it is not ready for a while, so that nothing more is sent here, and closes then. */
  shutDown(): Promise<void>;
  /** What is under way is answered first. */
  close(): Promise<void>;
}

const MAX_AGENCY_BYTES = 8 * 1_048_576;
const LOOK_AT_AGENCIES_MS = 5_000;
const RAISE_REVIEWS_MS = 600_000;
const LOOK_AT_SIGN_IN_MS = 5_000;

export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<RunningGateway> {
  const opened = createOpened();
  try {
    return await start(config, options, opened);
  } catch (cause) {
    await opened.close();
    throw cause;
  }
}

async function start(config: Config, options: GatewayOptions, opened: Opened): Promise<RunningGateway> {
  const now = options.now ?? (() => new Date());
  const log = pino(
    { level: config.logLevel, base: config.worker === null ? null : { worker: config.worker } },
    options.logDestination ?? process.stdout,
  );
  const alert = (event: string, about: object) => log.error({ ...about, alert: true }, event);
  const caches = createCacheBudget(config.cacheMegabytes * 1_048_576);
  const lasting = caches.section();
  const measure = createQueryLimits(DEFAULT_LIMITS, lasting);
  const manifest = config.operationsManifest === null ? null : readManifest(config.operationsManifest, measure);
  const { claimsFile = null } = config.identityProvider ?? {};
  const claimsMap = claimsFile === null ? null : readClaimsMap(claimsFile);
  const signInKeys =
    config.identityProvider &&
    keysOfProvider(config.identityProvider.jwksUri, now, (state) => log.warn({ state }, 'sign-in'));
  const developmentKey =
    config.identityProvider === null ? await loadDevelopmentKey(config.developmentKeyDirectory) : null;
  const telemetry = await openTelemetry(config, log, caches);
  opened.add(telemetry.close);
  const { metrics, onFault } = telemetry;
  const every = (milliseconds: number, act: () => Promise<unknown>): void => {
    const timer = setInterval(() => void act().catch(onFault), milliseconds).unref();
    opened.add(() => clearInterval(timer));
  };

  let begin = (): void => {};
  const serving = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const onStops = (entries: readonly StopEntry[]): void => {
    alert('stops', { stops: entries.length });
    serving
      .then(() => recordForeignStops({ audit, sign: gateway.sign, clients: liveClients }, entries, stops.all()))
      .catch(onFault);
  };
  const state = await openState(config, { now, log, telemetry, stores: options.stores, onStops }, opened);
  const { keys, stores, audit, stops, grantKeys } = state;
  const openClients = () => {
    const clients = openAgencyClients((agency, origin) =>
      createAgencyClient(origin, {
        maxBytes: MAX_AGENCY_BYTES,
        connectTimeout: config.agencyTimeout,
        timeout: config.agencyTimeout,
        onCall: telemetry.calls(agency),
        tls: readAgencyTls(agency, config.agencyTls.get(agency) ?? {}),
        // What is set is whoever runs the gateway's own affair; what is published is an agency's.
        lookup: config.development || config.agenciesSet.has(agency) ? undefined : ssrfSafeLookup(isBlockedAddress),
      }),
    );
    opened.add(clients.close);
    return clients;
  };

  const catalogue = catalogueTexts(options.schemaDirectory) ?? catalogueTexts();
  const refusals = createRefusalRecorder(audit, now, onFault);
  opened.add(refusals.close);
  const files = openSchemaFolder(options.schemaDirectory);
  let kept: KeptVersions | null = null;
  const proposals = startSchemaCheck(options.proposalLimits ?? PROPOSAL_LIMITS);
  opened.add(proposals.close);
  const gateway: GatewayParts = {
    ...options.stages,
    sign: createGrantSigner(grantKeys, now),
    audit,
    refusals,
    operationDeadline: config.operationDeadline,
    agencyTimeout: config.agencyTimeout,
    figuresTimeout: config.figuresTimeout,
    maxSelections: DEFAULT_LIMITS.selections,
    planning: { ...PLANNING_LIMITS, planMs: config.planningTimeLimit },
    caches,
    now,
    ownership: followOwnership(files, onFault),
    kept: () => kept,
    compareProposal: proposals.compareProposal,
    catalogue: catalogue && readCatalogue(catalogue),
    figuresBudget: createOverlapBudget({ store: stores.figures, key: keys.rateLimits, now }),
    stops,
    limits: createRequesterLimits({ key: keys.rateLimits, store: stores.limits, now }),
    limitTerms: options.limitTerms,
    actAs: developmentKey && ((role) => Object.values(PERSONAS).find((persona) => persona.role === role) ?? null),
    log: telemetry.event,
    decided: metrics.decided,
  };
  every(RAISE_REVIEWS_MS, () => raiseOverdue({ audit, now }, alert));
  every(config.grantKeysLookEvery, () => grantKeys.rotate());
  if (signInKeys) {
    every(LOOK_AT_SIGN_IN_MS, signInKeys.look);
    void signInKeys.look();
  }

  const served = await startSupergraph({
    config,
    files,
    protocols: options.protocols,
    supergraphSdl: options.supergraphSdl,
    registryStore: stores.registry,
    operations: [...(manifest ?? [])],
    stagingClients: openClients(),
    live: {
      config,
      gateway,
      clients: openClients(),
      linkageKey: keys.linkage,
      persistedQueries: createPersistedQueries({ redis: state.redis, manifest, measure }),
      maxTokens: DEFAULT_LIMITS.tokens,
      onFault,
    },
    now,
    tell: options.tell ?? ((event, sentence) => log[event === 'version-live' ? 'info' : 'error']({ event }, sentence)),
  });
  opened.add(served.close);
  const { versions } = served;
  kept = served.registryParts && {
    registryParts: served.registryParts,
    staging: served.staged?.staging ?? null,
    compare: diffOnce(served.registryParts.schemaCheck, lasting),
  };
  const liveClients = () => versions.live?.clients ?? new Map<string, AgencyClient>();
  const watch = watchAgencies(liveClients, {
    everyMs: LOOK_AT_AGENCIES_MS,
    tryGrant: (agency) => tryGrant(agency, liveClients().get(agency), gateway.sign),
    onChange: (agency, is) => log[is === 'answering' ? 'info' : 'warn']({ agency, state: is }, 'agency'),
  });
  begin();
  const countersign = () =>
    countersignAudit({
      audit,
      sign: gateway.sign,
      clients: liveClients,
      without: () => withoutCountersigning(gateway.ownership()),
      alert,
      onFault,
    });
  const ways = {
    ...{ now, state, served, telemetry, watch, measure, manifest, claimsMap, signInKeys, developmentKey },
    onRefused: refusals.record,
    pages: options.pages ?? null,
  };
  const { url, adminUrl, ending } = await openDoors(config, ways, opened);
  if (config.auditCountersignEvery > 0) every(config.auditCountersignEvery, countersign);
  opened.add(watch.close);
  log.info({ adminUrl }, 'admin');
  return {
    url,
    adminUrl,
    reloadFiles: served.reloadFiles,
    countersign,
    shutDown: () => ending.giveNotice(config.shutdownNotice).then(opened.close),
    close: opened.close,
  };
}

export { type Config, readConfig } from './config';
export { FamilyViewError } from './errors';
export { loadProtocols } from './policy/read/load-protocols';
